import type { Diagnosis } from "@/cases/diagnose";
import type { StackSurvey } from "@/findings/stack-groups";
import { ioPath } from "./io-path-data";
import { Known } from "./known";
import { contended } from "./lock-graph-data";
import { waitChain } from "./wait-chain-data";

export type PictureId = "chain" | "stacks" | "flame" | "locks" | "path" | "measures";

/** What a picture is drawn from. */
export type Drawn = Pick<Diagnosis, "findings" | "surveys" | "locks" | "step">;

/** Fewer stacks than that are read faster as they are. */
const MANY_STACKS = 4;

/** Surveys large enough to be drawn. */
export function drawnSurveys(surveys: readonly StackSurvey[]): readonly StackSurvey[] {
  return surveys.filter(({ threads }) => threads >= MANY_STACKS);
}

/** Several locks that people wait for need more than a row of boxes. */
export function isGraph({ locks }: Pick<Drawn, "locks">): boolean {
  return contended(locks).length > 1;
}

/** Somebody is seen waiting for something. */
export function isChain({ findings, locks }: Pick<Drawn, "findings" | "locks">): boolean {
  return isGraph({ locks }) || waitChain(findings) !== null;
}

/** The pictures there is something to draw for, in the order of their tabs. */
export function fittingPictures({ findings, surveys, locks }: Drawn): PictureId[] {
  const many = drawnSurveys(surveys);
  const known = new Known(findings);
  const has: Readonly<Record<PictureId, boolean>> = {
    chain: isChain({ findings, locks }),
    stacks: many.length > 0,
    flame: many.some(({ groups }) => groups.length > 1),
    locks: locks.locks.length > 1 || (locks.locks.length === 1 && many.length > 0),
    path: ioPath(findings) !== null,
    // The time of the request stands below the chain when there is one.
    measures:
      known.first("folder-size") !== null ||
      (!isChain({ findings, locks }) && known.first("request-start", "session-time") !== null),
  };
  return (Object.keys(has) as PictureId[]).filter((id) => has[id]);
}

/** What the reader wants to see while a step asks for something; the first that can be drawn. */
const AT_STEP: Readonly<Record<string, readonly PictureId[]>> = {
  stacks: ["stacks"],
  "kernel-thread": ["path"],
  "filter-test": ["path"],
};

/** The picture that fits best: what the step is about, else who waits for whom, else what the threads do. */
export function bestPicture(drawn: Drawn): PictureId | null {
  const fitting = fittingPictures(drawn);
  const wanted: readonly PictureId[] = [
    ...(AT_STEP[drawn.step.id] ?? []),
    "chain",
    "stacks",
    "path",
    "locks",
    "measures",
  ];
  return wanted.find((id) => fitting.includes(id)) ?? null;
}
