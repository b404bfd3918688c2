import type { Weighed } from "@/cases/diagnose";
import type { CauseId, Finding } from "@/evidence";
import type { CauseDefinition } from "@/findings/causes/cause";
import { CAUSES } from "@/findings/causes/list";
import { type Mark, MOST_MARKED } from "./attempt";
import type { PlayedEntry } from "./played";

/** Sets of findings, known now, each of which is enough to show a cause. */
export function proofsOf({ findings }: Weighed, cause: CauseId): string[][] {
  const definition = CAUSES.find(({ id }) => id === cause);
  if (!definition) return [];
  const known = new Set(findings.map(({ id }) => id));
  const decided = definition.decides.filter((set) => set.every((id) => known.has(id))).map((set) => [...set]);
  return [...decided, ...pairsOf(definition, known)];
}

/** Two supports of different origin are enough for "likely". */
function pairsOf({ supports }: CauseDefinition, known: ReadonlySet<string>): string[][] {
  const held = supports.filter(({ finding }) => known.has(finding));
  return held.flatMap((one, at) =>
    held.slice(at + 1).flatMap((other) => (other.origin === one.origin ? [] : [[one.finding, other.finding]])),
  );
}

/** Where a finding stands on the screen: what it rests on beside answers and typed lines. */
export function placesOf({ cites }: Finding, entries: readonly PlacedEntry[]): Mark[] {
  return cites.flatMap((cite): Mark[] => {
    if (!("file" in cite)) return [];
    const entry = entries.find(({ file }) => file === cite.file);
    const from = Math.max(0, cite.lines[0] - 2);
    const to = Math.min(cite.lines[1] - 2, (entry?.output.length ?? 0) - 1);
    return entry && from <= to ? [{ act: entry.act, from, to }] : [];
  });
}

export type PlacedEntry = Pick<PlayedEntry, "act" | "file" | "output">;

function meets(one: Mark, other: Mark): boolean {
  return one.act === other.act && one.from <= other.to && other.from <= one.to;
}

/** Which share of a proof the marks cover; what stands nowhere on the screen needs no mark. */
function coverage(
  proof: readonly string[],
  places: ReadonlyMap<string, readonly Mark[]>,
  marks: readonly Mark[],
): number {
  const covered = proof.filter((id) => {
    const own = places.get(id) ?? [];
    return own.length === 0 || own.some((place) => marks.some((mark) => meets(place, mark)));
  });
  return covered.length / proof.length;
}

/** Every marked line once. */
function linesOf(marks: readonly Mark[]): Mark[] {
  const lines = marks.flatMap(({ act, from, to }) =>
    Array.from({ length: to - from + 1 }, (_item, at) => ({ act, from: from + at, to: from + at })),
  );
  return [...new Map(lines.map((line) => [`${line.act} ${line.from}`, line])).values()];
}

/** How well the marked lines prove a cause, from 0 to 1. */
export function worthOf(
  marks: readonly Mark[],
  cause: CauseId,
  known: Weighed,
  entries: readonly PlacedEntry[],
): number {
  const counting = new Set(known.causes.find(({ id }) => id === cause)?.for ?? []);
  const places = new Map<string, Mark[]>();
  for (const finding of known.findings) {
    if (!counting.has(finding.id)) continue;
    places.set(finding.id, [...(places.get(finding.id) ?? []), ...placesOf(finding, entries)]);
  }
  const covered = Math.max(0, ...proofsOf(known, cause).map((proof) => coverage(proof, places, marks)));
  const lines = linesOf(marks);
  const all = [...places.values()].flat();
  // An answer of the customer cannot be marked; beside it something on the screen can.
  if (lines.length === 0) return all.length === 0 ? covered : 0;
  const good = lines.filter((line) => all.some((place) => meets(place, line))).length;
  return (covered * good) / Math.max(lines.length, (lines.length * lines.length) / MOST_MARKED);
}

/** Marks that prove a cause with few lines: the first line of each finding of the shortest proof. */
export function marksFor(cause: CauseId, known: Weighed, entries: readonly PlacedEntry[]): Mark[] {
  const first = (ids: readonly string[]): Mark[] =>
    ids.flatMap((id) => {
      const [place] = known.findings.filter((one) => one.id === id).flatMap((one) => placesOf(one, entries));
      return place ? [{ ...place, to: place.from }] : [];
    });
  const [proof = []] = proofsOf(known, cause).sort((a, b) => a.length - b.length);
  const speaksFor = known.causes.find(({ id }) => id === cause)?.for ?? [];
  const marks = first(proof);
  return linesOf(marks.length > 0 ? marks : first(speaksFor).slice(0, 1));
}
