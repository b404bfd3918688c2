import type { ReadTranscript } from "@/cases/diagnose";
import type { Block, Finding, Problem } from "@/evidence";
import type { Limits } from "@/findings/thresholds";
import type { Debugger } from "@/machines/ask";
import type { DiagnosisPart, DiagnosisRest } from "./diagnosis-parts";
import type { LineIndex } from "./line-index";
import type { CaseText } from "./long-text";

/** What the page asks its worker. A text is sent once and known by its key from then on. */
export interface DiagnosisRequest {
  /** Rises with every request; a newer one supersedes the older. */
  request: number;
  playbook: string;
  tool: Debugger | null;
  /** The case's transcripts in order. */
  files: readonly { key: number; name: string }[];
  /** Texts behind keys that were not sent before. Of a long one only where it is goes over. */
  texts: readonly { key: number; text: CaseText }[];
  /** Keys that are no longer needed. */
  forget: readonly number[];
  answers: ReadonlyMap<string, string>;
  skipped: readonly string[];
  limits: Partial<Limits>;
}

/** How far the reading has come. */
export interface Progress {
  /** Transcripts read; the one at hand counts by its share. */
  read: number;
  of: number;
  /** The transcript at hand. */
  file: ReadingFile | null;
}

/** How far one transcript was read, and what it has shown so far. */
export interface ReadingFile {
  name: string;
  /** Place among the transcripts. */
  at: number;
  /** 0 to 1. */
  share: number;
  /** Lines read, and lines there are; 0 while they are not counted yet. */
  line: number;
  lines: number;
  /** Outputs read to their end. */
  outputs: number;
  /** What they show, the first of each kind, and how many findings there are. */
  findings: readonly Finding[];
  found: number;
  /** True while the conclusions are drawn: nothing is left to read. */
  concluding: boolean;
}

/** What the page keeps of a long text after its reading. */
export interface LongReading {
  index: LineIndex;
  /** Its beginning. */
  head: string;
}

/**
 * What the worker answers. Readings go over once, when they are made; diagnoses leave them out. The blocks of a long
 * text go ahead in parts and without their reports, of which the page shows nothing.
 */
export type DiagnosisReply =
  | { type: "ready" }
  | { type: "blocks"; key: number; blocks: readonly Block[] }
  | {
      type: "read";
      key: number;
      /** As if it were the first transcript. Of a long text without the blocks that went ahead. */
      read: ReadTranscript;
      long: LongReading | null;
    }
  | { type: "progress"; request: number; progress: Progress }
  | { type: "part"; request: number; part: DiagnosisPart }
  | { type: "done"; request: number; rest: DiagnosisRest }
  | { type: "failed"; request: number; problem: Problem };

/** A reading moved to another place among the transcripts. Nothing but the blocks' own `file` depends on it. */
export function placedAt({ blocks, ...rest }: ReadTranscript, file: number): ReadTranscript {
  return { blocks: blocks.map((block) => (block.file === file ? block : { ...block, file })), ...rest };
}
