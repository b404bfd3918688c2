import type { ReactNode } from "react";
import type { Quoter } from "@/cases/quote";
import type { Finding } from "@/evidence";
import { Quotes } from "./quote";

export interface ChainProps {
  findings: readonly Finding[];
  quoter: Quoter;
  answers: ReadonlyMap<string, string>;
}

/** The chain of evidence, link by link, each with the lines that prove it. */
export function Chain({ findings, quoter, answers }: ChainProps): ReactNode {
  return (
    <ol className="mt-2 grid gap-4">
      {findings.map((finding, index) => (
        <li key={finding.id + finding.says} className="relative pl-9">
          <span
            aria-hidden="true"
            className="absolute top-0 left-0 flex size-6 items-center justify-center rounded-full bg-accent-soft font-semibold text-2xs text-accent tabular-nums"
          >
            {index + 1}
          </span>
          <p>{finding.says}</p>
          <Quotes finding={finding} quoter={quoter} answers={answers} />
        </li>
      ))}
    </ol>
  );
}
