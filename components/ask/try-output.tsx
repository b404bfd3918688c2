"use client";

import type { ReactNode } from "react";
import type { OutputRead } from "@/cases/output-read";
import { AskBox } from "./ask-box";
import { OutputAnswer } from "./output-answer";
import { useReference } from "./use-reference";

function foundWords({ blocks, findings }: OutputRead): string {
  const read = blocks.filter(({ outcome }) => outcome === "read" || outcome === "partly-read");
  if (read.length === 0) return "None of it is an output that is read here.";
  const shows = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  return `Read as ${[...new Set(read.map(({ command }) => command))].join(", ")}; ${shows}.`;
}

/** Reads what is pasted, and shows how. */
export default function TryOutput({ command, page }: { command: string; page: string }): ReactNode {
  const { answer, ask, busy, problem } = useReference("output");
  return (
    <>
      <AskBox
        label={`Paste the output of ${command}`}
        hint="It is read in this browser and forgotten when you leave the page. With the command in front it is surer."
        placeholder=""
        rows={7}
        onText={ask}
        busy={busy}
        problem={problem}
        found={answer && foundWords(answer)}
      />
      {answer && <OutputAnswer answer={answer} page={page} />}
    </>
  );
}
