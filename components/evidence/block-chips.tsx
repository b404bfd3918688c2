"use client";

import { CircleAlert, CircleCheck, CircleDashed, CircleHelp, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { Block, Outcome } from "@/evidence";
import { cx } from "../ui/cx";
import { useSelection } from "./selection";

const OUTCOMES: Readonly<Record<Outcome, { icon: LucideIcon; word: string; ink: string }>> = {
  read: { icon: CircleCheck, word: "read", ink: "text-accent" },
  "partly-read": { icon: CircleDashed, word: "partly read", ink: "text-likely" },
  unusable: { icon: CircleAlert, word: "unusable", ink: "text-confirmed" },
  unknown: { icon: CircleHelp, word: "not recognised", ink: "text-soft" },
};

const MOST = 12;

/** Where an output was made: `thread 39`, `kernel`. */
function place(block: Block): string {
  if (block.mode === "kernel") return "kernel";
  return block.thread === null ? "" : `thread ${block.thread}`;
}

/** The outputs found in a transcript, each with how its reading ended. */
export function BlockChips({ blocks, file }: { blocks: readonly Block[]; file: number }): ReactNode {
  const { showLine } = useSelection();
  const shown = blocks.slice(0, MOST);
  if (shown.length === 0) return null;
  return (
    <ul aria-label="Outputs found" className="flex flex-wrap gap-1.5 border-line border-b bg-paper px-2.5 py-2">
      {shown.map((block) => {
        const { icon: Icon, word, ink } = OUTCOMES[block.outcome];
        const name = block.parser === null ? "text of no known output" : block.command;
        return (
          <li key={block.lines[0]}>
            <button
              type="button"
              onClick={() => showLine(file, block.lines[0])}
              className="inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-full border border-line bg-card px-2.5 py-0.5 text-left text-2xs hover:border-line-strong"
            >
              <Icon aria-hidden className={cx("size-3.5 shrink-0", ink)} />
              <span className={cx("[overflow-wrap:anywhere]", block.parser !== null && "font-mono")}>{name}</span>
              {place(block) && <span className="text-soft">{place(block)}</span>}
              <span className={block.outcome === "read" ? "sr-only" : ink}>{word}</span>
            </button>
          </li>
        );
      })}
      {blocks.length > MOST && <li className="px-1 py-0.5 text-2xs text-soft">and {blocks.length - MOST} more</li>}
    </ul>
  );
}
