import { canonicalHex, type KernelStacksReport, type Line, type NativeFrame, type StackedThread } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isCacheNote } from "./debugger-cache";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { ADDRESS, group, hexGroup, numberGroup, rx } from "./grammar";
import { parseNamedFrame } from "./native-frame";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!stacks [0|1|2] [FILTER]`: the kernel stack of every thread, below the process it belongs to. With a
 * filter only threads that have the text somewhere in a symbol of their stack.
 *
 * Detail 2, newer debuggers: processes with their address, threads with their ticks (hex).
 * ```sample detail-2
 * 0: kd> !stacks 2 AcmeBkp
 * Proc.Thread  .Thread  Ticks   ThreadState Blocker
 *                             [fffff8013ed5d3c0 Idle]
 *                             [ffffa50f5b7d9080 w3wp.exe]
 * *** ERROR: Module load completed but symbols could not be loaded for AcmeBkp.sys
 * 1c38.001f4c  ffffa50f6c2d1080 0000900 Blocked    nt!KiSwapContext+0x76
 *                                         nt!KeWaitForSingleObject+0x377
 *                                         AcmeBkp+0x12ac
 *                                         Ntfs!NtfsFsdDirectoryControl+0x12
 * Threads Processed: 1204
 * ```
 * Older debuggers print no ticks and no address of the process; detail 0 and 1 show the top frame only:
 * ```sample detail-1
 * kd> !stacks 1
 * Proc.Thread  .Thread  ThreadState  Blocker
 *                                      [System]
 *    4.000008  827d0030  Blocked    nt!MmZeroPageThread+0x66
 *    4.000014  827cf030  Blocked    Stack paged out
 *
 *                                      [w3wp.exe]
 *  d6c.0006d4  88e889a0  Blocked    +0xfe0343a5
 * ```
 *
 * Proc.Thread: process and thread id, hex. .Thread: address of the ETHREAD. Ticks: length of the current
 * wait in clock ticks (about 15.6 ms each), hex, a huge number where it seems to begin in the future.
 * Blocker: top of the stack; the frames below it follow, one a line. Detail 0 leaves out what the debugger
 * takes for idle.
 */
const HEADING = /^\s*Proc\.Thread\s+\.Thread\s+(?:Ticks\s+)?ThreadState\s+Blocker/i;
const WHOLE_HEADING = new RegExp(`${HEADING.source}$`, "i");
const IDS = "(?<processId>[0-9a-f]{1,8})\\.(?<osThreadId>[0-9a-f]{1,8})";
const STATES =
  "Blocked|Running|Ready|Standby|Terminat\\w{0,3}|Transition|Init\\w{0,7}|Deferred\\w{0,6}|Gate ?Wait\\w{0,3}|\\?{2,8}";
// 4.0000cc  ffffe00001019880 fffffee1 Blocked    nt!KiSwapContext+0x76
const ROW = rx(
  "^\\s*",
  IDS,
  "\\s+(?<address>",
  ADDRESS,
  ")\\s+(?:(?<ticks>-?[0-9a-f]{1,16})\\s+)?(?<state>",
  STATES,
  ")(?:\\s+(?<blocker>\\S.*))?$",
);
// The front of a row that a mail wrapped: `4.0000cc  ffffe00001019880 fffffee1`
const ROW_START = rx("^\\s*[0-9a-f]{1,8}\\.[0-9a-f]{6,8}\\s+", ADDRESS, "(?:\\s+[0-9a-f]{1,8})?$");
// [ffffe00000089040 System]      [smss.exe]
const PROCESS = rx("^\\s*\\[(?:(?<address>", ADDRESS, ")\\s+)?(?<image>[^\\s[\\]][^[\\]]{0,60})\\]$");
const OFFSET = /\+0x[0-9a-f]{1,16}(?=\s|$)/i;
// nt!IofCallDriver nt!IopSynchronousServiceTail+0x1ac: a place without an offset, and the one below it
const RAN_TOGETHER = /^[\w.]{1,60}![^\s+]{1,400}(?<!operator)(?=\s+[A-Za-z_][\w.]{0,60}(?:!|\+0x))/;
const PAGED_OUT = /^\[?(?:kernel )?stack (?:is )?(?:currently )?(?:paged out|not resident|swapped)/i;
// +0xfe0343a5      fffff801`12340000      0xfffff80112340000
const BARE_PLACE = rx("^(?:\\+0x[0-9a-f]{1,16}|", ADDRESS, ")$");
// [c:\src\lock.c @ 62]      (Inline)
const NOTE = /^[([].{0,400}$/;
const PROCESSED = /^\s*Threads? Processed:\s*(?<count>\d{1,9})$/i;
// *** ERROR: Module load completed but symbols could not be loaded for AcmeBkp.sys
const NO_SYMBOLS =
  /^\*{3} ERROR: .{0,80}symbols (?:could not be loaded )?for (?<file>[\w.$-]{1,80}\.(?:sys|dll|exe|ocx|drv|cpl))(?![\w.])/i;
const UNREADABLE = /^\s*(?:Unable to |Error |Could not |GetContextState failed)/i;

/** Ticks above this are negative numbers: a wait that seems to begin in the future. */
const WRAPPED = 0x8000_0000;
const FOLDED = [/Proc\.Thread\s+\.Thread/i, rx(IDS, "\\s+", ADDRESS, "\\s")];
const STARTS = [
  `Proc\\.Thread|[0-9a-f]{1,8}\\.[0-9a-f]{6,8}\\s+${ADDRESS}\\s|\\[(?:${ADDRESS}\\s+)?[^\\s[\\]][^[\\]]{0,60}\\](?=\\s|$)`,
  "(?<= {24})[A-Za-z_][\\w.]{0,60}(?:!|\\+0x)[^\\s!]|Threads? Processed:|\\*\\*\\* ERROR: ",
].join("|");

function placeFrame(text: string, line: Line): NativeFrame | null {
  const named = parseNamedFrame({ ...line, text }, false);
  if (named || !BARE_PLACE.test(text)) return named;
  return {
    line: line.number,
    childSp: null,
    returnAddress: null,
    args: [],
    module: null,
    symbol: null,
    offset: text.startsWith("+") ? canonicalHex(text.slice(1)) : null,
    callSite: text,
    unreliable: false,
    inline: false,
    frameNumber: null,
    source: null,
    notes: [],
  };
}

/** The frames on a line: one as a rule, more when a page ran lines together. */
function placeFrames(text: string, line: Line): { frames: NativeFrame[]; rest: string } {
  const frames: NativeFrame[] = [];
  let rest = text;
  while (rest !== "") {
    const end = OFFSET.exec(rest);
    const site = RAN_TOGETHER.exec(rest)?.[0] ?? (end ? rest.slice(0, end.index + end[0].length) : rest);
    const frame = placeFrame(site, line);
    if (!frame) break;
    frames.push(frame);
    rest = rest.slice(site.length).trim();
    if (NOTE.test(rest)) rest = "";
  }
  return { frames, rest };
}

type ThreadDraft = StackedThread & { frames: NativeFrame[] };

class StacksReader {
  readonly processes: KernelStacksReport["processes"][number][] = [];
  readonly threads: ThreadDraft[] = [];
  headed = false;
  /** Rows are missing: somebody cut them out, or the dump does not hold the memory. */
  cut = false;
  threadsProcessed: number | null = null;
  /** Newer debuggers print the address of every process; null where the heading is missing. */
  private modern: boolean | null = null;
  /** What a row or a frame below belongs to. */
  private owner: KernelStacksReport["processes"][number] | null = null;
  private thread: ThreadDraft | null = null;
  /** The start of a row that goes on in the next line. */
  private part: Line | null = null;
  private last = 0;
  readonly modulesWithoutSymbols: string[] = [];
  readonly unread: number[] = [];

  take(line: Line): boolean {
    this.last = line.number;
    const text = withoutAnnotation(line.text).trim();
    const part = this.part;
    this.part = null;
    if (part && this.row({ ...part, last: line.last }, `${part.text.trim()} ${text}`)) return true;
    if (part) this.unread.push(part.number);
    if (isElision(text)) {
      this.cut = true;
      this.lose(true);
      return true;
    }
    if (WHOLE_HEADING.test(text)) {
      this.headed = true;
      this.modern = /\sTicks\s/i.test(text);
      return true;
    }
    if (this.row(line, text) || this.process(line, text) || this.frame(line, text)) return true;
    if (ROW_START.test(text)) {
      this.part = line;
      return true;
    }
    return this.remark(text);
  }

  /** What stands below need not belong to the thread, or even the process, above. */
  lose(process: boolean): void {
    this.thread = null;
    if (process) this.owner = null;
  }

  /** A paste that ends within a call site may end within a name, which would then be a wrong one. */
  end(): void {
    if (this.part) this.unread.push(this.part.number);
    this.part = null;
    const thread = this.threads.at(-1);
    const frame = thread?.frames.at(-1);
    if (!thread || !frame || frame.line !== this.last || this.threadsProcessed !== null) return;
    if (frame.symbol !== null && frame.offset === null) {
      thread.frames.pop();
      if (thread.frames.length === 0) thread.blocker = null;
      this.unread.push(frame.line);
    } else if (frame.symbol !== null) {
      const whole = { ...frame, offset: null, callSite: frame.callSite.replace(OFFSET, "") };
      thread.frames.splice(-1, 1, whole);
      if (thread.frames.length === 1) thread.blocker = whole.callSite;
    }
  }

  private row(line: Line, text: string): boolean {
    const match = ROW.exec(text);
    const address = match && hexGroup(match, "address");
    if (!match || !address) return false;
    const blocker = group(match, "blocker")?.trim() ?? null;
    const { frames, rest } = placeFrames(blocker ?? "", line);
    if (frames.length > 0 && rest !== "") this.unread.push(line.number);
    const ticks = hexGroup(match, "ticks");
    const count = ticks === null ? Number.NaN : Number.parseInt(ticks, 16);
    const { owner } = this;
    this.thread = {
      line: line.number,
      lastLine: line.last,
      processId: hexGroup(match, "processId") ?? "0",
      osThreadId: hexGroup(match, "osThreadId") ?? "0",
      address,
      ticks,
      waitTicks: count >= 0 && count < WRAPPED ? count : null,
      state: group(match, "state") ?? "",
      blocker: frames[0]?.callSite ?? blocker,
      stackResident: !(blocker !== null && PAGED_OUT.test(blocker)),
      frames,
      image: owner?.image ?? null,
      process: owner?.address ?? null,
    };
    this.threads.push(this.thread);
    return true;
  }

  private process(line: Line, text: string): boolean {
    const match = this.headed || this.threads.length > 0 ? PROCESS.exec(text) : null;
    if (!match) return false;
    const address = hexGroup(match, "address");
    const image = (group(match, "image") ?? "").trim();
    // The first of two words may be an address that nobody can read.
    const doubtful = address === null && (this.modern === true || (this.modern === null && image.includes(" ")));
    this.lose(true);
    if (doubtful) return false;
    this.owner = { line: line.number, address, image };
    this.processes.push(this.owner);
    return true;
  }

  private frame(line: Line, text: string): boolean {
    const { thread } = this;
    if (!thread || this.threadsProcessed !== null) return false;
    if (PAGED_OUT.test(text)) {
      thread.stackResident = false;
      return true;
    }
    const { frames, rest } = placeFrames(text, line);
    if (frames.length === 0) return false;
    if (rest !== "") this.unread.push(line.number);
    thread.blocker ??= frames[0]?.callSite ?? null;
    thread.frames.push(...frames);
    thread.lastLine = line.last;
    return true;
  }

  private remark(text: string): boolean {
    const processed = PROCESSED.exec(text);
    const file = NO_SYMBOLS.exec(text)?.groups?.file;
    if (file) this.modulesWithoutSymbols.push(file);
    else if (processed) this.threadsProcessed = numberGroup(processed, "count");
    else return false;
    return true;
  }
}

function parse(source: Source): Reading<KernelStacksReport> {
  const reader = new StacksReader();
  const unread: number[] = [];
  for (const line of unfold(source.lines, FOLDED, STARTS)) {
    if (line.text.trim() === "" || reader.take(line)) continue;
    if (UNREADABLE.test(line.text)) reader.cut = true;
    else if (!isChatter(line.text) && !isCacheNote(line.text) && !isAnnotation(line.text)) {
      unread.push(line.number);
      reader.lose(false);
    }
  }
  reader.end();
  const { headed, threads, processes, threadsProcessed } = reader;
  if (!headed && threads.length === 0) return null;
  const [detail = null, filter = null] = source.args.split(/\s+/).filter((word) => word !== "");
  return {
    report: {
      kind: "kernel-stacks",
      detail: detail !== null && /^\d$/.test(detail) ? Number(detail) : null,
      filter,
      processes,
      threads,
      threadsProcessed,
      modulesWithoutSymbols: [...new Set(reader.modulesWithoutSymbols)],
      complete: headed && threadsProcessed !== null && !reader.cut && unread.length === 0 && reader.unread.length === 0,
    },
    unread: [...unread, ...reader.unread],
  };
}

export const kdStacks: Parser<KernelStacksReport> = {
  id: "kd-stacks",
  name: "!stacks",
  mode: "kernel",
  command: /^!stacks\b/,
  recognise: [
    HEADING,
    rx("^\\s*[0-9a-f]{1,8}\\.[0-9a-f]{6,8}\\s+", ADDRESS, "\\s+(?:-?[0-9a-f]{1,16}\\s+)?(?:", STATES, ")(?:\\s|$)"),
    PROCESSED,
  ],
  follow: () => {
    const reader = new StacksReader();
    return (line) => reader.take(line);
  },
  restarts: HEADING,
  parse,
};
