import type { LinuxTask } from "@/evidence";

/** What a column of `ps` or `top` holds. */
type Field = Exclude<keyof LinuxTask, "line">;
interface Column {
  field: Field | null;
  /** One cell, in one word. */
  cell: RegExp;
  /** A name or a command line: as many words as are left. */
  wide: boolean;
  /** A point in time: one word, two (`Mar 12`) or five (`Tue Mar 12 16:04:33 2024`). */
  dated: boolean;
}

const COUNT = /^\d{1,10}$/;
const NUMBER = /^\d{1,9}(?:[.,]\d{1,3})?%?$/;
const STATE = /^[A-Za-z][A-Za-z<+|]{0,6}$/;
const WORD = /^\S+$/;
const SIZE = /^\d{1,15}(?:[.,]\d{1,2})?[kmgtp]?$/i;

function column(field: Field | null, cell: RegExp, shape: "wide" | "dated" | null = null): Column {
  return { field, cell, wide: shape === "wide", dated: shape === "dated" };
}

/** Columns by their heads and by the names that `-o` takes. */
const KNOWN: readonly (readonly [heads: string, column: Column])[] = [
  ["PID TGID", column("processId", COUNT)],
  ["TID LWP SPID", column("threadId", COUNT)],
  ["PPID", column("parentProcessId", COUNT)],
  ["USER UID UNAME EUSER RUSER EUID RUID FUSER SUSER", column("user", WORD)],
  ["S STAT STATE", column("state", STATE)],
  ["WCHAN NWCHAN", column("wchan", WORD)],
  ["PSR P", column("processor", /^(?:\d{1,4}|-|\*)$/)],
  ["%CPU PCPU C", column("cpuPercent", NUMBER)],
  ["%MEM PMEM", column("memoryPercent", NUMBER)],
  ["TIME TIME+ CPUTIME", column("cpuSeconds", /^[\d:.,hd-]{1,16}$/)],
  ["RSS RES RSZ", column("residentBytes", SIZE)],
  ["COMMAND CMD COMM ARGS UCMD UCOMM EXE FNAME", column("command", WORD, "wide")],
  ["STARTED LSTART STIME START BSDSTART START_TIME", column(null, WORD, "dated")],
  ["VSZ VIRT SZ SIZE SHR VSIZE DRS TRS SWAP", column(null, SIZE)],
  ["NLWP THCNT PR PRI NI NICE CP CPU %VSZ PGID PGRP SID SESS TPGID MAJFL MINFL MAJFLT MINFLT", column(null, WORD)],
  ["PRI_API PRI_BAR PRI_BAZ PRI_FOO OPRI INTPRI NUMA OOM OOMADJ EGID RGID SGID FGID SVGID", column(null, WORD)],
  [
    "F FLAGS ADDR TTY TT TTN ELAPSED ETIME ETIMES CLS CLASS SCHED RTPRIO POL POLICY GROUP GID LABEL CGROUP NS",
    column(null, WORD),
  ],
];
const COLUMNS: ReadonlyMap<string, Column> = new Map(
  KNOWN.flatMap(([heads, known]) => heads.split(" ").map((head) => [head, known] as const)),
);

/** All heads, for a pattern. */
export const HEADS: string = [...COLUMNS.keys()].map((head) => head.replace("+", "\\+")).join("|");

/** The columns of a line of heads; null when it is none. */
export function columnsOfHeads(text: string): Column[] | null {
  const heads = text.trim().split(/\s+/);
  const columns = heads.flatMap((head) => COLUMNS.get(head.toUpperCase()) ?? []);
  const has = (field: Field): boolean => columns.some((known) => known.field === field);
  const whose = has("processId") || has("threadId");
  return columns.length === heads.length && whose && (has("command") || has("state") || has("wchan")) ? columns : null;
}

const AUX = "USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND";
/** What `ps` lists without `-o`; the lines may have gone through `grep`, which takes the heads away. */
const USUAL: readonly (readonly [options: RegExp, heads: string])[] = [
  [/^a?u?x?[a-z]*$|^-?aux\w*$/, AUX],
  [/^-(?=[a-zA-Z]*f)(?=[a-zA-Z]*L)[eALf]{2,4}$/, "UID PID PPID LWP C NLWP STIME TTY TIME CMD"],
  [/^-[eAf]{2,3}$/, "UID PID PPID C STIME TTY TIME CMD"],
  [/^-(?=[eALT]*L)[eALT]{1,3}$/, "PID LWP TTY TIME CMD"],
  [/^-[eAT]*T[eA]*$/, "PID SPID TTY TIME CMD"],
];

/** The columns that the options of `ps` ask for; null when they do not tell. */
export function columnsOfOptions(args: string): Column[] | null {
  const asked = args.split("|")[0] ?? "";
  const lists = [
    ...asked.matchAll(/(?:^|\s)(?:-?[A-Za-z]{0,6}?o|--format)(?:[\s=]\s?|(?=[a-z]{2,10}[,:]))(\S{2,300})/g),
  ];
  if (lists.length > 0) {
    const names = lists.flatMap((list) => (list[1] ?? "").split(",").map((name) => name.split(/[:=]/)[0] ?? ""));
    const columns = names.flatMap((name) => COLUMNS.get(name.toUpperCase()) ?? []);
    return columns.length === names.length && names.length > 1 ? columns : null;
  }
  const options = asked
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "" && !/^(?:-p|\d[\d,]*)$/.test(word));
  const [first = ""] = options;
  const usual = options.length === 1 && first !== "" ? USUAL.find(([pattern]) => pattern.test(first)) : undefined;
  return usual ? columnsOfHeads(usual[1]) : null;
}

/** The words of one row, in the order of the columns. */
export type Cells = ReadonlyMap<Field, string>;

interface Word {
  text: string;
  from: number;
  to: number;
}

/** Words that a name in the middle of a row may have, `.NET Tiered Com` for one. */
const MOST_WORDS = 6;
const NAME = /^\p{L}{2,5}\.?$/u;

/** Words of a date: `16:04`, `Mar 12`, `Tue Mar 12 16:04:33 2024`. */
function datedWords(first: string | undefined, second: string | undefined): number {
  if (!NAME.test(first ?? "")) return 1;
  return NAME.test(second ?? "") ? 5 : 2;
}

/** Reads a row; null when its words do not fit the columns. */
export function readCells(text: string, columns: readonly Column[]): Cells | null {
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    from: index,
    to: index + word.length,
  }));
  const cells = new Map<Field, string>();
  return fits(text, words, columns, 0, 0, cells) ? cells : null;
}

function fits(
  text: string,
  words: readonly Word[],
  columns: readonly Column[],
  at: number,
  word: number,
  cells: Map<Field, string>,
): boolean {
  const known = columns[at];
  if (!known) return word === words.length;
  const left = words.length - word;
  const last = at === columns.length - 1;
  const counts = known.wide
    ? last
      ? [left]
      : Array.from({ length: Math.min(MOST_WORDS, left) }, (_, index) => index + 1)
    : known.dated
      ? [datedWords(words[word]?.text, words[word + 1]?.text)]
      : [1];
  for (const count of counts) {
    const [first, end] = [words[word], words[word + count - 1]];
    if (!first || !end || count < 1 || !known.cell.test(first.text)) continue;
    if (!fits(text, words, columns, at + 1, word + count, cells)) continue;
    if (known.field && !cells.has(known.field)) cells.set(known.field, text.slice(first.from, end.to));
    return true;
  }
  return false;
}

/**
 * True when a command's last words look like the front of another row: joined lines need not be one row. A number
 * alone is enough where rows begin with one.
 */
export function endsInAnotherRow(command: string, columns: readonly Column[]): boolean {
  const words = command.trim().split(/\s+/);
  const fewest = columns[0]?.cell === COUNT ? 1 : 2;
  return words.some((_word, from) => {
    const rest = words.slice(from);
    if (from === 0 || rest.length < fewest) return false;
    for (const [at, known] of columns.entries()) {
      const word = rest[at];
      if (word === undefined || known.wide || known.dated) return true;
      if (!known.cell.test(word)) return false;
    }
    return true;
  });
}
