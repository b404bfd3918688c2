import type { Part } from "../rubric";
import type { Level, Topic } from "../topics";
import type { DrillView } from "../view";

/** What is told of a finished drill: plain data, worked out from its view. */
export interface Summary {
  code: string;
  /** Id of a written drill; null for a generated one. */
  written: string | null;
  level: Level;
  topic: Topic;
  /** 0 to 100. */
  total: number;
  parts: Readonly<Record<Part, number>>;
  /** Whether the cause was named; false after giving up. */
  solved: boolean;
  /** Minutes of the customer. */
  minutes: number;
  /** Seconds of the trainee. */
  seconds: number;
  commands: number;
  hints: number;
  wrongAccusations: number;
  /** Dearest first. */
  mistakes: readonly { id: string; title: string; points: number }[];
}

export function summaryOf(view: DrillView): Summary {
  const { code, written, level, topic, score, spent, accusations, hints, debrief } = view;
  return {
    code,
    written,
    level,
    topic,
    total: score.total,
    parts: score.parts,
    solved: accusations.some(({ verdict }) => verdict === "right"),
    ...spent,
    hints: hints.length,
    wrongAccusations: accusations.filter(({ verdict }) => verdict === "wrong").length,
    mistakes: (debrief?.mistakes ?? [])
      .map(({ id, title, points }) => ({ id, title, points: Math.abs(points) }))
      .sort((a, b) => b.points - a.points),
  };
}
