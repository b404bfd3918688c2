"use client";

import type { ReactNode } from "react";
import type { Finding } from "@/evidence";
import { citeLabel, distinctCites, lineLabel } from "./cite-label";
import { useSelection } from "./selection";

export interface ShowLinesProps {
  finding: Finding;
  /** Leaves the name of the transcript out. */
  short?: boolean;
  /** So many places are offered, the rest are counted. */
  most?: number;
}

/** The places that show a finding; each leads there. */
export function ShowLines({ finding, short = false, most = 3 }: ShowLinesProps): ReactNode {
  const { names, showFinding } = useSelection();
  const cites = distinctCites(finding);
  const shown = cites.slice(0, most);
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2 gap-y-0.5 text-2xs print:hidden">
      {shown.map((cite) => {
        const label = citeLabel(cite, names);
        return (
          <button
            key={JSON.stringify(cite)}
            type="button"
            className="link inline-block min-h-6 text-left"
            aria-label={`Show ${label}: ${finding.says}`}
            onClick={() => showFinding(finding, cite)}
          >
            {short && "lines" in cite ? lineLabel(cite.lines) : label}
          </button>
        );
      })}
      {cites.length > most && <span className="text-soft">and {cites.length - most} more</span>}
    </span>
  );
}
