"use client";

import type { ReactNode } from "react";
import { liveEntries } from "@/cases/case-log";
import { NOTHING_READ } from "@/cases/coverage";
import { type NamedCause, verdictOf } from "@/cases/verdict";
import type { Finding } from "@/evidence";
import { questionById } from "@/findings/questions";
import type { Playbook } from "@/machines/playbook";
import { type NextCommand, nextCommands } from "@/machines/resolve";
import { citeLabel, distinctCites, findingKey } from "../evidence/cite-label";
import { coverageText } from "../evidence/coverage-text";
import { BrandMark } from "../shell/brand";
import { numberedTranscripts } from "../wizard/latest-input";
import { useOpenCase } from "../wizard/open-case";
import { usePrinting } from "./use-printing";
import { Verdict } from "./verdict";

interface Item {
  id: string;
  text: ReactNode;
}

function Part({ title, items }: { title: string; items: readonly Item[] }): ReactNode {
  if (items.length === 0) return null;
  return (
    <section className="mt-6">
      <h2 className="font-semibold text-lg">{title}</h2>
      <ul className="mt-1 grid list-disc gap-1 pl-5">
        {items.map(({ id, text }) => (
          <li key={id} className="break-inside-avoid">
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}

function causeItem({ definition, standing, for: reasons, against }: NamedCause): Item {
  const findings = standing.standing === "excluded" ? against : reasons;
  const text = (
    <>
      <b>{definition.title}</b>: {findings.map((finding) => finding.says).join(" ")}
    </>
  );
  return { id: definition.id, text };
}

function findingItem(finding: Finding, names: readonly string[]): Item {
  const places = distinctCites(finding).map((cite) => citeLabel(cite, names));
  const text = (
    <>
      {finding.says} <span className="text-soft">({places.slice(0, 4).join("; ")})</span>
    </>
  );
  return { id: findingKey(finding), text };
}

function commandItem({ id, command, why }: NextCommand): Item {
  const text = (
    <>
      <code className="font-mono">{command}</code>: {why}
    </>
  );
  return { id: `${id} ${command}`, text };
}

function answerText(question: string, value: string): string {
  const asked = questionById(question);
  return `${asked?.ask ?? question} ${asked?.answers.find((choice) => choice.value === value)?.label ?? value}`;
}

function day(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

function Paper({ playbook }: { playbook: Playbook }): ReactNode {
  const { diagnosed: subject, diagnosis } = useOpenCase();
  const { primary, suspected, excluded, chain, warnings } = verdictOf(diagnosis);
  const transcripts = numberedTranscripts(subject);
  const names = transcripts.map(({ entry }) => entry.name);
  const { step, perTranscript, coverage } = diagnosis;
  const said = liveEntries(subject.log).flatMap((entry): Item[] => {
    if (entry.type === "answer") return [{ id: entry.id, text: answerText(entry.question, entry.value) }];
    if (entry.type === "note") return [{ id: entry.id, text: entry.text }];
    if (entry.type !== "skip") return [];
    return [{ id: entry.id, text: `Gone on without “${playbook.steps[entry.step]?.label}”: ${entry.reason}` }];
  });
  return (
    <>
      <p className="flex items-center gap-2 text-soft text-xs">
        <BrandMark className="size-4" />
        Waitchain, report of a case
      </p>
      <h1 className="mt-1 font-semibold text-2xl">{subject.title}</h1>
      <p className="mb-5 border-line border-b pb-3 text-soft text-xs">
        {playbook.title} · opened {day(subject.createdAt)} · last entry{" "}
        {day(subject.log.at(-1)?.at ?? subject.createdAt)} · {coverageText(coverage)}
      </p>
      {primary ? (
        <Verdict headingId="print-title" />
      ) : (
        <>
          <h2 className="font-semibold text-xl">No cause is proven yet</h2>
          <Part title="Suspected" items={suspected.map(causeItem)} />
          <Part title="Excluded" items={excluded.map(causeItem)} />
          <Part title="What was found" items={chain.map((finding) => findingItem(finding, names))} />
        </>
      )}
      <Part title="Warnings" items={warnings.map((finding) => findingItem(finding, names))} />
      <Part
        title={primary ? "What would complete the chain" : "Run next"}
        items={nextCommands(step).map(commandItem)}
      />
      <Part title="What people said" items={said} />
      <Part
        title="Transcripts"
        items={transcripts.map(({ file, entry }) => ({
          id: entry.id,
          text: `${entry.name}: ${coverageText(perTranscript[file] ?? NOTHING_READ)}`,
        }))}
      />
    </>
  );
}

/** What goes on paper in place of the screen. */
export function PrintReport({ playbook }: { playbook: Playbook }): ReactNode {
  const printing = usePrinting();
  return printing ? (
    <div className="hidden print:block">
      <Paper playbook={playbook} />
    </div>
  ) : null;
}
