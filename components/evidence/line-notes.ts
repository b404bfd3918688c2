import type { Block, Finding, LineRange } from "@/evidence";

/** Longer ranges are whole outputs: they are named at their first line and coloured only when asked for. */
const SHORT_RANGE = 4;

export interface LineNotes {
  /** Findings by the line where they are told. */
  at: ReadonlyMap<number, readonly Finding[]>;
  /** Findings that were told further up and cite this line too. */
  again: ReadonlyMap<number, readonly Finding[]>;
  /** Lines that stand out. */
  marked: ReadonlySet<number>;
  covering(line: number): readonly Finding[];
}

function push(map: Map<number, Finding[]>, line: number, finding: Finding): void {
  const list = map.get(line);
  if (!list) map.set(line, [finding]);
  else if (!list.includes(finding)) list.push(finding);
}

/** Which lines of a transcript show what. */
export function lineNotes(findings: readonly Finding[], file: number): LineNotes {
  const at = new Map<number, Finding[]>();
  const again = new Map<number, Finding[]>();
  const marked = new Set<number>();
  const spans: { finding: Finding; first: number; last: number }[] = [];
  for (const finding of findings) {
    let told = false;
    for (const cite of finding.cites) {
      if ("answer" in cite || cite.file !== file) continue;
      const [first, last] = cite.lines;
      spans.push({ finding, first, last });
      push(told ? again : at, first, finding);
      told = true;
      if (last - first < SHORT_RANGE) for (let line = first; line <= last; line++) marked.add(line);
    }
  }
  const known = new Map<number, readonly Finding[]>();
  const covering = (line: number): readonly Finding[] => {
    const found = known.get(line) ?? [
      ...new Set(spans.filter(({ first, last }) => first <= line && line <= last).map(({ finding }) => finding)),
    ];
    known.set(line, found);
    return found;
  };
  return { at, again, marked, covering };
}

/** The runs of lines that no grammar took. */
export interface UnreadLines {
  ranges: readonly LineRange[];
  has(line: number): boolean;
  /** The run that begins at this line. */
  startingAt(line: number): LineRange | null;
}

/** Lines of a transcript that no grammar took. */
export function unreadLines(blocks: readonly Block[]): UnreadLines {
  const ranges = blocks.flatMap((block) => block.unread).toSorted((a, b) => a[0] - b[0]);
  const starts = new Map(ranges.map((range) => [range[0], range]));
  const has = (line: number): boolean => {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.[0] ?? 0) <= line) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (ranges[low - 1]?.[1] ?? 0) >= line;
  };
  return { ranges, has, startingAt: (line) => starts.get(line) ?? null };
}

export type TranscriptRow = { kind: "line"; line: number } | { kind: "fold"; first: number; last: number };

/** Rows with only the lines that matter and what stands around them; the rest is folded. */
export function foldedRows(count: number, important: Iterable<number>, around = 1): TranscriptRow[] {
  const shown = new Set<number>();
  for (const line of important) {
    for (let near = line - around; near <= line + around; near++) if (near >= 1 && near <= count) shown.add(near);
  }
  const rows: TranscriptRow[] = [];
  let next = 1;
  const fold = (last: number): void => {
    // A fold of one or two lines would take as much room as they do.
    if (last - next < 2) for (let line = next; line <= last; line++) rows.push({ kind: "line", line });
    else rows.push({ kind: "fold", first: next, last });
  };
  for (const line of [...shown].sort((a, b) => a - b)) {
    if (line > next) fold(line - 1);
    rows.push({ kind: "line", line });
    next = line + 1;
  }
  if (next <= count) fold(count);
  return rows;
}
