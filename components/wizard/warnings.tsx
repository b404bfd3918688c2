"use client";

import type { ReactNode } from "react";
import type { Finding } from "@/evidence";
import { findingKey } from "../evidence/cite-label";
import { MeaningLink } from "../evidence/meaning-link";
import { ShowLines } from "../evidence/show-lines";
import { Disclosure } from "../ui/disclosure";
import { Notice } from "../ui/notice";
import { useOpenCase } from "./open-case";

/** Of one kind so many are told at once, and so many more on demand. */
const FIRST = 3;
const MORE = 40;

function Warning({ finding }: { finding: Finding }): ReactNode {
  return (
    <Notice tone="warning" title={finding.says}>
      <ShowLines finding={finding} most={4} /> <MeaningLink finding={finding} />
    </Notice>
  );
}

function Kind({ warnings, further }: { warnings: readonly Finding[]; further: number }): ReactNode {
  const rest = warnings.slice(FIRST);
  const beyond = Math.max(0, rest.length - MORE) + further;
  return (
    <>
      {warnings.slice(0, FIRST).map((finding) => (
        <Warning key={findingKey(finding)} finding={finding} />
      ))}
      {rest.length > 0 && (
        <Disclosure title={`${(rest.length + further).toLocaleString("en-US")} more warnings of this kind`}>
          <div className="grid gap-2">
            {rest.slice(0, MORE).map((finding) => (
              <Warning key={findingKey(finding)} finding={finding} />
            ))}
            {beyond > 0 && <p className="text-soft text-sm">and {beyond.toLocaleString("en-US")} more</p>}
          </div>
        </Disclosure>
      )}
    </>
  );
}

/** Where the evidence disagrees with itself. Nothing is held up by it. */
export function Warnings(): ReactNode {
  const { diagnosis } = useOpenCase();
  const kinds = new Map<string, Finding[]>();
  for (const finding of diagnosis.findings) {
    if (finding.tone === "warning") kinds.set(finding.id, [...(kinds.get(finding.id) ?? []), finding]);
  }
  if (kinds.size === 0) return null;
  return (
    <section aria-label="Warnings" className="grid gap-2">
      {[...kinds].map(([id, warnings]) => (
        <Kind key={id} warnings={warnings} further={diagnosis.further?.[id] ?? 0} />
      ))}
    </section>
  );
}
