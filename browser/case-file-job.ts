import { casePieces, importCase } from "@/cases/case-file";
import type { Entry } from "@/cases/case-log";
import { TextPieces } from "@/cases/text-pieces";
import { type Problem, WaitchainError } from "@/evidence";
import { type CaseText, LONG, longTextOfPaste, type PageCase, piecesOf } from "./long-text";

export type CaseFileRequest = { save: PageCase } | { open: CaseText };
export type CaseFileReply = { saved: Blob } | { opened: PageCase } | { problem: Problem };

/** Characters that make one part of a file. */
const PART = 8_000_000;

async function readyToWrite(entry: Entry<CaseText>): Promise<Entry<string | TextPieces>> {
  if (entry.type !== "transcript") return entry;
  const { text } = entry;
  return { ...entry, text: typeof text === "string" ? text : new TextPieces(await piecesOf(text)) };
}

async function save(subject: PageCase): Promise<CaseFileReply> {
  const log: Entry<string | TextPieces>[] = [];
  for (const entry of subject.log) log.push(await readyToWrite(entry));
  const parts: Blob[] = [];
  let open: string[] = [];
  let size = 0;
  const close = (): void => {
    parts.push(new Blob(open));
    open = [];
    size = 0;
  };
  for (const piece of casePieces({ ...subject, log })) {
    open.push(piece);
    size += piece.length;
    if (size >= PART) close();
  }
  close();
  return { saved: new Blob(parts, { type: "application/json;charset=utf-8" }) };
}

async function open(text: CaseText): Promise<CaseFileReply> {
  const subject = importCase(typeof text === "string" ? text : (await piecesOf(text)).join(""));
  const log: Entry<CaseText>[] = [];
  for (const entry of subject.log) {
    const long = entry.type === "transcript" && entry.text.length >= LONG;
    log.push(long ? { ...entry, text: await longTextOfPaste(entry.text) } : entry);
  }
  return { opened: { ...subject, log } };
}

function problemOf(error: unknown): Problem {
  if (error instanceof WaitchainError) return error.problem;
  return {
    code: "CASE_FILE_FAILED",
    what: `The case file could not be written or read (${String(error).slice(0, 200)}). The stored cases are as they were.`,
    fix: "Close other tabs to free memory and try again. If it fails again, take the largest transcript out first.",
  };
}

/** Saves or opens a case file; whoever has no worker calls it itself. */
export async function handleCaseFile(request: CaseFileRequest): Promise<CaseFileReply> {
  try {
    return "save" in request ? await save(request.save) : await open(request.open);
  } catch (error) {
    return { problem: problemOf(error) };
  }
}
