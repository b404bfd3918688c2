import { type ReactNode, useId } from "react";
import { wrapText } from "./svg-text";

export interface ChainBox {
  title: string;
  detail: string;
  /** Stands out by a heavier frame. */
  hot?: boolean;
  /** Dashed: nothing has been seen of it. */
  unseen?: boolean;
  /** A mark on the left edge. */
  marked?: boolean;
}

export interface ChainBoxesProps {
  /** Says the whole picture in a sentence. */
  label: string;
  boxes: readonly ChainBox[];
  /** An arrow leads from the last box back to the first. */
  loop?: boolean;
}

const WIDTH = 320;
const GAP = 26;
const TITLE = 12.5;
const DETAIL = 11.5;

/** Boxes below each other, joined by lines. */
export function ChainBoxes({ label, boxes, loop = false }: ChainBoxesProps): ReactNode {
  const arrow = useId();
  const left = loop ? 34 : 6;
  const width = WIDTH - left - 6;
  let bottom = 4;
  const placed = boxes.map((box) => {
    const title = wrapText(box.title, width - 30, TITLE, 2);
    const detail = wrapText(box.detail, width - 30, DETAIL, 3);
    const height = 17 + title.length * 16 + detail.length * 15;
    const top = bottom;
    bottom += height + GAP;
    return { box, title, detail, height, top };
  });
  const height = bottom - GAP + 4;
  const first = placed[0];
  const last = placed.at(-1);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${height}`} className="block h-auto w-full">
      <defs>
        <marker id={arrow} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path d="M0 0 8 4 0 8z" fill="var(--faint)" />
        </marker>
      </defs>
      {placed.slice(1).map(({ top }) => (
        <path
          key={top}
          d={`M${left + width / 2} ${top - GAP + 1}V${top - 2}`}
          stroke="var(--faint)"
          strokeWidth="1.25"
          markerEnd={`url(#${arrow})`}
        />
      ))}
      {loop && first && last && (
        <path
          d={`M${left} ${last.top + last.height / 2}H14V${first.top + first.height / 2}H${left - 2}`}
          fill="none"
          stroke="var(--likely)"
          strokeWidth="1.75"
          markerEnd={`url(#${arrow})`}
        />
      )}
      {placed.map(({ box, title, detail, height: tall, top }) => (
        <g key={top}>
          <rect
            x={left}
            y={top}
            width={width}
            height={tall}
            rx="9"
            fill="var(--card)"
            stroke={box.hot ? "var(--likely)" : box.unseen ? "var(--faint)" : "var(--line)"}
            strokeWidth={box.hot ? 1.75 : 1.25}
            strokeDasharray={box.unseen ? "4 4" : undefined}
          />
          {box.marked && <rect x={left} y={top + 9} width="4" height={tall - 18} rx="2" fill="var(--likely)" />}
          <text fontSize={TITLE} fontWeight="550" fill={box.unseen ? "var(--soft)" : "var(--ink)"}>
            {title.map((line, index) => (
              <tspan key={line} x={left + 15} y={top + 21 + index * 16}>
                {line}
              </tspan>
            ))}
          </text>
          <text fontSize={DETAIL} fill="var(--soft)">
            {detail.map((line, index) => (
              <tspan key={line} x={left + 15} y={top + 21 + title.length * 16 + index * 15}>
                {line}
              </tspan>
            ))}
          </text>
        </g>
      ))}
    </svg>
  );
}
