import { type Problem, WaitchainError } from "@/evidence";
import { type CaseFileReply, type CaseFileRequest, handleCaseFile } from "./case-file-job";
import { type CaseText, type PageCase, sizeOf } from "./long-text";

/** Characters up to which a case is written and read on the page itself. */
const SMALL = 400_000;

const FAILED: Problem = {
  code: "CASE_FILE_FAILED",
  what: "The browser ended the part of this page that writes and reads case files, most likely for lack of memory.",
  fix: "Close other tabs and try again. If it fails again, take the largest transcript out first.",
};

/** Where the page's own thread would be held up, or has no worker to turn to. */
function ask(request: CaseFileRequest, size: number): Promise<CaseFileReply> {
  if (size <= SMALL || typeof Worker === "undefined") return handleCaseFile(request);
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./case-file.worker.ts", import.meta.url), { type: "module" });
    const end = (reply: CaseFileReply): void => {
      worker.terminate();
      resolve(reply);
    };
    worker.onmessage = ({ data }: MessageEvent<CaseFileReply>) => end(data);
    worker.onerror = () => end({ problem: FAILED });
    worker.onmessageerror = () => end({ problem: FAILED });
    worker.postMessage(request);
  });
}

/** A case as the file it is saved as. Throws a WaitchainError. */
export async function writeCaseFile(subject: PageCase): Promise<Blob> {
  const size = subject.log.reduce((sum, entry) => sum + (entry.type === "transcript" ? sizeOf(entry.text) : 0), 0);
  const reply = await ask({ save: subject }, size);
  if ("saved" in reply) return reply.saved;
  throw new WaitchainError("problem" in reply ? reply.problem : FAILED);
}

/** The case of a file. Throws a WaitchainError that says what is wrong with it. */
export async function readCaseFile(text: CaseText): Promise<PageCase> {
  const reply = await ask({ open: text }, sizeOf(text));
  if ("opened" in reply) return reply.opened;
  throw new WaitchainError("problem" in reply ? reply.problem : FAILED);
}
