"use client";

import type { ReactNode } from "react";
import type { FramesNamed } from "@/cases/frames-named";
import { AskBox } from "../ask/ask-box";
import { useReference } from "../ask/use-reference";
import { FrameResult, type SignatureWords } from "./frame-result";

export interface FrameLookupProps {
  words: readonly SignatureWords[];
  idle: readonly (SignatureWords & { why: string })[];
}

function foundWords({ stacks, commands }: FramesNamed): string {
  if (stacks.length === 0) {
    return commands.length > 0 ? `${commands.join(", ")}: there is no stack in it.` : "No symbol and no stack in it.";
  }
  const idle = stacks.filter((stack) => stack.idle !== null).length;
  if (stacks.length === 1) return `1 stack, ${idle === 1 ? "of an idle thread" : "not of an idle thread"}.`;
  return `${stacks.length} different stacks, ${idle === 0 ? "none" : idle} of them idle.`;
}

/** Answers on symbols and stacks. */
export function FrameLookup({ words, idle }: FrameLookupProps): ReactNode {
  const { answer, ask, busy, problem } = useReference("frames");
  return (
    <>
      <AskBox
        label="A symbol, or one or many stacks"
        hint="From WinDbg, SOS, dotnet-dump, dotnet-stack, the kernel, or /proc. Read in this browser; nothing is sent."
        placeholder={"ntdll!ZwQueryDirectoryFile\nSystem.Threading.Monitor.Enter"}
        rows={6}
        onText={ask}
        busy={busy}
        problem={problem}
        found={answer && foundWords(answer)}
      />
      {answer && (
        <div className="mt-5 grid gap-4">
          {answer.stacks.map((stack, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: stacks have no name of their own
            <FrameResult key={at} stack={stack} words={words} idle={idle} />
          ))}
          {answer.further > 0 && <p className="text-soft text-sm">{answer.further} more are not shown.</p>}
        </div>
      )}
    </>
  );
}
