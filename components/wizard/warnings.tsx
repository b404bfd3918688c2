"use client";

import type { ReactNode } from "react";
import { findingKey } from "../evidence/cite-label";
import { ShowLines } from "../evidence/show-lines";
import { Notice } from "../ui/notice";
import { useOpenCase } from "./open-case";

/** Where the evidence disagrees with itself. Nothing is held up by it. */
export function Warnings(): ReactNode {
  const { diagnosis } = useOpenCase();
  const warnings = diagnosis.findings.filter((finding) => finding.tone === "warning");
  if (warnings.length === 0) return null;
  return (
    <section aria-label="Warnings" className="grid gap-2">
      {warnings.map((finding) => (
        <Notice key={findingKey(finding)} tone="warning" title={finding.says}>
          <ShowLines finding={finding} most={4} />
        </Notice>
      ))}
    </section>
  );
}
