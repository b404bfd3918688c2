import type { Diagnosis } from "@/cases/diagnose";
import type { Finding } from "@/evidence";
import type { HeldLock } from "@/findings/held-lock";
import type { StackGroup } from "@/findings/stack-groups";

/** A piece of a diagnosis, small enough that taking it over holds nobody up. */
export type DiagnosisPart =
  | { findings: readonly Finding[] }
  | { locks: readonly HeldLock[] }
  /** Of the survey at this place. */
  | { groups: readonly StackGroup[]; survey: number };

/** What is left when the long lists went ahead in parts. */
export type DiagnosisRest = Omit<Diagnosis, "blocks">;

/** Items of each list that go over at once, and places that prove a finding. */
const FINDINGS = 100;
const CITES = 1500;
const LOCKS = 250;
const THREADS = 800;

/** Cuts a list where so much weight is together. */
function* heaped<T>(items: readonly T[], most: number, weight: (item: T) => number): Generator<readonly T[]> {
  let heap: T[] = [];
  let size = 0;
  for (const item of items) {
    heap.push(item);
    size += weight(item);
    if (size < most) continue;
    yield heap;
    heap = [];
    size = 0;
  }
  if (heap.length > 0) yield heap;
}

/** Takes a diagnosis apart: its long lists in pieces, and the rest without them. */
export function partsOf(diagnosis: DiagnosisRest): { parts: DiagnosisPart[]; rest: DiagnosisRest } {
  const parts: DiagnosisPart[] = [];
  const perFinding = CITES / FINDINGS;
  for (const findings of heaped(diagnosis.findings, CITES, ({ cites }) => perFinding + cites.length))
    parts.push({ findings });
  const { locks } = diagnosis.locks;
  for (const heap of heaped(locks, LOCKS, ({ waiting }) => 1 + waiting.length / 8)) parts.push({ locks: heap });
  for (const [survey, { groups }] of diagnosis.surveys.entries())
    for (const heap of heaped(groups, THREADS, ({ threads, frames }) => 4 + threads.length + frames.length / 8))
      parts.push({ groups: heap, survey });
  const surveys = diagnosis.surveys.map((survey) => ({ ...survey, groups: [] }));
  return { parts, rest: { ...diagnosis, findings: [], locks: { ...diagnosis.locks, locks: [] }, surveys } };
}

/** Puts a diagnosis together again. */
export function assembled(parts: readonly DiagnosisPart[], rest: DiagnosisRest): DiagnosisRest {
  const findings: Finding[] = [];
  const locks: HeldLock[] = [];
  const groups = rest.surveys.map((): StackGroup[] => []);
  for (const part of parts) {
    if ("findings" in part) for (const finding of part.findings) findings.push(finding);
    else if ("locks" in part) for (const lock of part.locks) locks.push(lock);
    else for (const group of part.groups) groups[part.survey]?.push(group);
  }
  const surveys = rest.surveys.map((survey, at) => ({ ...survey, groups: groups[at] ?? [] }));
  return { ...rest, findings, locks: { ...rest.locks, locks }, surveys };
}
