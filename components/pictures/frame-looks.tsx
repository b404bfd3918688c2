import type { ReactNode } from "react";
import type { FrameFamily } from "@/findings/frame-families";

interface Look {
  says: string;
  /** A colour of the page. */
  ink: string;
  /** Strokes in an 8 by 8 tile: families differ by pattern as well as by colour. */
  tile: string;
}

export const LOOKS: Readonly<Record<FrameFamily, Look>> = {
  application: { says: "application", ink: "var(--family-application)", tile: "M0 0H8V8H0Z" },
  web: { says: "ASP.NET and IIS", ink: "var(--family-web)", tile: "M-2 2 2-2M0 8 8 0M6 10 10 6" },
  runtime: { says: ".NET", ink: "var(--family-runtime)", tile: "M0 2H8M0 6H8" },
  windows: { says: "operating system", ink: "var(--family-windows)", tile: "M2 2h1.5M6 6h1.5" },
  driver: { says: "foreign driver", ink: "var(--family-driver)", tile: "M0 0 8 8M8 0 0 8" },
  process: { says: "process", ink: "var(--soft)", tile: "" },
  unnamed: { says: "without a name", ink: "var(--faint)", tile: "" },
};

/** Name of a family's pattern within a drawing. */
export function patternId(drawing: string, family: FrameFamily): string {
  return `${drawing}-${family}`;
}

/** The patterns of the families, to be filled with. */
export function FamilyPatterns({ drawing }: { drawing: string }): ReactNode {
  return (
    <defs>
      {(Object.keys(LOOKS) as FrameFamily[]).map((family) => {
        const { ink, tile } = LOOKS[family];
        return (
          <pattern key={family} id={patternId(drawing, family)} width="8" height="8" patternUnits="userSpaceOnUse">
            <path d={tile} stroke={ink} strokeWidth="1.6" fill={family === "application" ? ink : "none"} />
          </pattern>
        );
      })}
    </defs>
  );
}

/** What the patterns mean, for the families that were drawn. */
export function FamilyLegend({
  drawing,
  families,
}: {
  drawing: string;
  families: ReadonlySet<FrameFamily>;
}): ReactNode {
  const shown = (Object.keys(LOOKS) as FrameFamily[]).filter((family) => families.has(family));
  return (
    <ul aria-label="Whose code it is" className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-2xs text-soft">
      {shown.map((family) => (
        <li key={family} className="flex items-center gap-1.5">
          <svg aria-hidden="true" width="14" height="12" className="shrink-0">
            <rect
              width="14"
              height="12"
              fill={`color-mix(in oklab, ${LOOKS[family].ink} 14%, var(--card))`}
              stroke={LOOKS[family].ink}
            />
            <rect width="7" height="12" fill={`url(#${patternId(drawing, family)})`} />
          </svg>
          {LOOKS[family].says}
        </li>
      ))}
    </ul>
  );
}
