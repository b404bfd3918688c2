"use client";

import { useEffect, useMemo, useState } from "react";
import type { LongReading } from "@/browser/diagnosis-protocol";
import type { CaseText, PageCase } from "@/browser/long-text";
import { inputsOf } from "@/cases/case-log";
import { MOST_QUOTED, type QuotedText, Quoter } from "@/cases/quote";
import type { Finding } from "@/evidence";
import { longLinesOf } from "./use-long-lines";

/** Places of one finding whose lines are fetched. */
const PLACES = 6;

type Lines = ReadonlyMap<number, ReadonlyMap<number, string>>;

/** Looks up the lines that prove findings. Those of long transcripts are fetched first; until then they are missing. */
export function useQuoter(
  subject: PageCase,
  readingOf: (text: CaseText) => LongReading | null,
  findings: readonly Finding[],
): Quoter {
  const transcripts = useMemo(() => inputsOf(subject.log).transcripts, [subject]);
  const [fetched, setFetched] = useState<Lines>(new Map());

  useEffect(() => {
    let over = false;
    const fetchLines = async (): Promise<void> => {
      const byFile = new Map<number, Map<number, string>>();
      for (const cite of findings.flatMap((finding) => finding.cites.slice(0, PLACES))) {
        if ("answer" in cite) continue;
        const text = transcripts[cite.file]?.text;
        if (text === undefined || typeof text === "string") continue;
        const reading = readingOf(text);
        if (!reading) continue;
        const [first, last] = cite.lines;
        const lines = await longLinesOf(text, reading).lines(first, Math.min(last, first + MOST_QUOTED - 1));
        const known = byFile.get(cite.file) ?? new Map<number, string>();
        for (const [at, line] of lines.entries()) known.set(first + at, line);
        byFile.set(cite.file, known);
      }
      if (!over && byFile.size > 0) setFetched(byFile);
    };
    fetchLines().catch(() => undefined);
    return () => {
      over = true;
    };
  }, [transcripts, readingOf, findings]);

  return useMemo(
    () =>
      new Quoter(
        transcripts.map(({ name, text }, file): QuotedText => {
          if (typeof text === "string") return { name, text };
          return { name, lines: fetched.get(file) ?? new Map(), count: readingOf(text)?.index.lines ?? 0 };
        }),
      ),
    [transcripts, fetched, readingOf],
  );
}
