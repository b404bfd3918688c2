import { type Problem, WaitchainError } from "@/evidence";
import type { Attempt } from "@/training/attempt";
import { CERTIFICATE_FILE, openCertificate } from "@/training/results/certificate";
import { type CheckedResult, openResult, resultFile, resultOf } from "@/training/results/result-file";
import { looksSealed } from "@/training/results/sealed-file";
import { play } from "@/training/session";

/** What is asked of results; all of it plays drills again. */
export type ResultRequest =
  /** Text of a result file, or of a certificate's results. */
  { open: string } | { seal: { attempt: Attempt; trainee: string | null; finishedAt: string } };

export interface SealedResult {
  text: string;
  result: CheckedResult;
}

export type ResultReply = { opened: readonly CheckedResult[] } | { sealed: SealedResult } | { problem: Problem };

function answer(request: ResultRequest): ResultReply {
  if ("open" in request) {
    const { open: text } = request;
    const isCertificate = looksSealed(CERTIFICATE_FILE, text);
    return { opened: isCertificate ? openCertificate(text, play).results : [openResult(text, play)] };
  }
  const { attempt, trainee, finishedAt } = request.seal;
  const text = resultFile(resultOf(attempt, play(attempt), trainee, finishedAt));
  return { sealed: { text, result: openResult(text, play) } };
}

/** Opens or seals one result; whoever has no worker calls it itself. */
export function handleResult(request: ResultRequest): ResultReply {
  try {
    return answer(request);
  } catch (error) {
    if (error instanceof WaitchainError) return { problem: error.problem };
    return {
      problem: {
        code: "RESULT_FAILED",
        what: `The drill could not be played again (${String(error).slice(0, 200)}).`,
        fix: "Try once more. If it fails again, this is a fault of the site: please report the message.",
      },
    };
  }
}
