import type { Line, Problem } from "@/evidence";
import { isChatterLine } from "./chatter";

/** Where the next output begins that ran into the line: at its prompt. */
const PROMPT = "\\d{1,3}:\\d{3}(?::\\w{2,6})?>";

/**
 * Some pages put a whole output on one line. Lines that match all of `whole` are cut
 * before every place where `starts` finds a row or a heading; the parts keep the line's number.
 */
export function unfold(lines: readonly Line[], whole: readonly RegExp[], starts: string): readonly Line[] {
  const isFolded = ({ text }: Line): boolean => whole.every((part) => part.test(text));
  if (!lines.some(isFolded)) return lines;
  const start = new RegExp(`(?<=\\s)(?:${PROMPT}|${starts})`, "gi");
  return lines.flatMap((line) => {
    if (!isFolded(line)) return [line];
    const text = line.text.trimStart();
    // The first start is the line's own.
    const own = new RegExp(`^(?:${starts})`, "i").exec(text)?.[0].length ?? 0;
    const cuts = [...text.matchAll(start)].map((match) => match.index).filter((at) => at >= own);
    const ends = [...cuts, text.length];
    return [0, ...cuts].map((from, index) => ({ ...line, text: text.slice(from, ends[index]).trimEnd() }));
  });
}

/** Parsers whose outputs have a mark of their own on every row, so that they can be read from one line. */
const READ_FOLDED: ReadonlySet<string> = new Set([
  ...[
    "fltkd-filters",
    "fltkd-volumes",
    "kd-devstack",
    "kd-irp",
    "kd-locks",
    "kd-stacks",
    "kd-thread",
    "kd-vm",
    "mex-us",
  ],
  ...["sos-aspxpages", "sos-date", "sos-dumpheap", "sos-dumpobj", "sos-dumpstack", "sos-dumpstackobjects"],
  ...["sos-eeheap", "sos-finalizequeue", "sos-gcroot", "sos-pe", "sos-syncblk", "sos-threadpool", "sos-threads"],
  // A JSON file is written in few lines.
  "dotnet-counters",
  ...["windbg-address", "windbg-analyze", "windbg-peb", "windbg-runaway", "windbg-time"],
]);

const ON_ONE_LINE: Problem = {
  code: "OUTPUT_ON_ONE_LINE",
  what: "The whole output stands on one line, so nothing tells where one row ends and the next begins.",
  fix: "Copy it again from the debugger's window or from its log file, and paste it where line ends are kept.",
};

/** Characters that no command, and hardly any single row, has. */
const LONGEST_COMMAND = 240;
const LONGEST_ROW = 400;

function firstFilled(lines: readonly Line[], most: number): Line[] {
  const filled: Line[] = [];
  for (let at = 0; at < lines.length && filled.length < most; at++) {
    const line = lines[at];
    if (line && !isChatterLine(line)) filled.push(line);
  }
  return filled;
}

/** What to say of an output that a page put on one line, when its parser needs the line ends; else null. */
export function foldedProblem(
  parser: string,
  command: Line | null,
  output: readonly Line[],
): { problem: Problem; line: number } | null {
  const filled = firstFilled(output, 2);
  if (filled.length > 1 || (filled.length > 0 && READ_FOLDED.has(parser))) return null;
  const first = command ?? filled[0];
  if (!first || filled.some(({ number }) => number !== first.number)) return null;
  const { length } = filled.map(({ text }) => text).join();
  const isFolded = !command ? length > LONGEST_ROW : length > 0 || command.text.length > LONGEST_COMMAND;
  return isFolded ? { problem: ON_ONE_LINE, line: first.number } : null;
}
