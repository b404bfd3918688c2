import fc from "fast-check";
import { expect, test } from "vitest";
import { PARSERS } from "@/parsers/list";
import { damaged, readWithoutLoss } from "../support/damage";
import { samplesOf } from "../support/docstring-samples";
import { secondsOf } from "../support/processor-time";

const NAMED = PARSERS.map((parser) => [parser.id, parser] as const);
const LONG = 50_000;
/** Lines of a sample that are made long; the rest are like them. */
const LINES = 12;

/** The line with a run in it, or with its last word over and over: what a pattern that looks back would choke on. */
function madeLong(line: string): string[] {
  const middle = Math.floor(line.length / 2);
  const [word = line] = line.match(/\S+\s*$/) ?? [];
  const runs = [" ", "\t", "0", "a", ".", "(", "a ", "0 ", "(a", word.trimEnd(), `${word.trimEnd()} `];
  return [
    ...runs.map((run) => `${line}${run.repeat(LONG / run.length)}x`),
    `${line.slice(0, middle)}${" ".repeat(LONG)}${line.slice(middle)}`,
    ` ${" ".repeat(LONG)}${line}`,
  ];
}

test.each(NAMED)("however the output that %s reads is damaged, no line is lost", (id) => {
  const samples = samplesOf(id).map(({ text }) => text);
  fc.assert(
    fc.property(damaged(...samples), (text) => void readWithoutLoss(text)),
    { numRuns: 60 },
  );
});

test.each(NAMED)("runs of blanks and long lines take %s no longer than their length", (id, parser) => {
  const lines = samplesOf(id).flatMap(({ text }) => text.split("\n").filter((line) => line.trim() !== ""));
  const step = Math.ceil(lines.length / LINES);
  const texts = lines.filter((_line, at) => at % step === 0).flatMap(madeLong);
  const seconds = secondsOf(() => {
    for (const text of texts) {
      for (const pattern of [...parser.recognise, ...(parser.keeps ?? [])]) pattern.test(text);
    }
    parser.parse({
      command: null,
      args: "",
      thread: null,
      osThreadId: null,
      allThreads: false,
      mode: "unknown",
      commandLine: null,
      lines: texts.map((text, at) => ({ number: at + 1, last: at + 1, text })),
    });
  });
  // Some eight million characters: milliseconds where time is linear, minutes where it is not.
  expect(seconds).toBeLessThan(10);
});
