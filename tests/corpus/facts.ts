import type { Report } from "@/evidence";
import { DERIVED, GROUPS, KEYS, WITHOUT_PLACE } from "./places";
import type { Fact, Published, Scalar } from "./published";

/** What became of one fact: the report says the same, says something else, or has no place for it. */
export interface Checked {
  /** `clrstack.0.topFrame`. */
  path: string;
  value: Scalar;
  outcome: "right" | "wrong" | "no place";
  /** What the report says instead. */
  found: readonly Scalar[];
  /** Why no report has a place for it. */
  why: string | null;
}

function whyWithoutPlace({ path, outcome }: Pick<Checked, "path" | "outcome">): string | null {
  return outcome === "right" ? null : (WITHOUT_PLACE.find(([pattern]) => pattern.test(path))?.[1] ?? null);
}

export type Tree = { readonly [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): value is Scalar => value === null || typeof value !== "object";

/** Every object inside a report, the report itself first; what stands above a row belongs to it too. */
function treesOf(value: unknown, above: Tree = {}): Tree[] {
  if (Array.isArray(value)) return value.flatMap((item) => treesOf(item, above));
  if (!isTree(value)) return [];
  const own = { ...above, ...value };
  const handedDown = Object.fromEntries(Object.entries(own).filter(([key, item]) => isScalar(item) && key !== "line"));
  return [own, ...Object.values(value).flatMap((item) => treesOf(item, handedDown))];
}

function scalarsOf(value: unknown): Scalar[] {
  if (isScalar(value)) return [value];
  return Object.values(value as Tree).flatMap(scalarsOf);
}

const canonical = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[`\s]/g, "")
    .replace(/^0x(?=[0-9a-f])/, "")
    .replace(/^0+(?=[0-9a-f])/, "");

/** `0 days 1:10:42.228`, `00:00:48.921`, `0:00:01:35.296` in seconds. */
function seconds(text: string): number | null {
  const [, days, hours, minutes, rest] =
    /^(?:(\d+)(?: days?,? |[.:]))?(\d{1,2}):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  if (hours === undefined) return null;
  // Four digits are milliseconds with a zero in front, as old debuggers print them.
  const old = /^(\d\d)\.(\d{4})$/.exec(rest ?? "");
  const parts = old ? Number(old[1]) + Number(old[2]) / 1000 : Number(rest);
  return Number(days ?? 0) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + parts;
}

/** `Thu Nov 24 01:43:05.332 2022 (UTC + 1:00)` in milliseconds since 1970. */
function instant(text: string): number | null {
  const [, date, time, year, sign, hours, minutes] =
    /^\w{3} (\w{3} +\d+) ([\d:.]+) (\d{4}) \((?:UTC|GMT) ?([+-]) ?(\d+):(\d\d)\)$/.exec(text) ?? [];
  return date === undefined ? null : Date.parse(`${date} ${year} ${time} ${sign}${hours?.padStart(2, "0")}${minutes}`);
}

const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30, tb: 2 ** 40 };

function bytes(text: string): number | null {
  const [, number, unit] = /^([\d.]+) ?([kmgt]?b)$/i.exec(text) ?? [];
  return number === undefined ? null : Number(number) * (UNITS[unit?.toLowerCase() ?? "b"] ?? 1);
}

const near = (one: number, other: number, share: number): boolean =>
  Math.abs(one - other) <= Math.max(Math.abs(one) * share, 1e-6);

/** The same fact, however it is written down: hex with and without `0x`, a time, a size, yes and true. */
export function same(fact: Scalar, said: Scalar): boolean {
  if (fact === said) return true;
  if (fact === null || said === null) return /^(?:<?none>?|null)$/i.test(String(fact ?? said));
  if (typeof fact === "boolean" || typeof said === "boolean") return /^(?:yes|true)$/i.test(String(fact)) === said;
  if (typeof said === "number") {
    if (typeof fact === "string" && /^\d*[a-f][\da-f]*$/i.test(fact)) return Number.parseInt(fact, 16) === said;
    if (typeof fact === "number") return near(fact, said, 0);
    const time = seconds(fact);
    if (time !== null && near(time, said, 0)) return true;
    const size = bytes(fact);
    if (size !== null && near(size, said, 0.001)) return true;
    return /^-?\d+$/.test(fact) ? Number(fact) === said : /^0x[0-9a-f]+$/i.test(fact) && Number(fact) === said;
  }
  if (typeof fact === "number") return /^\d+$/.test(said) ? Number(said) === fact : Number.parseInt(said, 16) === fact;
  if (/^\d{4}-\d\d-\d\dT/.test(said)) return instant(fact) === Date.parse(said);
  const [one, other] = [canonical(fact), canonical(said)];
  return one === other || (one.length > 3 && other.length > 3 && (other.includes(one) || one.includes(other)));
}

/** What a tree says under the names that a fact may have there. */
function saidUnder(tree: Tree, key: string): Scalar[] {
  const said: Scalar[] = [];
  for (const name of [key, ...(KEYS[key] ?? [])]) {
    const value = name.split(".").reduce<unknown>((at, part) => (isTree(at) ? at[part] : undefined), tree);
    if (value === undefined) continue;
    if (Array.isArray(value)) said.push(value.length, ...(value.every(isScalar) ? value : []));
    else if (isScalar(value)) said.push(value);
  }
  return said;
}

function check(tree: Tree, key: string, value: Scalar): Pick<Checked, "outcome" | "found"> {
  const derived = (DERIVED[key]?.(tree) ?? []).filter((item) => item !== undefined);
  const said = [...saidUnder(tree, key), ...derived];
  if (said.some((item) => same(value, item))) return { outcome: "right", found: [] };
  // Text and large numbers are telling enough wherever they stand in the row.
  const telling =
    typeof value === "number"
      ? Math.abs(value) > 99 || !Number.isInteger(value)
      : typeof value === "string" && value.length > 1;
  if (telling && scalarsOf(tree).some((item) => same(value, item))) return { outcome: "right", found: [] };
  return { outcome: said.length > 0 ? "wrong" : "no place", found: said };
}

type Held = Omit<Checked, "why">;
type Leaves = readonly (readonly [key: string, path: string, value: Scalar])[];

const rank = { right: 2, "no place": 0, wrong: -1 } as const;

/** Holds a row of facts against the row of the reports that agrees with most of them. */
function checkRow(leaves: Leaves, trees: readonly Tree[]): Held[] {
  let best: Held[] = leaves.map(([, path, value]) => ({ path, value, outcome: "no place", found: [] }));
  let most = 0;
  for (const tree of trees) {
    const checked = leaves.map(([key, path, value]) => ({ path, value, ...check(tree, key, value) }));
    const score = checked.reduce((sum, { outcome }) => sum + rank[outcome], 0);
    if (score > most) [best, most] = [checked, score];
  }
  return best;
}

/** `byOsId: { "28a4": 49 }` says that the thread with that id has that number. */
const PAIRS: Readonly<Record<string, readonly [string, string]>> = {
  byOsId: ["osId", "thread"],
  lockCounts: ["thread", "lockCount"],
  debuggerThreads: ["clrThread", "thread"],
  "clrstack_all.frames": ["osThreadId", "frames"],
};

function walk(fact: Fact, path: string, key: string, trees: readonly Tree[]): Held[] {
  if (isScalar(fact)) return checkRow([[key, path, fact]], trees);
  const pair = PAIRS[key] ?? PAIRS[path];
  if (pair && !Array.isArray(fact)) {
    return Object.entries(fact).flatMap(([first, second]) => {
      const row = checkRow(
        [
          [pair[0], `${path}.${first}`, first],
          [pair[1], `${path}.${first}`, second as Scalar],
        ],
        trees,
      );
      return row.slice(1);
    });
  }
  const entries = Object.entries(fact);
  const leaves = entries.flatMap(([name, value]) =>
    isScalar(value) ? [[Array.isArray(fact) ? key : name, `${path}.${name}`, value] as const] : [],
  );
  const rows = Array.isArray(fact) ? leaves.flatMap((leaf) => checkRow([leaf], trees)) : checkRow(leaves, trees);
  const deeper = entries.flatMap(([name, value]) =>
    isScalar(value) ? [] : walk(value, `${path}.${name}`, Array.isArray(fact) ? key : name, trees),
  );
  return [...rows, ...deeper];
}

/** Holds every fact of a published output against its reports. */
export function checkFacts({ facts, blocks }: Published): Checked[] {
  const reports: Report[] = blocks.flatMap(({ report }) => (report ? [report] : []));
  return Object.entries(facts).flatMap(([group, fact]) => {
    const kinds = GROUPS[group.replace(/^[!~*\de ]+/, "").replace(/\d$/, "")];
    const mine = kinds ? reports.filter(({ kind }) => kinds.includes(kind)) : reports;
    return walk(fact, group, group, treesOf(mine)).map((checked) => ({ ...checked, why: whyWithoutPlace(checked) }));
  });
}
