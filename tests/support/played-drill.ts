import type { Act, Attempt } from "@/training/attempt";
import { codeOf } from "@/training/code";
import {
  type CheckedResult,
  checkResult,
  RESULT_FILE,
  type Replay,
  resultFile,
  resultOf,
} from "@/training/results/result-file";
import { openSealed } from "@/training/results/sealed-file";
import type { Part, Score } from "@/training/rubric";
import type { DrillView, Mistake } from "@/training/view";

const FULL: Readonly<Record<Part, number>> = { way: 30, reading: 25, cause: 20, evidence: 10, remedy: 15 };

export const ACTS: readonly Act[] = [
  { do: "open", target: "user" },
  { do: "type", line: "!syncblk" },
  { do: "answer", question: "waiters", option: "72" },
  { do: "accuse", cause: "monitor-deadlock", marks: [{ act: 1, from: 2, to: 4 }] },
  { do: "remedy", option: "lock-order" },
];

/** An attempt with an act every ten seconds. */
export function attemptOf(code: string, acts: readonly Act[] = ACTS): Attempt {
  return { code, acts: acts.map((act, place) => ({ at: 10 * (place + 1), act })) };
}

function scoreOf(attempt: Attempt): Score {
  const deductions = attempt.acts.flatMap(({ act }, place): Score["deductions"] => {
    if (act.do === "hint") return [{ of: "hintWhy", act: place, points: 2 }];
    if (act.do !== "accuse" || act.cause === "monitor-deadlock") return [];
    return [{ of: "wrongAccusation", act: place, points: 25 }];
  });
  const detours = attempt.acts.filter(({ act }) => act.do === "type" && act.line === "vertarget").length;
  const parts = { ...FULL, way: FULL.way - 10 * detours };
  const sum = Object.values(parts).reduce((all, points) => all + points, 0);
  return { parts, deductions, total: Math.max(0, sum - deductions.reduce((all, { points }) => all + points, 0)) };
}

function topicOf(text: string): Pick<DrillView, "written" | "topic" | "level"> {
  const code = codeOf(text);
  return code.kind === "written"
    ? { written: code.id, topic: "files", level: 2 }
    : { written: null, topic: code.topic, level: code.level };
}

/** Scores attempts by rules as simple as can be, in place of a whole simulated server. */
export const replaySimply: Replay = (attempt) => {
  const { code, acts } = attempt;
  const score = scoreOf(attempt);
  const of = <Kind extends Act["do"]>(kind: Kind) => acts.filter(({ act }) => act.do === kind);
  const accusations = acts.flatMap(({ act }, place) =>
    act.do === "accuse"
      ? [
          {
            act: place,
            cause: act.cause,
            verdict: act.cause === "monitor-deadlock" ? ("right" as const) : ("wrong" as const),
            says: "",
          },
        ]
      : [],
  );
  const mistakes: Mistake[] = score.deductions.map(({ of: id, act, points }) => ({
    id,
    act,
    title: id,
    points,
    minutes: 0,
    tempts: "",
    page: "/",
  }));
  const done = of("remedy").length > 0 || of("give-up").length > 0;
  const view: DrillView = {
    code,
    ...topicOf(code),
    complaint: "",
    tool: "windbg",
    phase: done ? "debrief" : "working",
    targets: [],
    target: "user",
    prompt: "0:000> ",
    terminal: [],
    questions: [],
    customer: [],
    hints: of("hint").map((_act, place) => ({ act: place, grade: "why", text: "", points: 2 })),
    nextHint: null,
    accusations,
    ignored: [],
    remedy: null,
    spent: { minutes: of("open").length, commands: of("type").length, seconds: acts.at(-1)?.at ?? 0 },
    score,
    debrief: done ? { cause: "monitor-deadlock", contributing: [], best: [], mistakes, again: code } : null,
  };
  return view;
};

export interface Played {
  code?: string;
  trainee?: string | null;
  finishedAt?: string;
  acts?: readonly Act[];
}

/** The file of a drill that was played. */
export function playedFile(played: Played = {}): string {
  const { code = "locks-2-MDA84", trainee = "Ada Lovelace", finishedAt = "2026-05-01T10:00:00.000Z", acts } = played;
  const attempt = attemptOf(code, acts);
  return resultFile(resultOf(attempt, replaySimply(attempt), trainee, finishedAt));
}

/** The same, opened and checked. */
export function playedResult(played: Played = {}): CheckedResult {
  return checkResult(openSealed(RESULT_FILE, playedFile(played)), replaySimply);
}
