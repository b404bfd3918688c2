import type { Problem } from "./problem";
import type { Report } from "./reports";
import type { LineRange } from "./transcript";

/** Which debugger or shell printed a block. `user` and `kernel` are WinDbg-family targets. */
export type Mode = "user" | "kernel" | "dotnet-dump" | "shell" | "unknown";

/** How the reading of a block ended. */
export type Outcome = "read" | "partly-read" | "unusable" | "unknown";

/** One command's output inside a transcript, with its reading. */
export interface Block {
  /** The command as echoed (`~39e !clrstack`), or as inferred from the content. */
  command: string;
  /** True when the command stood in the paste, false when it was inferred. */
  echoed: boolean;
  /** Parser id, or null when the block stays unknown. */
  parser: string | null;
  /** Index of the transcript in the case. */
  file: number;
  lines: LineRange;
  mode: Mode;
  /** Debugger thread number the output belongs to: from `~39e`, the prompt, or null. In kernel mode always null. */
  thread: number | null;
  outcome: Outcome;
  report: Report | null;
  /** Set when the outcome is `unusable`: what it is and how to get a usable output. */
  problem: Problem | null;
  /** Line ranges of this block that no grammar took. */
  unread: readonly LineRange[];
  /** Lines of it that no command prints as its output: separators, notes on symbols. */
  aside?: number;
  /** A repair that may be wrong and that would let more be read; done only on the engineer's word. */
  offer?: Problem;
  /** Same text, same fingerprint, wherever it stands; used for order and for duplicates. */
  fingerprint: string;
}
