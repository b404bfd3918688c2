import { type Problem, WaitchainError } from "@/evidence";
import type { ReferenceAnswers, ReferenceQuestion, ReferenceReply, ReferenceRequest } from "./reference-protocol";

/** Longer texts belong into a case, which reads them in pieces. */
export const MOST_CHARACTERS = 2_000_000;

let worker: Worker | null = null;
let requests = 0;
const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: WaitchainError) => void }>();

const failed = (): WaitchainError =>
  new WaitchainError({
    code: "WORKER_FAILED",
    what: "The browser ended the part of this page that reads text.",
    fix: "Try again with a smaller part of it.",
  });

function started(): Worker {
  worker ??= new Worker(new URL("./reference.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<ReferenceReply>) => {
    waiting.get(data.request)?.resolve(data.answer as never);
    waiting.delete(data.request);
  };
  worker.onerror = () => {
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(failed());
    waiting.clear();
  };
  return worker;
}

/** What to say of a text, or of files, with so many characters. */
export function textTooLong(characters: number): Problem {
  return {
    code: "TEXT_TOO_LONG",
    what: `This text has ${characters.toLocaleString("en")} characters; this page reads up to ${MOST_CHARACTERS.toLocaleString("en")}.`,
    fix: "Put it into a case, which reads logs of any size, or paste the part in question.",
  };
}

/** Asks about a text, off the page's thread. The worker, and with it all data, loads with the first question. */
export async function askReference<Q extends ReferenceQuestion>(
  question: Q,
  text: string,
): Promise<ReferenceAnswers[Q]> {
  if (text.length > MOST_CHARACTERS) throw new WaitchainError(textTooLong(text.length));
  if (typeof Worker === "undefined") return (await import("./reference-answers")).answerReference(question, text);
  return new Promise((resolve, reject) => {
    const request: ReferenceRequest = { request: ++requests, question, text };
    waiting.set(request.request, { resolve, reject });
    started().postMessage(request);
  });
}
