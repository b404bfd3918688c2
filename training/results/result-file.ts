import { fileSlug, WaitchainError } from "@/evidence";
import type { Attempt } from "../attempt";
import { VERSION } from "../version";
import type { DrillView } from "../view";
import { type DrillResult, RESULT_LIMITS, resultShape } from "./result-shape";
import { type Opened, openSealed, type SealedKind, sealedFile } from "./sealed-file";
import { type Summary, summaryOf } from "./summary";

export const RESULT_FILE: SealedKind<DrillResult> = {
  schema: "drill-result",
  version: 1,
  code: "RESULT",
  called: "a drill's result",
  from: "was saved with “Save result file” after a drill",
  largest: RESULT_LIMITS.file,
  shape: resultShape,
  steps: [],
};

/** Works out from an attempt all that is shown of it. */
export type Replay = (attempt: Attempt) => DrillView;

/** A result whose acts were played again. */
export interface CheckedResult {
  result: DrillResult;
  seal: string;
  summary: Summary;
}

function refuse(code: string, what: string, fix: string): never {
  throw new WaitchainError({ code, what, fix });
}

/** What is saved of a finished attempt. Throws a WaitchainError where it does not fit a file. */
export function resultOf({ acts }: Attempt, view: DrillView, trainee: string | null, finishedAt: string): DrillResult {
  const shaped = resultShape.safeParse({ code: view.code, trainee, finishedAt, score: view.score, acts });
  if (shaped.success) return shaped.data;
  const [issue] = shaped.error.issues;
  return refuse(
    "RESULT_NOT_SAVED",
    `This attempt does not fit a result file: ${issue?.path.join(".")}: ${issue?.message}.`,
    "Shorten the name, or try the drill again with fewer and shorter lines.",
  );
}

export function resultFile(result: DrillResult): string {
  return sealedFile(RESULT_FILE, result);
}

/** Plays the acts of a result again. Throws a WaitchainError where they do not give what it says. */
export function checkResult({ content, tool, seal }: Opened<DrillResult>, replay: Replay): CheckedResult {
  const view = replay({ code: content.code, acts: content.acts });
  if (view.phase !== "debrief") {
    refuse("RESULT_UNFINISHED", "The drill in this file was not played to its end.", "Finish it, then save it again.");
  }
  const { score } = content;
  if (JSON.stringify(sorted(score)) !== JSON.stringify(sorted(view.score))) {
    if (tool !== VERSION) {
      refuse(
        "RESULT_OTHER_TOOL",
        `Version ${tool} of Waitchain scored this result; this is version ${VERSION}, which scores its acts otherwise.`,
        "Open it with the version that saved it, or have the drill played again.",
      );
    }
    refuse(
      "RESULT_SCORE_DIFFERS",
      `The file says ${score.total} points; its acts, played again, give ${view.score.total}.`,
      "Ask the trainee for the file as it was saved.",
    );
  }
  return { result: content, seal, summary: summaryOf(view) };
}

function sorted({ parts, deductions, total }: DrillResult["score"] | DrillView["score"]): unknown {
  return [Object.entries(parts).sort(), deductions.map(({ of, act, points }) => [of, act, points]), total];
}

/** Opens a result file: its seal, its shape, and its acts played again. Throws a WaitchainError. */
export function openResult(text: string, replay: Replay): CheckedResult {
  return checkResult(openSealed(RESULT_FILE, text), replay);
}

/** `waitchain-result-locks-2-0m4tr-ada-lovelace-2026-05-01.json` */
export function resultFileName({ code, trainee, finishedAt }: DrillResult): string {
  return ["waitchain-result", fileSlug(code), fileSlug(trainee ?? ""), finishedAt.slice(0, 10)]
    .filter(Boolean)
    .join("-")
    .concat(".json");
}
