import { isShown } from "./accusation";
import { CUSTOMER_MINUTES } from "./customer";
import type { Played, PlayedEntry } from "./played";
import { worthOf } from "./proof";
import { DEDUCTIONS, type Deduction, PARTS, type Part, type Score } from "./rubric";
import { openingOf } from "./targets";
import { asksSame } from "./typed-command";
import type { Accusation, HintView } from "./view";

/** Points of the way that are lost. */
export const DETOUR = 1.5;
export const ERROR = 1;
/** Minutes more than the best way takes that cost a point. */
const MINUTES_A_POINT = 5;
/** Share of the points for a cause that was named before anything showed it. */
const GUESSED = 1 / 3;

const HINT: Readonly<Record<HintView["grade"], Deduction>> = {
  why: "hintWhy",
  command: "hintCommand",
  look: "hintLook",
};

/** Minutes of the customer, but for those that harm took. */
export function minutesSpent({ entries, opened, said }: Played): number {
  const typed = entries.reduce((sum, { minutes, harm }) => sum + (harm ? 0 : minutes), 0);
  const opening = [...opened].reduce((sum, [target, { act }]) => sum + (act < 0 ? 0 : openingOf(target).minutes), 0);
  return typed + opening + CUSTOMER_MINUTES * said.length;
}

/** Lines that brought something. */
export function steps({ entries }: Played): PlayedEntry[] {
  return entries.filter(({ file, judged }) => file !== null && (judged === "asked" || judged === "useful"));
}

function shareDone(played: Played, best: Played): number {
  if (isShown(played.now.known, played.drill.hang.cause)) return 1;
  const wanted = steps(best);
  const done = wanted.filter(({ tried }) =>
    played.entries.some((entry) => entry.file !== null && asksSame(entry.tried.command, tried.command, entry.tried.at)),
  );
  return wanted.length === 0 ? 0 : done.length / wanted.length;
}

function way(played: Played, best: Played): number {
  const count = (judged: string): number => played.entries.filter((entry) => entry.judged === judged).length;
  const late = Math.max(0, minutesSpent(played) - minutesSpent(best));
  const lost = DETOUR * count("detour") + ERROR * count("error") + Math.floor(late / MINUTES_A_POINT);
  return PARTS.way.points * shareDone(played, best) - lost;
}

function isRight({ verdict }: Accusation): boolean {
  return verdict === "right";
}

/** A wrong answer takes as much as guessing would bring on average. */
function reading({ questions, accusations }: Played, best: Played): number {
  // Where nothing can be asked, whoever finds the cause has read it all.
  if (best.questions.length === 0) return accusations.some(isRight) ? PARTS.reading.points : 0;
  const each = PARTS.reading.points / best.questions.length;
  return questions.reduce((sum, { question, answered }) => {
    if (!answered) return sum;
    return sum + (answered.right ? each : -each / (question.options.length - 1));
  }, 0);
}

function cause({ accusations }: Played): number {
  if (!accusations.some(isRight)) return 0;
  const guessed = accusations.some(({ verdict }) => verdict === "unproven");
  return PARTS.cause.points * (guessed ? GUESSED : 1);
}

function evidence({ accusations, entries }: Played): number {
  const right = accusations.find(isRight);
  return right ? PARTS.evidence.points * worthOf(right.marks, right.cause, right.known, entries) : 0;
}

function deductions(played: Played, best: Played): Score["deductions"] {
  const off = (of: Deduction, act: number) => ({ of, act, points: DEDUCTIONS[of].points });
  const kernel = played.opened.get("kernel");
  const needless = kernel && !kernel.asked && !best.opened.has("kernel");
  return [
    ...played.hints.map(({ grade, act }) => off(HINT[grade], act)),
    ...played.accusations.flatMap(({ verdict, act }) => {
      if (verdict === "unproven") return [off("unproven", act)];
      return verdict === "wrong" ? [off("wrongAccusation", act)] : [];
    }),
    ...played.entries.filter(({ harm }) => harm).map(({ act }) => off("harm", act)),
    ...(needless ? [off("harm", kernel.act)] : []),
  ].sort((a, b) => a.act - b.act);
}

function within(part: Part, points: number): number {
  return Math.round(Math.min(PARTS[part].points, Math.max(0, points)));
}

/** The score of an attempt, beside the best way through the same drill. */
export function scoreOf(played: Played, best: Played): Score {
  const parts = {
    way: within("way", way(played, best)),
    reading: within("reading", reading(played, best)),
    cause: within("cause", cause(played)),
    evidence: within("evidence", evidence(played)),
    remedy: within("remedy", played.remedy?.right ? PARTS.remedy.points : 0),
  };
  const off = deductions(played, best);
  const sum = Object.values(parts).reduce((total, points) => total + points, 0);
  const taken = off.reduce((total, { points }) => total + points, 0);
  return { parts, deductions: off, total: Math.max(0, sum - taken) };
}
