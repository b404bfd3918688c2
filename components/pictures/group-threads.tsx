"use client";

import { type ReactNode, useState } from "react";
import { count, list } from "@/findings/say";
import type { GroupedThread, StackGroup } from "@/findings/stack-groups";
import { threadLabel } from "@/findings/thread-identity";
import { citeLabel } from "../evidence/cite-label";
import { useSelection } from "../evidence/selection";
import { pointing } from "./pointing";

/** So many threads are named at first. */
const FEW = 24;

function words(thread: GroupedThread): string {
  const label = threadLabel(thread);
  return thread.thread !== null && thread.osThreadId !== null ? `${label}, OS id ${thread.osThreadId}` : label;
}

function Thread({ thread }: { thread: GroupedThread }): ReactNode {
  const { names, showFinding } = useSelection();
  const [first] = thread.cites;
  const short = thread.thread ?? thread.osThreadId ?? thread.kernelAddress ?? "?";
  if (!first) return <span className="px-1.5 font-mono text-2xs">{short}</span>;
  const places = list(thread.cites.map((cite) => citeLabel(cite, names)));
  return (
    <button
      type="button"
      title={words(thread)}
      aria-label={`Show the stack of ${words(thread)}: ${places}`}
      onClick={() => showFinding(pointing(`Stack of ${threadLabel(thread)}`, thread.cites), first)}
      className="inline-flex min-h-6 items-baseline gap-1 rounded border border-line bg-card px-1.5 font-mono text-2xs text-accent hover:border-accent hover:bg-accent-soft pointer-coarse:min-h-9"
    >
      {short}
      {thread.thread !== null && thread.osThreadId !== null && (
        <span aria-hidden="true" className="text-soft">
          {thread.osThreadId}
        </span>
      )}
    </button>
  );
}

/** The threads of a group; each leads to its stack. */
export function GroupThreads({ group }: { group: StackGroup }): ReactNode {
  const [all, setAll] = useState(false);
  const { threads } = group;
  const shown = all ? threads : threads.slice(0, FEW);
  const unnamed = group.count - threads.length;
  return (
    <div className="mb-2">
      <ul aria-label={`Threads of this kind: ${group.count}`} className="flex flex-wrap gap-1">
        {shown.map((thread) => (
          <li key={`${words(thread)} ${JSON.stringify(thread.cites[0])}`}>
            <Thread thread={thread} />
          </li>
        ))}
      </ul>
      {threads.length > FEW && (
        <button type="button" className="link mt-1 min-h-6 text-xs" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${threads.length.toLocaleString("en-US")}`}
        </button>
      )}
      {unnamed > 0 && (
        <p className="mt-1 text-soft text-xs">and {count(unnamed, "thread")} that cannot be named here.</p>
      )}
    </div>
  );
}
