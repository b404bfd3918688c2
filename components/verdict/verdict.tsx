"use client";

import { type ReactNode, useMemo } from "react";
import { inputsOf } from "@/cases/case-log";
import { type NamedCause, verdictOf } from "@/cases/verdict";
import type { Finding } from "@/evidence";
import { findingKey } from "../evidence/cite-label";
import { ShowLines } from "../evidence/show-lines";
import { useQuoter } from "../evidence/use-quoter";
import { StandingMark } from "../ui/standing";
import { useOpenCase } from "../wizard/open-case";
import { Advice } from "./advice";
import { Chain } from "./chain";
import { unproven } from "./unproven";

function Part({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className="mt-7">
      <h3 className="font-semibold text-lg tracking-tight">{title}</h3>
      {children}
    </section>
  );
}

function Sayings({ findings }: { findings: readonly Finding[] }): ReactNode {
  return (
    <ul className="mt-1 grid list-disc gap-1 pl-5 marker:text-soft">
      {findings.map((finding) => (
        <li key={findingKey(finding)}>
          {finding.says} <ShowLines finding={finding} most={2} />
        </li>
      ))}
    </ul>
  );
}

function CauseLine({ cause, findings }: { cause: NamedCause; findings: readonly Finding[] }): ReactNode {
  return (
    <li className="border-line border-t pt-2.5 first:border-t-0 first:pt-0">
      <p className="flex flex-wrap items-baseline gap-x-2.5">
        <span className="font-medium">{cause.definition.title}</span>
        <StandingMark standing={cause.standing.standing} />
        {cause.standing.kind && <span className="text-soft text-xs">kind: {cause.standing.kind}</span>}
      </p>
      <p className="mt-0.5 max-w-[68ch] text-soft text-sm">{cause.definition.says}</p>
      {findings.length > 0 && (
        <div className="text-sm">
          <Sayings findings={findings} />
        </div>
      )}
    </li>
  );
}

/** What the evidence says: the cause, why, what speaks against it, what to do, and what is not proven. */
export function Verdict({ headingId }: { headingId: string }): ReactNode {
  const { diagnosed: subject, diagnosis, longReading } = useOpenCase();
  const verdict = useMemo(() => verdictOf(diagnosis), [diagnosis]);
  const { answers } = useMemo(() => inputsOf(subject.log), [subject]);
  const quoter = useQuoter(subject, longReading, verdict.chain);
  const { primary, contributing, suspected, excluded } = verdict;
  if (!primary) return null;

  const named = [primary, ...contributing];
  const against = [...named, ...suspected].flatMap((cause) => cause.against.map((finding) => ({ cause, finding })));
  const open = unproven(verdict, diagnosis);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 font-semibold text-accent text-xs">
        Verdict
        <StandingMark standing={primary.standing.standing} />
      </p>
      <h2 id={headingId} tabIndex={-1} className="mt-0.5 scroll-mt-24 font-semibold text-2xl tracking-[-0.018em]">
        {primary.definition.title}
      </h2>
      <p className="mt-1.5 max-w-[64ch] text-lg leading-relaxed">{primary.definition.says}</p>
      <p className="mt-1.5 max-w-[64ch] text-soft text-sm">
        {primary.standing.standing === "confirmed"
          ? "Confirmed: a finding decides it, and nothing that was found speaks against it."
          : "Likely: findings from two independent sides speak for it. What would confirm it stands below."}
        {primary.standing.kind && ` Kind: ${primary.standing.kind}.`}
      </p>

      {contributing.length > 0 && (
        <Part title="Contributing">
          <ul className="mt-2 grid gap-2.5">
            {contributing.map((cause) => (
              <CauseLine key={cause.definition.id} cause={cause} findings={cause.for} />
            ))}
          </ul>
        </Part>
      )}
      <Part title="Chain of evidence">
        <Chain findings={verdict.chain} quoter={quoter} answers={answers} />
      </Part>
      <Part title="What speaks against it">
        {against.length === 0 ? (
          <p className="mt-1 text-soft">Nothing that was found.</p>
        ) : (
          <ul className="mt-1 grid list-disc gap-1 pl-5 marker:text-soft">
            {against.map(({ cause, finding }) => (
              <li key={cause.definition.id + findingKey(finding)}>
                {cause !== primary && <span className="text-soft">{cause.definition.title}: </span>}
                {finding.says} <ShowLines finding={finding} most={2} />
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title="Remedy">
        <Advice causes={named} of={({ remedy }) => remedy} numbered copies />
      </Part>
      <Part title="How to verify it">
        <Advice causes={named} of={({ verify }) => verify} />
      </Part>
      <Part title="What would prove it wrong">
        <Advice causes={named} of={({ disproof }) => disproof} />
      </Part>
      <Part title="What remains unproven">
        {open.length === 0 ? (
          <p className="mt-1 text-soft">Nothing that this playbook asks for.</p>
        ) : (
          <ul className="mt-1 grid list-disc gap-1 pl-5 marker:text-soft">
            {open.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        )}
      </Part>
      {excluded.length > 0 && (
        <Part title="Excluded">
          <ul className="mt-2 grid gap-2.5">
            {excluded.map((cause) => (
              <CauseLine key={cause.definition.id} cause={cause} findings={cause.against} />
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}
