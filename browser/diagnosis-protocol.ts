import type { Diagnosis, ReadTranscript } from "@/cases/diagnose";
import type { Problem } from "@/evidence";
import type { Debugger } from "@/machines/ask";

/** What the page asks its worker. A text is sent once and known by its key from then on. */
export interface DiagnosisRequest {
  /** Rises with every request; a newer one supersedes the older. */
  request: number;
  playbook: string;
  tool: Debugger | null;
  /** The case's transcripts in order. */
  files: readonly { key: number; name: string }[];
  /** Texts behind keys that were not sent before. */
  texts: readonly { key: number; text: string }[];
  /** Keys that are no longer needed. */
  forget: readonly number[];
  answers: ReadonlyMap<string, string>;
  skipped: readonly string[];
}

/** What the worker answers. Readings go over once, when they are made; diagnoses leave them out. */
export type DiagnosisReply =
  | { type: "ready" }
  | { type: "read"; key: number /** As if it were the first transcript. */; read: ReadTranscript }
  | { type: "progress"; request: number; read: number; of: number }
  | { type: "done"; request: number; diagnosis: Omit<Diagnosis, "blocks"> }
  | { type: "failed"; request: number; problem: Problem };

/** A reading moved to another place among the transcripts. Nothing but the blocks' own `file` depends on it. */
export function placedAt({ blocks, coverage }: ReadTranscript, file: number): ReadTranscript {
  return { blocks: blocks.map((block) => (block.file === file ? block : { ...block, file })), coverage };
}
