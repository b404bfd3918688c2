import { isDeepStrictEqual } from "node:util";

/** Two texts that say the same in another spelling of addresses, blanks and quotes. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[`'\u00b4\u2018\u2019]/g, "")
    .replace(/\b0x(?=[0-9a-f])/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Marks that are set only when a line says so, so `false` says nothing. */
const MARKS = new Set([
  "unreliable",
  "marked",
  "current",
  "event",
  "inline",
  "abandoned",
  "echoed",
  "unloaded",
  "allThreads",
  "moreNested",
  "nested",
  "moreThreads",
  "target",
  "completed",
  "pendingReturned",
  "working",
]);
/** Counts whose line is not printed for none. */
const COUNTS = new Set(["numberOfSharedWaiters", "numberOfExclusiveWaiters"]);
/** Said of the output, not by it. */
const GUESSED = new Set(["dialect", "cut", "bits"]);
/** What stands for not known where no line says otherwise. */
const UNSAID: Readonly<Record<string, unknown>> = {
  dateKind: "unspecified",
  walk: "walked",
  elementType: "CLASS",
  relation: "unknown",
};

/** What a report counts up from its rows: with fewer rows it is another figure, and not a wrong one. */
const COUNTED_UP: Readonly<Record<string, ReadonlySet<string>>> = {
  "file-activity": new Set([
    "wholeRows",
    "cutRows",
    "firstTime",
    "lastTime",
    "hasDurations",
    "totalSeconds",
    "results",
    "groups",
  ]),
  "http-errors": new Set(["entries", "firstTime", "lastTime", "reasons"]),
  "async-stacks": new Set(["rootFrames"]),
  "runtime-counters": new Set(["log", "firstTime", "lastTime"]),
  counters: new Set(["sampleCount", "cutRows", "count", "first", "last", "minimum", "maximum", "average"]),
};

/** `du -h` prints two digits, rounded up: a sum of parts may be this many times the whole. */
const DU_ROUNDING = 1.1;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export type AlterText = (text: string) => readonly string[];

/** Finds what a reading of a damaged output says that the output did not. */
export class Comparison {
  readonly found: string[] = [];

  constructor(
    private readonly spellings: AlterText,
    private readonly mayClaimAll: boolean,
    private counted: ReadonlySet<string> = new Set(),
  ) {}

  private sameText(actual: string, expected: string): boolean {
    return actual === "" || this.spellings(expected).some((text) => plain(text) === plain(actual));
  }

  private scalar(path: string, key: string, actual: unknown, expected: unknown): void {
    if (actual === expected || actual === null || actual === undefined || GUESSED.has(key)) return;
    if (actual === false && (MARKS.has(key) || /^(?:processesC|c)omplete$/.test(key))) return;
    if ((actual === 0 && COUNTS.has(key)) || UNSAID[key] === actual) return;
    if (typeof actual === "string" && typeof expected === "string" && this.sameText(actual, expected)) return;
    if (typeof actual === "number" && this.spellings(String(expected)).includes(String(actual))) return;
    this.found.push(`${path}: ${JSON.stringify(actual)}, printed ${JSON.stringify(expected)}`);
  }

  /** Positions mean something in a list of words on one row. */
  private row(path: string, actual: readonly unknown[], expected: readonly unknown[]): void {
    for (const [at, item] of actual.entries()) this.value(`${path}.${at}`, "", item, expected[at]);
    if (actual.length > expected.length) this.found.push(`${path}: more than was printed`);
  }

  private fits(actual: unknown, expected: unknown): boolean {
    const trial = new Comparison(this.spellings, this.mayClaimAll, this.counted);
    trial.value("", "", actual, expected);
    return trial.found.length === 0;
  }

  /** Rows may be missing, none may be new, and they keep their order. A stack may have fallen into pieces. */
  private rows(path: string, key: string, actual: readonly unknown[], expected: readonly unknown[]): void {
    let from = 0;
    actual.forEach((item, at) => {
      const next = expected.findIndex((candidate, index) => index >= from && this.fits(item, candidate));
      if (next >= 0) from = key === "stacks" ? next : next + 1;
      else this.value(`${path}.${at}`, "", item, expected[Math.min(at, expected.length - 1)]);
    });
  }

  value(path: string, key: string, actual: unknown, expected: unknown): void {
    if (Array.isArray(actual) && Array.isArray(expected)) {
      if (isDeepStrictEqual(actual, expected)) return;
      if (key === "args") this.row(path, actual, expected);
      else this.rows(path, key, actual, expected);
      return;
    }
    if (!isFields(actual) || !isFields(expected)) {
      this.scalar(path, key, actual, expected);
      return;
    }
    // A folder's figures are sums over what was there while its total is not. What `du` prints is rounded up.
    const sums = actual.kind === "folder-size" && actual.complete === false;
    const most = actual.tool === "du" ? DU_ROUNDING : 1;
    this.counted = COUNTED_UP[String(actual.kind)] ?? this.counted;
    for (const [name, inner] of Object.entries(actual)) {
      if (this.counted.has(name)) continue;
      const wanted = expected[name];
      const part = sums && typeof inner === "number" && typeof wanted === "number" && inner <= wanted * most;
      if (!part) this.value(`${path}.${name}`, name, inner, wanted);
    }
    this.claimsAll(path, actual, expected);
  }

  /** A report that calls itself complete must have every row. */
  private claimsAll(path: string, actual: Fields, expected: Fields): void {
    // Nothing at the end of a thread list tells that it is whole.
    if (actual.complete !== true || this.mayClaimAll || actual.kind === "thread-list") return;
    for (const [name, inner] of Object.entries(actual)) {
      const wanted = expected[name];
      if (name === "specialThreads" || name === "fragmentedBlocks") continue;
      if (Array.isArray(inner) && Array.isArray(wanted) && inner.length < wanted.length) {
        this.found.push(`${path}.${name}: ${inner.length} of ${wanted.length}, called complete`);
      }
    }
  }
}

/** Runs of parallel stacks name the run they come from by its place in the list, which shifts where others are missing. */
function withNamedCallers(report: unknown): unknown {
  if (!isFields(report) || report.kind !== "parallel-stacks" || !Array.isArray(report.stacks)) return report;
  const runs: readonly Fields[] = report.stacks;
  const name = (at: unknown): unknown => (typeof at === "number" ? runs[at]?.frames : at);
  return { ...report, stacks: runs.map((run) => ({ ...run, callers: name(run.callers) })) };
}

/**
 * What `actual` says that `expected` does not; nothing when it says less or the same. With
 * `mayClaimAll` it may call itself complete although rows are missing, for nobody could see that.
 */
export function contradictions(
  actual: unknown,
  expected: unknown,
  spellings: AlterText = (text) => [text],
  mayClaimAll = false,
): string[] {
  const comparison = new Comparison(spellings, mayClaimAll);
  comparison.value("", "", withNamedCallers(actual), withNamedCallers(expected));
  return comparison.found;
}

/** Where two values differ, for people. */
export function differences(actual: unknown, expected: unknown, path = ""): string[] {
  if (isDeepStrictEqual(actual, expected)) return [];
  if (isFields(actual) && isFields(expected)) {
    const names = [...new Set([...Object.keys(actual), ...Object.keys(expected)])];
    return names.flatMap((name) => differences(actual[name], expected[name], `${path}.${name}`));
  }
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length === expected.length) {
    return actual.flatMap((item, at) => differences(item, expected[at], `${path}.${at}`));
  }
  if (typeof actual === "string" && typeof expected === "string" && plain(actual) === plain(expected)) return [];
  return [`${path}: ${JSON.stringify(actual)}, printed ${JSON.stringify(expected)}`];
}
