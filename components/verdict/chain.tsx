import type { ReactNode } from "react";
import type { Quoter } from "@/cases/quote";
import type { Finding } from "@/evidence";
import { distinctCites, findingKey } from "../evidence/cite-label";
import { ShowLines } from "../evidence/show-lines";
import { Quotes } from "./quote";

export interface ChainProps {
  findings: readonly Finding[];
  quoter: Quoter;
  answers: ReadonlyMap<string, string>;
}

const places = (finding: Finding): string => JSON.stringify(distinctCites(finding));

/** The chain of evidence, link by link, each with the lines that prove it. Lines quoted already are only named. */
export function Chain({ findings, quoter, answers }: ChainProps): ReactNode {
  return (
    <ol className="mt-2 grid gap-4">
      {findings.map((finding, index) => {
        const same = findings.findIndex((other) => places(other) === places(finding));
        return (
          <li key={findingKey(finding)} className="relative pl-9">
            <span
              aria-hidden="true"
              className="absolute top-0 left-0 flex size-6 items-center justify-center rounded-full bg-accent-soft font-semibold text-2xs text-accent tabular-nums"
            >
              {index + 1}
            </span>
            <p>{finding.says}</p>
            {same < index ? (
              <p className="text-soft text-xs">
                The lines quoted at {same + 1} show this too. <ShowLines finding={finding} />
              </p>
            ) : (
              <Quotes finding={finding} quoter={quoter} answers={answers} />
            )}
          </li>
        );
      })}
    </ol>
  );
}
