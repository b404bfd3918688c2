import type { ReactNode } from "react";
import type { Finding } from "@/evidence";
import { bytes, count } from "@/findings/say";
import { THRESHOLDS } from "@/findings/thresholds";
import { Figure, type FigureRow } from "./figure";
import { Known, number } from "./known";

const LEFT = 10;
const WIDTH = 300;

interface Scale {
  label: string;
  value: number | null;
  said: string;
  from: number;
  to: number;
  limits: readonly { at: number; name: string; said: string }[];
}

function place(value: number, { from, to }: Scale): number {
  const share = (Math.log10(Math.max(value, from)) - Math.log10(from)) / (Math.log10(to) - Math.log10(from));
  return LEFT + Math.min(1, share) * WIDTH;
}

function Bar({ scale, top }: { scale: Scale; top: number }): ReactNode {
  const { value, limits } = scale;
  const end = value === null ? LEFT : place(value, scale);
  const passed = value !== null && limits.some((limit) => value >= limit.at);
  return (
    <g>
      <text x={LEFT} y={top + 12} fontSize="12.5" fontWeight="550" fill="var(--ink)">
        {scale.said}
      </text>
      <path
        d={`M${LEFT + 4} ${top + 26}H${LEFT + WIDTH - 4}`}
        stroke="var(--line)"
        strokeWidth="8"
        strokeLinecap="round"
      />
      {value !== null && end > LEFT + 8 && (
        <path
          d={`M${LEFT + 4} ${top + 26}H${end - 4}`}
          stroke={passed ? "var(--likely)" : "var(--accent)"}
          strokeWidth="8"
          strokeLinecap="round"
        />
      )}
      {limits.map((limit, index) => (
        <g key={limit.name}>
          <path d={`M${place(limit.at, scale)} ${top + 18}V${top + 38}`} stroke="var(--ink)" strokeWidth="1.25" />
          <text
            x={place(limit.at, scale) + (index === 0 ? 4 : -4)}
            y={top + 51}
            fontSize="10.5"
            fill="var(--soft)"
            textAnchor={index === 0 ? "end" : "start"}
          >
            {limit.said}
          </text>
        </g>
      ))}
    </g>
  );
}

/** How big the folder is, on a scale of powers of ten with the limits. Draws nothing before the size is known. */
export function FolderSize({ findings }: { findings: readonly Finding[] }): ReactNode {
  const folder = new Known(findings).first("folder-size");
  if (!folder) return null;
  const size = number(folder, "sizeBytes");
  const files = number(folder, "files");
  const { folderLargeBytes, folderHugeBytes, folderLargeFiles, folderHugeFiles } = THRESHOLDS;
  const scales: Scale[] = [];
  if (size !== null) {
    scales.push({
      label: "Size",
      value: size,
      said: bytes(size),
      from: 1e6,
      to: 1e12,
      limits: [
        { at: folderLargeBytes.value, name: "large", said: `large ${bytes(folderLargeBytes.value)}` },
        { at: folderHugeBytes.value, name: "huge", said: `huge ${bytes(folderHugeBytes.value)}` },
      ],
    });
  }
  if (files !== null) {
    scales.push({
      label: "Files",
      value: files,
      said: count(files, "file"),
      from: 10,
      to: 1e7,
      limits: [
        { at: folderLargeFiles.value, name: "large", said: `large ${folderLargeFiles.value.toLocaleString("en-US")}` },
        { at: folderHugeFiles.value, name: "huge", said: `huge ${folderHugeFiles.value.toLocaleString("en-US")}` },
      ],
    });
  }
  const rows: FigureRow[] = scales.map((scale) => ({
    id: scale.label,
    head: scale.label,
    cells: [scale.said, scale.limits.map((limit) => limit.said).join(", ")],
    findings: [folder],
  }));
  return (
    <Figure
      title="The folder"
      caption="Each mark to the right is ten times as much: the scale is logarithmic."
      columns={["What", "Measured", "Limits"]}
      rows={rows}
    >
      <svg
        role="img"
        aria-label={`Size of the folder: ${scales.map((scale) => `${scale.said}, limits ${scale.limits.map((limit) => limit.said).join(" and ")}`).join("; ")}.`}
        viewBox={`0 0 320 ${scales.length * 64}`}
        className="block h-auto w-full"
      >
        {scales.map((scale, index) => (
          <Bar key={scale.label} scale={scale} top={index * 64} />
        ))}
      </svg>
    </Figure>
  );
}
