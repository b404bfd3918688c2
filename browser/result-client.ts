import { type Problem, WaitchainError } from "@/evidence";
import type { Attempt } from "@/training/attempt";
import type { CheckedResult } from "@/training/results/result-file";
import type { ResultReply, ResultRequest, SealedResult } from "./result-job";

const FAILED: Problem = {
  code: "WORKER_FAILED",
  what: "The browser ended the part of this page that plays drills again, most likely for lack of memory.",
  fix: "Close other tabs and try again.",
};

let worker: Worker | null = null;
let queue: Promise<unknown> = Promise.resolve();

function ended(): ResultReply {
  worker?.terminate();
  worker = null;
  return { problem: FAILED };
}

async function answer(request: ResultRequest): Promise<ResultReply> {
  if (typeof Worker === "undefined") {
    const { handleResult } = await import("./result-job");
    return handleResult(request);
  }
  worker ??= new Worker(new URL("./result.worker.ts", import.meta.url), { type: "module" });
  const asked = worker;
  return new Promise((resolve) => {
    asked.onmessage = ({ data }: MessageEvent<ResultReply>) => resolve(data);
    asked.onerror = () => resolve(ended());
    asked.onmessageerror = () => resolve(ended());
    asked.postMessage(request);
  });
}

/** One after the other: each plays a whole drill. */
function ask(request: ResultRequest): Promise<ResultReply> {
  const asked = queue.then(() => answer(request));
  queue = asked.catch(() => undefined);
  return asked;
}

function refused(reply: ResultReply): never {
  throw new WaitchainError("problem" in reply ? reply.problem : FAILED);
}

/** The results in a result file, or in a certificate's. Throws a WaitchainError. */
export async function openResults(text: string): Promise<readonly CheckedResult[]> {
  const reply = await ask({ open: text });
  return "opened" in reply ? reply.opened : refused(reply);
}

/** The result file of a finished attempt. Throws a WaitchainError. */
export async function sealResult(attempt: Attempt, trainee: string | null, finishedAt: string): Promise<SealedResult> {
  const reply = await ask({ seal: { attempt, trainee, finishedAt } });
  return "sealed" in reply ? reply.sealed : refused(reply);
}
