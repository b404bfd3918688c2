import { type Mark, MOST_MARKED } from "@/training/attempt";
import type { TerminalEntry } from "@/training/view";

interface Line {
  act: number;
  line: number;
}

function linesOf(marks: readonly Mark[]): Line[] {
  return marks.flatMap(({ act, from, to }) =>
    Array.from({ length: to - from + 1 }, (_item, at) => ({ act, line: from + at })),
  );
}

/** Lines beside each other become one mark. */
function marksOf(lines: readonly Line[]): Mark[] {
  const sorted = [...lines].sort((a, b) => a.act - b.act || a.line - b.line);
  const marks: Mark[] = [];
  for (const { act, line } of sorted) {
    const last = marks.at(-1);
    if (last?.act === act && last.to >= line - 1) marks[marks.length - 1] = { ...last, to: Math.max(last.to, line) };
    else marks.push({ act, from: line, to: line });
  }
  return marks;
}

export function countMarked(marks: readonly Mark[]): number {
  return linesOf(marks).length;
}

export function isMarked(marks: readonly Mark[], act: number, line: number): boolean {
  return marks.some((mark) => mark.act === act && mark.from <= line && line <= mark.to);
}

/** Marks a line, or takes its mark away; null where that would be one too many. */
export function toggled(marks: readonly Mark[], act: number, line: number): Mark[] | null {
  const lines = linesOf(marks);
  const others = lines.filter((known) => known.act !== act || known.line !== line);
  if (others.length < lines.length) return marksOf(others);
  return lines.length < MOST_MARKED ? marksOf([...lines, { act, line }]) : null;
}

/** What is marked, as text. */
export function quoted(marks: readonly Mark[], terminal: readonly TerminalEntry[]): { mark: Mark; text: string }[] {
  return marks.map((mark) => {
    const entry = terminal.find(({ act }) => act === mark.act);
    return { mark, text: (entry?.output ?? []).slice(mark.from, mark.to + 1).join("\n") };
  });
}
