import { formatCode } from "./code";
import type { Summary } from "./results/summary";
import { LEVELS, type Level, TOPICS, type Topic } from "./topics";

/** A finished drill as it is remembered. */
export interface PastResult extends Pick<Summary, "code" | "written" | "topic" | "level" | "total" | "solved"> {
  finishedAt: string;
}

/** What is practised again: one written drill, or a topic at a level; the numbers are new each time. */
export type Subject = { written: string } | { topic: Topic; level: Level };

export interface TopicProgress {
  topic: Topic;
  /** Drills tried for the first time; only those count. */
  drills: number;
  /** 0 to 100; null while there are fewer than `STRENGTH.drills`. */
  strength: number | null;
  /** Highest level that was reached in it. */
  level: Level | null;
}

export interface Review {
  subject: Subject;
  topic: Topic;
  /** Day, as `2026-05-01`. */
  dueOn: string;
  /** Points of the last result. */
  last: number;
}

export interface Progress {
  drills: number;
  /** Highest level that was reached in any topics. */
  level: Level | null;
  topics: readonly TopicProgress[];
  /** Oldest first. */
  due: readonly Review[];
  upcoming: readonly Review[];
}

/** Days until a drill is due again: a step further after a good result, back to the first after a weak one. */
export const REVIEW_DAYS = [1, 3, 7, 21] as const;
export const REVIEW_POINTS = { good: 80, weak: 50 } as const;
/** A level is reached by so many drills of it, or above, with so many points. */
export const LEVEL_NEEDS = { drills: 3, points: 70 } as const;
/** How many drills a strength takes, and how much less each older one counts. */
export const STRENGTH = { drills: 3, fades: 0.7 } as const;

const DAY = 86_400_000;

function dayAfter(instant: string, days: number): string {
  return new Date(Date.parse(instant) + days * DAY).toISOString().slice(0, 10);
}

function subjectOf({ written, topic, level }: PastResult): Subject {
  return written === null ? { topic, level } : { written };
}

/** The first tries: whoever has seen a drill knows its answer. */
function firstTries(inOrder: readonly PastResult[]): PastResult[] {
  const seen = new Set<string>();
  return inOrder.filter(({ code }) => {
    const isNew = !seen.has(code);
    seen.add(code);
    return isNew;
  });
}

function levelOf(tries: readonly PastResult[]): Level | null {
  const reached = LEVELS.filter((level) => {
    const good = tries.filter((past) => past.level >= level && past.solved && past.total >= LEVEL_NEEDS.points);
    return good.length >= LEVEL_NEEDS.drills;
  });
  return reached.at(-1) ?? null;
}

/** The mean of the points, in which each result counts more than the one before it. */
function strengthOf(tries: readonly PastResult[]): number | null {
  if (tries.length < STRENGTH.drills) return null;
  let sum = 0;
  let weights = 0;
  for (const [age, { total }] of [...tries].reverse().entries()) {
    const weight = STRENGTH.fades ** age;
    sum += weight * total;
    weights += weight;
  }
  return Math.round(sum / weights);
}

function stepAfter(step: number, { total }: PastResult): number {
  if (total >= REVIEW_POINTS.good) return Math.min(step + 1, REVIEW_DAYS.length - 1);
  return total < REVIEW_POINTS.weak ? 0 : step;
}

function reviewsOf(inOrder: readonly PastResult[]): Review[] {
  const bySubject = new Map<string, PastResult[]>();
  for (const past of inOrder) {
    const key = JSON.stringify(subjectOf(past));
    bySubject.set(key, [...(bySubject.get(key) ?? []), past]);
  }
  const reviews = [...bySubject.values()].flatMap((all): Review[] => {
    const last = all.at(-1);
    if (!last) return [];
    const days = REVIEW_DAYS[all.reduce(stepAfter, 0)] ?? REVIEW_DAYS[0];
    return [{ subject: subjectOf(last), topic: last.topic, dueOn: dayAfter(last.finishedAt, days), last: last.total }];
  });
  return reviews.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
}

/** How far a trainee is on a day (`2026-05-01`, of UTC like the results). */
export function progressOf(results: readonly PastResult[], today: string): Progress {
  const inOrder = [...results].sort((a, b) => Date.parse(a.finishedAt) - Date.parse(b.finishedAt));
  const tries = firstTries(inOrder);
  const reviews = reviewsOf(inOrder);
  return {
    drills: tries.length,
    level: levelOf(tries),
    topics: TOPICS.map((topic) => {
      const own = tries.filter((past) => past.topic === topic);
      return { topic, drills: own.length, strength: strengthOf(own), level: levelOf(own) };
    }),
    due: reviews.filter(({ dueOn }) => dueOn <= today),
    upcoming: reviews.filter(({ dueOn }) => dueOn > today),
  };
}

/** A drill of a subject with the numbers of a seed. */
export function codeFor(subject: Subject, seed: number): string {
  return "written" in subject
    ? formatCode({ kind: "written", id: subject.written, seed })
    : formatCode({ kind: "generated", ...subject, seed });
}
