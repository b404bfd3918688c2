"use client";

import { CircleCheck, CircleDashed } from "lucide-react";
import type { ReactNode } from "react";
import type { Block, Finding } from "@/evidence";
import type { Playbook } from "@/machines/playbook";
import { findingKey, lineLabel } from "../evidence/cite-label";
import { useSelection } from "../evidence/selection";
import { ShowLines } from "../evidence/show-lines";
import { cx } from "../ui/cx";
import { lineCount, stepServed } from "./latest-input";
import { useOpenCase } from "./open-case";

export interface FeedbackBlockProps {
  block: Block;
  playbook: Playbook;
  /** What is told of it here. */
  findings: readonly Finding[];
}

/** An output that was read: what it is, which step it serves, the first things it shows. */
export function FeedbackBlock({ block, playbook, findings }: FeedbackBlockProps): ReactNode {
  const { diagnosis } = useOpenCase();
  const { showLine } = useSelection();
  const step = stepServed(playbook, block, diagnosis.findings);
  const partly = block.outcome === "partly-read";
  const Icon = partly ? CircleDashed : CircleCheck;
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className={cx("mt-0.5 size-4.5 shrink-0", partly ? "text-likely" : "text-accent")} />
      <div className="min-w-0">
        <p>
          {partly ? "Partly read" : "Read"} as <code className="font-mono text-[0.9em]">{block.command}</code>
          {!block.echoed && <span className="text-soft"> (told by its content)</span>}, {lineCount(block)}
          {step && <span className="text-soft">; serves “{step.label}”</span>}
        </p>
        {findings.map((finding) => (
          <p key={findingKey(finding)} className="mt-0.5 text-soft">
            {finding.says} <ShowLines finding={finding} short most={2} />
          </p>
        ))}
        {block.unread.length > 0 && (
          <p className="mt-0.5 text-likely">
            Not read:{" "}
            {block.unread.slice(0, 4).map((range) => (
              <button
                key={range[0]}
                type="button"
                className="link mr-2 min-h-6"
                onClick={() => showLine(block.file, range[0])}
              >
                {lineLabel(range)}
              </button>
            ))}
            {block.unread.length > 4 && `and ${block.unread.length - 4} more places`}
          </p>
        )}
      </div>
    </li>
  );
}
