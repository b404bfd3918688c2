import type { Line } from "@/evidence";
import { brokeBefore } from "./broken-line";
import { isUnreliableMark } from "./stack-heading";

/**
 * `!analyze -v` prints paragraphs, each under its key:
 *
 *   PROCESS_NAME:  w3wp.exe
 *
 *   FAULTING_IP:
 *   KERNELBASE!RaiseException+58
 *   7704c54f c9              leave
 *
 * Keys are capitals; what belongs to a key ends where the next one begins.
 */
const KEY = /^\s*(?<key>[A-Z][A-Z0-9_]{2,60}[a-f]{0,3}):(?:\s+(?<value>\S.*))?$/;
/** Words that look like keys, inside paragraphs and between them. */
const NO_KEY = /^(?:PID|TID|URL|WARNING|ERROR|NOTE|TRIAGER|SYMSRV|DBGHELP)$/;

/** The key that a line begins with, and what stands behind it; null when it begins none. */
export function readKey(text: string): { key: string; value: string } | null {
  const { key, value } = KEY.exec(text)?.groups ?? {};
  return key === undefined || NO_KEY.test(key) ? null : { key, value: value ?? "" };
}

/** Paragraphs that go on over blank lines. */
const LONG =
  /^(?:EXCEPTION_RECORD|FAULTING_IP|FOLLOWUP_IP|KEY_VALUES_STRING|TIMELINE_ANALYSIS|PROBLEM_CLASSES|DERIVED_WAIT_CHAIN|STACK_TEXT|MANAGED_STACK|LOCK_ADDRESS|CONTEXT|TRAP_FRAME|CHKIMG_EXTENSION|FAULTING_SOURCE_CODE|ADDITIONAL_DEBUG_TEXT|IP_MODULE_UNLOADED|POOL_ADDRESS|READ_ADDRESS|WRITE_ADDRESS|DUMP_FILE_ATTRIBUTES|URLS)$/;
/** Those that hold what other commands print. */
const FOREIGN = /^(?:STACK_TEXT|MANAGED_STACK|LOCK_ADDRESS|CONTEXT|TRAP_FRAME)$/;

/** True for the key of a paragraph whose lines another command could have printed. */
export function holdsOtherOutput(key: string): boolean {
  return FOREIGN.test(key);
}

/** Where consoles break lines. */
const CONSOLE_WIDTH = 80;

/** Text made of several lines, that still knows which. */
export interface Joined {
  text: string;
  lineAt(offset: number): number;
}

/** One paragraph. */
export class Section {
  readonly line: number;
  lastLine: number;
  /** The lines, what stands behind the key among them. */
  readonly parts: Line[] = [];
  /** How wide each of them was pasted. */
  private readonly widths: number[] = [];
  /** Lines were left out inside. */
  elided = false;
  /** Before which of the lines some were left out. */
  readonly cuts = new Set<number>();
  private gap = false;
  /** The line before, as it was pasted. */
  private before: string;

  constructor(
    readonly key: string,
    value: string,
    line: Line,
  ) {
    this.line = line.number;
    this.lastLine = line.last;
    this.before = line.text;
    if (value !== "") this.add({ ...line, text: value }, line.text.length);
  }

  private add(part: Line, width: number): void {
    this.parts.push(part);
    this.widths.push(width);
  }

  /** A blank line or one of dots stands here. */
  interrupt(elided: boolean): void {
    this.gap = true;
    this.elided ||= elided;
    if (elided) this.cuts.add(this.parts.length);
  }

  /** True when the line belongs to the paragraph. */
  take(line: Line): boolean {
    if (!this.goesOn(line.text)) return false;
    this.add(line, line.text.length);
    this.lastLine = line.last;
    this.before = line.text;
    return true;
  }

  private goesOn(text: string): boolean {
    if (this.elided) return holdsOtherOutput(this.key);
    if (LONG.test(this.key) || this.parts.length === 0) return true;
    return !this.gap && brokeBefore(this.before, text);
  }

  /** The paragraph on one line, runs of blanks made one. */
  joined(): Joined {
    let text = "";
    const starts = this.parts.map((part, index) => {
      const plain = part.text.trim().replace(/\s+/g, " ");
      // A console breaks inside words.
      if (text !== "" && this.widths[index - 1] !== CONSOLE_WIDTH) text += " ";
      const at = text.length;
      text += plain;
      return { at, line: part.number };
    });
    const { line } = this;
    return { text, lineAt: (offset) => starts.findLast(({ at }) => at <= offset)?.line ?? line };
  }
}

const COLUMN = /^(?:0x)?[0-9a-f]{8}(?:[`'´]?[0-9a-f]{8})?(?:\s|$)/i;
/** `0x` in front of the addresses of a row. The last word may be a call site. */
const PREFIX = /(?<=^|\s)0x(?=[0-9a-f]{8}(?:[`'´]?[0-9a-f]{8})?\s)/gi;

// [d:\src\journal.c @ 812]
const SOURCE = /^\s*\[[^\]]{3,400}\s@\s\d+\]\s*$/;

/** The rows of a stack, those joined that a console or a mail broke. */
export function stackRows({ parts, cuts }: Section): Line[] {
  const rows: Line[] = [];
  let width = 0;
  for (const [at, part] of parts.entries()) {
    const last = cuts.has(at) ? undefined : rows.at(-1);
    const source = SOURCE.test(part.text);
    const broken = width > 0 && width % CONSOLE_WIDTH === 0 && !COLUMN.test(part.text) && !isUnreliableMark(part.text);
    if (last && (source || broken)) {
      rows[rows.length - 1] = { ...last, last: part.last, text: `${last.text}${source ? " " : ""}${part.text}` };
    } else rows.push(part);
    width = part.text.length;
  }
  return rows.map((row) => (/^\s*0x/i.test(row.text) ? { ...row, text: row.text.replace(PREFIX, "") } : row));
}

/** Where a line begins that a page folded into another. */
const FOLD =
  /(?<=Following frames may be wrong\.)\s+|\s(?=WARNING: (?:Frame IP|Stack unwind)|[A-Z][A-Z0-9]*_[A-Z0-9_]{1,60}:\s|(?:NTGLOBALFLAG|OSNAME|OSBUILD|APP):\s|Arguments:\s|Arg\d:\s|Debugging Details:\s|Followup:\s|BugCheck [0-9A-F]+, \{|Probably caused by :)|(?<=\*{40})\s+(?=[^\s*])/;
const SHORTEST_FOLDED = 150;

/** The lines of an output that a page put on one line. */
export function unfoldAnalysis(lines: readonly Line[]): readonly Line[] {
  return lines.flatMap((line) => {
    if (line.text.length < SHORTEST_FOLDED) return [line];
    const parts = line.text.split(FOLD);
    return parts.length > 3 ? parts.map((text) => ({ ...line, text })) : [line];
  });
}
