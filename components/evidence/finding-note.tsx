"use client";

import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Finding } from "@/evidence";
import { cx } from "../ui/cx";
import { useSelection } from "./selection";

export interface FindingNoteProps {
  finding: Finding;
  /** It was told in full further up. */
  again?: boolean;
}

/** `lock-owner` as words. */
function nameOf(finding: Finding): string {
  return finding.id.replaceAll("-", " ");
}

/** A finding in the margin, at a line that shows it. */
export function FindingNote({ finding, again = false }: FindingNoteProps): ReactNode {
  const { finding: selected, showFinding, clear } = useSelection();
  const pressed = selected === finding;
  const warns = finding.tone === "warning";
  return (
    <button
      type="button"
      aria-pressed={pressed}
      title={again || !pressed ? finding.says : undefined}
      onClick={() => (pressed ? clear() : showFinding(finding))}
      className={cx(
        "block min-h-6 w-full px-2.5 py-1 text-left text-2xs leading-[1.45] hover:bg-accent-soft",
        warns ? "font-medium text-likely" : again ? "text-mark-ink" : "font-medium text-mark-ink",
      )}
    >
      <span className={cx("block", !pressed && "line-clamp-4")}>
        {warns && <TriangleAlert aria-hidden className="mr-1 inline size-3.5 align-[-0.15em]" />}
        {warns && <span className="sr-only">Warning: </span>}
        {again ? `also: ${nameOf(finding)}` : finding.says}
      </span>
    </button>
  );
}
