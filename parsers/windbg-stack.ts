import { compareHex, type Line, type NativeFrame, type NativeStack, type NativeStacksReport } from "@/evidence";
import { BARE_ROWS, beginsBareStack, isBetweenFrames, isOfNextStack, parseBareFrame } from "./bare-frames";
import { isChatter } from "./chatter";
import { beginsWithAddress } from "./columns";
import { DuplicatesReader } from "./duplicate-stacks";
import { isElision } from "./elision";
import { bitsOf } from "./grammar";
import { lookAt } from "./guarded";
import { LateRows, withRows } from "./late-rows";
import {
  isPlainRow,
  moduleOfPlainRow,
  NATIVE_STACK_LINES,
  parseNamedFrame,
  parseNativeFrames,
  parsePlainFrame,
  splitFoldedStack,
} from "./native-frame";
import type { Parser, Reading, Source } from "./parser";
import { columnsOf, scanned } from "./scanned-line";
import { isUnreliableMark, readStackHeading, type StackHeading } from "./stack-heading";
import { isThreadRow, parseThreadDetail, parseThreadRows, THREAD_ROW, type ThreadRow } from "./thread-heading";
import { headsStack } from "./windbg-threads";

/**
 * `k`, `kb`, `kv`, `kn`, `kL`, `kp`, `kP`, `kf`, `kc` and `~*kb`, `~39k`, `!uniqstack`: native
 * stacks, one or many. The rows are described in `native-frame.ts`.
 *
 * x86, with the first three arguments (`kb`) and the notes of `kv`:
 * ```sample x86
 * 0:014> kv
 * ChildEBP RetAddr  Args to Child
 * 0193f558 7c827d29 77e61d1e 000007c4 00000000 ntdll!KiFastSystemCallRet (FPO: [0,0,0])
 * 0193f55c 77e61d1e 000007c4 00000000 00000000 ntdll!NtWaitForSingleObject+0xc (FPO: [3,0,0])
 * 0193f5cc 6a2b13f0 000007c4 ffffffff 00000000 kernel32!WaitForSingleObjectEx+0xac (FPO: [Non-Fpo])
 * WARNING: Frame IP not in any known module. Following frames may be wrong.
 * 0193f5f8 00000000 00000000 00000000 00000000 0x3a51b7d
 * ```
 * x64, and the newer form in which `kb` and `kv` number the rows and leave out the stack pointer:
 * ```sample x64
 * 0:031> kv
 * Child-SP          RetAddr           : Args to Child                                                           : Call Site
 * 000000c9`d5f7e288 00007ffc`17c51e93 : 00000241`00000001 00000000`00000000 000000c9`d5f7e310 00007ffc`1ab3a000 : ntdll!NtQueryDirectoryFile+0x14
 * 000000c9`d5f7e290 00007ffb`bc2a91f0 : 00000000`00000a14 00000241`6a1c0f20 00000000`00000000 00000000`00000000 : KERNELBASE!FindNextFileW+0x1b3
 * ```
 * ```sample x64-numbered
 * 0:031> kb
 *  # RetAddr               : Args to Child                                                           : Call Site
 * 00 00007ffc`17c51e93     : 00000241`00000001 00000000`00000000 000000c9`d5f7e310 00007ffc`1ab3a000 : ntdll!NtQueryDirectoryFile+0x14
 * 01 (Inline Function)     : --------`-------- --------`-------- --------`-------- --------`-------- : KERNELBASE!FindNextFile+0x9 [minkernel\find.c @ 88]
 * 02 00000000`00000000     : 00000000`00000a14 00000241`6a1c0f20 00000000`00000000 00000000`00000000 : KERNELBASE!FindNextFileW+0x1b3
 * ```
 * All threads; each stack stands under the row that `~` prints for its thread:
 * ```sample all-threads
 * 0:003> ~*k
 *
 *    0  Id: b5c.f34 Suspend: 1 Teb: 00000049`c2ad1000 Unfrozen "main"
 *  # Child-SP          RetAddr               Call Site
 * 00 00000049`c2b7e9a8 00007ffa`cd2a1b0e     ntdll!NtWaitForSingleObject+0x14
 * 01 00000049`c2b7e9b0 00000000`00000000     KERNELBASE!WaitForSingleObjectEx+0x8e
 *
 * .  3  Id: b5c.10a8 Suspend: 1 Teb: 00000049`c2ad9000 Unfrozen
 *  # Child-SP          RetAddr               Call Site
 * 00 00000049`c2fff8b8 00000000`00000000     ntdll!NtWaitForWorkViaWorkerFactory+0x14
 * ```
 * Itanium has a second stack pointer, and rows without any symbol:
 * ```sample itanium
 * 0:002> k
 * Child-SP          Child-BSP         RetAddr
 * 00000000`0043eb50 00000000`00440250 00000000`6b008520
 * 00000000`0043eb80 00000000`00440208 00000000`00000000
 * ```
 *
 * On x86 the arguments are what lies on the stack: sure only for frames with a normal prologue.
 * On x64 they are mostly left-overs. Rows after `WARNING: …` are guesses. Not read: the texts
 * that `kp` and `kP` print between parentheses; they stay in `callSite`.
 */
const REST =
  /^\s*(?:Child\s+:\s+Call Site$|Processing \d+ threads, please wait|\d+(?:, ?\d+)*,?\s*$|\*{3} Stack trace for last set context)/i;
const ELLIPSIS = /^\s*\[?(?:\.{2,}|[<[(]?snip|…)/i;
const ADDRESS_WIDTH = /(?:^|\s)([0-9a-f]{8}(?:\\?[`'´]?[0-9a-f]{8})?)\s/i;
/** `kP` puts every parameter on a line of its own: the row goes on until its parenthesis closes. */
const LONGEST_CALL = 60;

function addressBits(text: string): 32 | 64 | null {
  const width = ADDRESS_WIDTH.exec(text)?.[1];
  return width ? bitsOf(width.replace("\\", "")) : null;
}

type OpenStack = { -readonly [K in keyof NativeStack]: NativeStack[K] } & {
  rows: LateRows<NativeFrame>;
  headed: boolean;
};

const NO_FRAMES: readonly NativeFrame[] = [];

class Reader {
  readonly stacks: OpenStack[] = [];
  readonly unread: number[] = [];
  readonly duplicates = new DuplicatesReader();
  bits: 32 | 64 | null = null;
  /** Some row stands in the kernel. */
  kernel = false;
  private heading: StackHeading | null = null;
  private unreliable = false;
  /** A line that could not be read stands behind the last row. */
  private interrupted = false;
  /** Somebody put dots where rows stood. */
  private gap = false;
  private call: { text: string; line: Line; last: number } | null = null;

  constructor(private readonly source: Source) {}

  private open(line: Line, row: ThreadRow | null): OpenStack {
    // Only the first stack of a block can be the one the command or the prompt spoke of.
    const known = this.stacks.length === 0 && !this.source.allThreads && this.source.mode !== "kernel";
    const stack: OpenStack = {
      line: line.number,
      lastLine: line.number,
      thread: row?.thread ?? (known ? this.source.thread : null),
      processId: row?.processId ?? null,
      osThreadId: row?.osThreadId ?? (known ? this.source.osThreadId : null),
      suspendCount: row?.suspendCount ?? null,
      name: row?.name ?? null,
      frames: NO_FRAMES,
      rows: new LateRows(parsePlainFrame),
      cut: false,
      headed: false,
    };
    this.stacks.push(stack);
    this.gap = false;
    this.interrupted = false;
    this.unreliable = false;
    return stack;
  }

  private current(line: Line): OpenStack {
    return this.stacks.at(-1) ?? this.open(line, null);
  }

  /** Row 00 begins another stack, even where its heading was lost; so does a step up the stack behind foreign text. */
  private beginsStack(frame: NativeFrame, before: NativeFrame | undefined): boolean {
    if (!before) return false;
    if (frame.frameNumber !== null) return frame.frameNumber === 0;
    if (this.heading === null && frame.childSp === null && frame.returnAddress === null)
      return this.interrupted || isOfNextStack(frame, before);
    if (!this.interrupted) return false;
    if (frame.childSp === null || before.childSp === null) return frame.childSp !== before.childSp;
    return compareHex(frame.childSp, before.childSp) < 0;
  }

  /** With several, the heading of the thread that a row belongs to may have stood where there are dots. */
  private hasSeveralThreads(): boolean {
    return this.source.allThreads || this.stacks.length > 1 || this.stacks[0]?.processId != null;
  }

  private addFrames(frames: readonly NativeFrame[], line: Line): void {
    let stack = this.current(line);
    if (this.gap && this.hasSeveralThreads()) {
      stack = this.open(line, null);
      stack.cut = true;
    } else if (frames[0] && this.beginsStack(frames[0], stack.rows.last())) stack = this.open(line, null);
    else if (this.interrupted && stack.rows.length > 0) stack.cut = true;
    this.interrupted = false;
    this.gap = false;
    for (const frame of frames) stack.rows.add(frame);
    stack.lastLine = line.last;
    this.bits ??= addressBits(line.text);
  }

  /** A row exactly as debuggers print it, right below another one, need not be read now. */
  private addLate(line: Line): boolean {
    const stack = this.stacks.at(-1);
    if (!stack || this.gap || this.interrupted || this.unreliable || this.call) return false;
    const module = moduleOfPlainRow(scanned(line), this.heading);
    if (module === undefined) return false;
    stack.rows.addLate(line);
    stack.lastLine = line.last;
    this.bits ??= addressBits(line.text);
    this.kernel ||= module === "nt";
    return true;
  }

  private frames(line: Line): NativeFrame[] {
    const found = parseNativeFrames(line, this.unreliable, this.heading);
    if (found.length > 0 || this.heading?.returnAddress) return found;
    const named = this.heading ? parseNamedFrame(line, this.unreliable) : this.bare(line);
    return named ? [named] : [];
  }

  /** A row without any address, where the rows above have none either. */
  private bare(line: Line): NativeFrame | null {
    const last = this.stacks.at(-1)?.rows.last();
    return last && (last.childSp ?? last.returnAddress) !== null ? null : parseBareFrame(line, this.unreliable);
  }

  /** A further line of a row that `kP` spread out; false when the line begins something else. */
  private continueCall(line: Line): boolean {
    if (!this.call) return false;
    if (line.number - this.call.line.number > LONGEST_CALL || this.frames(line).length > 0) {
      this.call = null;
      return false;
    }
    this.call = { ...this.call, text: `${this.call.text} ${line.text.trim()}`, last: line.last };
    const { text, line: first, last } = this.call;
    const whole = this.frames({ ...first, text })[0];
    const stack = this.stacks.at(-1);
    if (whole && stack) {
      stack.rows.replaceLast(whole);
      stack.lastLine = last;
    }
    if (/\)(?:\+0x[0-9a-f]+)?(?:\s+\[[^\]]*\])?$/i.test(line.text)) this.call = null;
    return true;
  }

  read(line: Line): void {
    const mayBeRow = beginsWithAddress(columnsOf(line));
    if (mayBeRow && this.addLate(line)) return;
    lookAt(line);
    const folded = mayBeRow ? null : splitFoldedStack(line.text);
    if (folded) {
      this.read({ ...line, text: folded.heading });
      this.read({ ...line, text: folded.rows });
      return;
    }
    if (this.continueCall(line)) return;
    const frames = this.frames(line);
    if (frames.length > 0) {
      this.addFrames(frames, line);
      this.unreliable ||= frames.at(-1)?.unreliable ?? false;
      if (line.text.endsWith("(")) this.call = { text: line.text, line, last: line.last };
      return;
    }
    const heading = readStackHeading(line.text);
    if (heading) {
      this.heading = heading;
      const last = this.stacks.at(-1);
      const isOwn = last && last.rows.length === 0 && !last.headed && !(this.gap && this.hasSeveralThreads());
      const stack = isOwn ? last : this.open(line, null);
      stack.headed = true;
      stack.lastLine = line.last;
      return;
    }
    const row = parseThreadRows(line).at(-1);
    if (row) {
      const last = this.stacks.at(-1);
      // A row right below a row is a list, not the heading of an empty stack.
      if (last && last.rows.length === 0 && !last.headed) this.unread.push(last.line);
      this.open(line, row);
      return;
    }
    if (isUnreliableMark(line.text)) {
      this.unreliable = true;
      return;
    }
    const stack = this.stacks.at(-1);
    if (stack && isBetweenFrames(line.text)) return;
    if (isElision(line.text)) {
      this.gap = true;
      this.unreliable &&= !this.hasSeveralThreads();
    }
    if (ELLIPSIS.test(line.text) && stack) stack.cut = true;
    if (this.duplicates.take(line)) return;
    if (isChatter(line.text) || parseThreadDetail(line.text) || REST.test(line.text)) return;
    this.interrupted = true;
    this.unread.push(line.number);
  }

  finish(): NativeStack[] {
    for (const stack of this.stacks) {
      if (stack.rows.length === 0 && !stack.headed) this.unread.push(stack.line);
    }
    return this.stacks.flatMap(({ headed, rows, ...stack }) => {
      this.kernel ||= rows.early().some(({ module }) => module === "nt");
      return rows.length > 0 || headed ? [withRows(stack, rows)] : [];
    });
  }
}

function parse(source: Source): Reading<NativeStacksReport> {
  const reader = new Reader(source);
  for (const line of source.lines) reader.read(line);
  const stacks = reader.finish();
  if (!reader.stacks.some(({ rows }) => rows.length > 0)) return null;
  const duplicates = reader.duplicates.found;
  // Without the command: every thread in order, as only `~*k` prints them.
  const inOrder = stacks.length > 1 && stacks.every((stack, index) => stack.thread === index);
  const allThreads = source.allThreads || (source.command === null && inOrder);
  return {
    report: { kind: "native-stacks", stacks, allThreads, bits: reader.bits, ...(duplicates && { duplicates }) },
    unread: [...new Set(reader.unread)],
    mode: reader.kernel ? "kernel" : "user",
  };
}

/** Frames found in the next lines from `at`, marks and noise left out; stops at anything else. */
function framesFrom(lines: readonly Line[], at: number, heading: StackHeading | null, most: number): NativeFrame[] {
  const found: NativeFrame[] = [];
  for (let index = at; index < lines.length && index < at + 3 * most && found.length < most; index++) {
    const line = lines[index];
    if (!line) break;
    const frames = parseNativeFrames(line, false, heading);
    const named = heading && !heading.returnAddress ? parseNamedFrame(line, false) : null;
    if (frames.length > 0) found.push(...frames);
    else if (named) found.push(named);
    else if (!isChatter(line.text) && !isUnreliableMark(line.text)) break;
  }
  return found;
}

/** `dps` prints the same columns, but its first one counts up by the size of a pointer. */
function isMemoryDump(frames: readonly NativeFrame[]): boolean {
  const steps = frames.slice(1).map((frame, index) => {
    const before = frames[index]?.childSp;
    return before && frame.childSp ? BigInt(`0x${frame.childSp}`) - BigInt(`0x${before}`) : 0n;
  });
  return steps.every((step) => step === 4n || step === 8n);
}

/** What `!analyze -v` and `!pe` print above theirs. */
const OTHER_STACK = /^\s*(?:STACK_TEXT:|StackTrace |SP\s+IP\s+Function)/;

function confirm(lines: readonly Line[], at: number): boolean {
  const text = lines[at]?.text ?? "";
  if (isThreadRow(text)) return headsStack(lines, at);
  const heading = readStackHeading(text);
  if (heading) return framesFrom(lines, at + 1, heading, 1).length > 0;
  if (splitFoldedStack(text)) return true;
  if (isUnreliableMark(text)) return false;
  if (BARE_ROWS.some((row) => row.test(text))) return beginsBareStack(lines, at);
  // Rows alone: the first of a run of at least three that no other command announced.
  let above = at - 1;
  while (above >= 0 && above > at - 8 && isChatter(lines[above]?.text ?? "")) above--;
  const before = lines[above]?.text ?? "";
  if (above >= 0 && (OTHER_STACK.test(before) || NATIVE_STACK_LINES.some((line) => line.test(before)))) return false;
  const frames = framesFrom(lines, at, null, 3);
  const exception = frames.some((frame) => /\.(?:dll|exe)$/i.test(frame.module ?? ""));
  return frames.length >= 3 && !exception && !isMemoryDump(frames);
}

export const windbgStack: Parser<NativeStacksReport> = {
  id: "windbg-stack",
  name: "k",
  mode: "user",
  command: /^(?:k[bcdfnpvl]{0,5}(?:\s|$)|!uniqstack\b)/,
  bareCommand:
    /^\s{0,8}(?:~\s?(?:[*.#]|\d{1,4}|~?\[(?:0x)?[0-9a-f]{1,8}\])\s?(?:e\s)?\s?k[bcdfnpvL]{0,5}|k[bcdfnpvL]{1,5})(?:\s(?:0x)?[0-9a-f]{1,4})?\s{0,4}$/i,
  recognise: [...NATIVE_STACK_LINES, ...BARE_ROWS, /^\s*(?:#\s*)?Call Site\s*$/i, THREAD_ROW],
  confirm,
  follow: () => isPlainRow,
  keeps: [...NATIVE_STACK_LINES, /^\s*(?:Start|Priority):\s/],
  errors: [
    {
      // GetContextState failed, 0x8007001F      Unable to get program counter
      line: /^\s*(?:GetContextState failed|Unable to get (?:current machine context|program counter)|Can't retrieve thread context)/i,
      problem: {
        code: "NO_THREAD_CONTEXT",
        what: "The debugger has no registers for this thread, so it cannot walk the stack.",
        fix: "Switch to another thread and back, reload the symbols, or take the dump again with full memory.",
        commands: [".reload /f", "~*kb", "procdump -ma <pid>"],
      },
    },
  ],
  parse,
};
