import type { Hex, Line, Mode, Problem, Report } from "@/evidence";
import type { LineReader } from "./line-reader";

/** One block's text as a parser gets it. */
export interface Source {
  /** The command as echoed, without prompt and thread prefix (`!clrstack -p`, `kb 2000`); null when it was not in the paste. */
  command: string | null;
  /** Text behind the command's name, trimmed: `-p`, `88e889a0 16`. */
  args: string;
  /** Debugger thread number from `~39e`, `~39kb` or the prompt; null in kernel mode and when unknown. */
  thread: number | null;
  /** OS thread id the command named: `~~[360]kb`. */
  osThreadId: Hex | null;
  /** True for `~*e …`, `~*kb`. */
  allThreads: boolean;
  mode: Mode;
  /** Line number of the echoed command; null when there is none. */
  commandLine: number | null;
  /** The output, without the echo. */
  lines: readonly Line[];
  /** True when the paste ends in the last line, without a line break: a number that ends there may have been cut. */
  openEnd?: boolean;
}

/** How a parse ended. `null` as a whole means: this text is not that output. */
export type Reading<R extends Report = Report> =
  | {
      report: R;
      /** Line numbers no grammar took; blank lines and chatter do not count. */
      unread: readonly number[];
      /** What kind of target the content shows; counts where no prompt tells. */
      mode?: Mode;
    }
  | { problem: Problem; line: number }
  | null;

/** A known error text and what it means. */
export interface OutputError {
  /** Matches one line. */
  line: RegExp;
  problem: Problem | ((match: RegExpExecArray, mode: Mode) => Problem);
}

/**
 * Reads one command's output. One file per output; `parsers/list.ts` holds them all in order.
 *
 * Contract: `parse` never throws, never drops a line in silence (what no grammar
 * takes goes to `unread`), and takes time linear in its input.
 */
export interface Parser<R extends Report = Report> {
  /** `sos-syncblk`, `windbg-stack`, `kd-thread`. */
  id: string;
  /** The command as it is shown when it was not echoed: `!syncblk`. */
  name: string;
  /** Which kind of target prints it. `user` covers dotnet-dump unless `mode` says otherwise. */
  mode: Mode;
  /** Matched against the bare command (no prompt, no thread prefix, no extension path, lower case): `/^!syncblk\b/`. Anchor it. */
  command: RegExp;
  /**
   * The command alone on a line, typed without a prompt: `fltmc instances -v C:`. Anchored at both
   * ends and strict enough that no prose matches. Debugger commands (`!…`, `.…`) need none.
   */
  bareCommand?: RegExp;
  /**
   * Lines that only this output prints (headings first, then rows whose shape is
   * unmistakable). No back-references, no flags but `i`. Used to find a block whose
   * command was not pasted and to cut one paste into blocks.
   */
  recognise: readonly RegExp[];
  /** A second look, for lines that another output could print too. */
  confirm?(lines: readonly Line[], at: number): boolean;
  /** Lines that stay with this output although another parser would recognise them. */
  keeps?: readonly RegExp[];
  /**
   * For outputs that hold others inside (a process holds threads, a thread holds a
   * stack): starts a watch over one block. The watch is asked once for every line, in
   * order, and tells whether the line belongs here although another parser would
   * recognise it.
   */
  follow?(): (line: Line) => boolean;
  /** The same, and what it was asked about need not be read again: instead of `follow`, gives what `parse` would. */
  reader?(): LineReader<R>;
  /** A heading that can stand only once in a block; a second one, if `confirm` agrees, begins a new block. */
  restarts?: RegExp;
  /** What it says when it prints nothing; only where the next prompt shows that there was nothing to print. */
  silent?: R;
  /** Error texts of this command, beside those of `command-errors.ts`. */
  errors?: readonly OutputError[];
  parse(source: Source): Reading<R>;
}
