"use client";

import { type ReactNode, useMemo } from "react";
import { type NamedCause, verdictOf } from "@/cases/verdict";
import { CauseEvidence } from "../evidence/cause-evidence";
import { Disclosure } from "../ui/disclosure";
import { StandingMark } from "../ui/standing";
import { useOpenCase } from "./open-case";

function CauseRow({ cause }: { cause: NamedCause }): ReactNode {
  const { definition, standing } = cause;
  const excluded = standing.standing === "excluded";
  const reason = (excluded ? cause.against : cause.for)[0];
  return (
    <li className="border-line border-t py-1.5">
      <Disclosure
        title={
          <>
            <span className="flex flex-wrap items-baseline justify-between gap-x-2">
              <span className={excluded ? "text-soft line-through decoration-1" : "font-medium text-ink"}>
                {definition.title}
              </span>
              <StandingMark standing={standing.standing} />
            </span>
            {(standing.role || standing.kind) && (
              <span className="block text-2xs text-soft">
                {[standing.role, standing.kind && `kind: ${standing.kind}`].filter(Boolean).join(", ")}
              </span>
            )}
            {reason && (
              <span className="mt-0.5 line-clamp-2 text-soft text-xs leading-snug group-open/disclosure:hidden">
                {reason.says}
              </span>
            )}
          </>
        }
        summaryClassName="[&>span]:flex-1"
      >
        <CauseEvidence cause={cause} />
      </Disclosure>
    </li>
  );
}

/** Every cause this playbook can name, and how it stands. */
export function Causes(): ReactNode {
  const { diagnosis } = useOpenCase();
  const { primary, contributing, suspected, excluded, open } = useMemo(() => verdictOf(diagnosis), [diagnosis]);
  const standing = [...(primary ? [primary] : []), ...contributing, ...suspected];
  const all = standing.length + excluded.length + open.length;
  return (
    <section aria-labelledby="causes">
      <h2 id="causes" tabIndex={-1} className="panel-title mb-2">
        Causes
        <span className="font-normal normal-case tracking-normal">
          {" "}
          · {all - excluded.length} of {all} still possible
        </span>
      </h2>
      <ul>
        {standing.map((cause) => (
          <CauseRow key={cause.definition.id} cause={cause} />
        ))}
        {excluded.map((cause) => (
          <CauseRow key={cause.definition.id} cause={cause} />
        ))}
      </ul>
      {open.length > 0 && (
        <Disclosure
          className="border-line border-t py-1.5"
          title={`${open.length} open: nothing speaks for ${open.length === 1 ? "it" : "them"} yet`}
        >
          <ul className="grid gap-2">
            {open.map(({ definition }) => (
              <li key={definition.id} className="text-xs leading-snug">
                <span className="font-medium text-sm">{definition.title}</span>
                <span className="block text-soft">{definition.decidedBy}</span>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </section>
  );
}
