import { codeOf, formatCode } from "../code";
import type { ClassSet } from "./class-set";
import { type Cell, csvOf } from "./csv";
import type { CheckedResult } from "./result-file";

/** Which of several tries at one drill counts. */
export const TRIES = ["best", "first", "last"] as const;
export type Try = (typeof TRIES)[number];

/** One trainee's result of one drill. */
export interface ClassRow {
  trainee: string;
  /** As it is shown, whatever its case in the file. */
  code: string;
  points: number;
  passed: boolean;
  solved: boolean;
  /** Minutes of the customer. */
  minutes: number;
  /** Seconds of the trainee. */
  seconds: number;
  commands: number;
  hints: number;
  wrongAccusations: number;
  /** The dearest mistake; empty where none cost points. */
  worstMistake: string;
  finishedAt: string;
  /** How many tries were handed in. */
  tries: number;
  inSet: boolean;
  result: CheckedResult;
}

export const NO_NAME = "(no name)";

/** Each result once, however often its file was dropped. */
export function withoutDoubles(results: readonly CheckedResult[]): CheckedResult[] {
  return [...new Map(results.map((result) => [result.seal, result])).values()];
}

function better(which: Try, a: CheckedResult, b: CheckedResult): CheckedResult {
  const later = Date.parse(b.result.finishedAt) >= Date.parse(a.result.finishedAt);
  if (which === "best" && a.summary.total !== b.summary.total) return b.summary.total > a.summary.total ? b : a;
  return (which === "last") === later ? b : a;
}

function rowOf(tries: readonly CheckedResult[], which: Try, set: ClassSet): ClassRow {
  const chosen = tries.reduce((a, b) => better(which, a, b));
  const { result, summary } = chosen;
  const code = formatCode(codeOf(result.code));
  const [worst] = summary.mistakes;
  return {
    trainee: result.trainee ?? NO_NAME,
    code,
    points: summary.total,
    passed: summary.total >= set.mastery,
    solved: summary.solved,
    minutes: summary.minutes,
    seconds: summary.seconds,
    commands: summary.commands,
    hints: summary.hints,
    wrongAccusations: summary.wrongAccusations,
    worstMistake: worst && worst.points > 0 ? worst.title : "",
    finishedAt: result.finishedAt,
    tries: tries.length,
    inSet: set.codes.includes(code),
    result: chosen,
  };
}

/** A row for each trainee and drill. Results without a name cannot be told apart by person, so each has its own row. */
export function classRows(results: readonly CheckedResult[], which: Try, set: ClassSet): ClassRow[] {
  const groups = new Map<string, CheckedResult[]>();
  for (const result of withoutDoubles(results)) {
    const { trainee, code } = result.result;
    const key = JSON.stringify(trainee === null ? [result.seal] : [trainee, formatCode(codeOf(code))]);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].map((tries) => rowOf(tries, which, set));
}

export const COLUMNS = {
  trainee: "Trainee",
  code: "Drill",
  points: "Points",
  minutes: "Customer's minutes",
  seconds: "Seconds",
  hints: "Hints",
  wrongAccusations: "Wrong accusations",
  worstMistake: "Worst mistake",
  tries: "Tries",
  finishedAt: "Finished",
} as const;
export type Column = keyof typeof COLUMNS;

export interface Sorting {
  by: Column;
  descending: boolean;
}

export function sortRows(rows: readonly ClassRow[], { by, descending }: Sorting): ClassRow[] {
  const compare = (a: Cell, b: Cell): number =>
    typeof a === "number" && typeof b === "number"
      ? a - b
      : String(a).localeCompare(String(b), "en", { numeric: true });
  const sorted = [...rows].sort(
    (a, b) => compare(a[by], b[by]) || compare(a.trainee, b.trainee) || compare(a.code, b.code),
  );
  return descending ? sorted.reverse() : sorted;
}

/** How much of a set each trainee has handed in. */
export interface TraineeLine {
  trainee: string;
  passed: number;
  missing: readonly string[];
  /** Over the whole set; a drill that is missing counts nothing. */
  mean: number;
}

export function traineeLines(rows: readonly ClassRow[], { codes }: ClassSet): TraineeLine[] {
  const names = [...new Set(rows.map(({ trainee }) => trainee))].sort((a, b) => a.localeCompare(b, "en"));
  return names
    .filter((name) => name !== NO_NAME)
    .map((trainee) => {
      const own = rows.filter((row) => row.trainee === trainee && row.inSet);
      return {
        trainee,
        passed: own.filter(({ passed }) => passed).length,
        missing: codes.filter((code) => !own.some((row) => row.code === code)),
        mean: Math.round(own.reduce((sum, { points }) => sum + points, 0) / codes.length),
      };
    });
}

export function classCsv(rows: readonly ClassRow[], bom: boolean): string {
  const columns = Object.keys(COLUMNS) as Column[];
  const headings = [...columns.map((column) => COLUMNS[column]), "Passed", "Named the cause", "Seal"];
  const yes = (is: boolean): string => (is ? "yes" : "no");
  const cells = rows.map((row): Cell[] => [
    ...columns.map((column) => row[column]),
    yes(row.passed),
    yes(row.solved),
    row.result.seal,
  ]);
  return csvOf(headings, cells, bom);
}
