import type { Hex, KernelProcess, Line, ProcessesReport } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { beginsWithAddress } from "./columns";
import { isElision } from "./elision";
import { ADDRESS, bitsOf, COUNT, group, HEX, hexGroup, numberGroup, parseDurationSeconds, rx } from "./grammar";
import { guarded } from "./guarded";
import { KernelThreadReader, readThreadStart } from "./kernel-thread";
import { type LineReader, readLinesOf, UnreadLines } from "./line-reader";
import type { Parser, Reading } from "./parser";
import { PatternIndex } from "./pattern-index";
import { columnsOf } from "./scanned-line";

/**
 * `!process 0 0 [IMAGE]` and `!process ADDR FLAGS` of a kernel target: processes, and with flag 2 and 4 their threads.
 *
 * The list, Windows 10 x64:
 * ```sample list
 * 0: kd> !process 0 0 w3wp.exe
 * PROCESS ffffa50f6b7d9080
 *     SessionId: 0  Cid: 1c38    Peb: c9d4a1c000  ParentCid: 0b1c
 *     DirBase: 1f2d00002  ObjectTable: ffffd104a28c7040  HandleCount: 1742.
 *     Image: w3wp.exe
 *
 * PROCESS ffffa50f6c0e1300
 *     SessionId: none  Cid: 0004    Peb: 00000000  ParentCid: 0000
 *     DirBase: 001ad000  ObjectTable: ffffd1049e276e40  HandleCount: <Data Not Accessible>
 *     Image: System
 * ```
 * NT 4 to Windows 2000, where the handles are counted in TableSize:
 * ```sample old
 * kd> !process 0 0
 * **** NT ACTIVE PROCESS DUMP ****
 * PROCESS 80955e40  Cid: 0021    Peb: 7ffde000  ParentCid: 0012
 *     DirBase: 00112005  ObjectTable: 80955ce8  TableSize:  54.
 *     Image: winlogon.exe
 * ```
 * One process with its threads, x86:
 * ```sample threads
 * 1: kd> !process 8a3b7d88 7
 * PROCESS 8a3b7d88  SessionId: 0  Cid: 0f1c    Peb: 7ffdf000  ParentCid: 0894
 *     DirBase: 0f8c0420  ObjectTable: e2a8ea90  HandleCount: 614.
 *     Image: w3wp.exe
 *     VadRoot 85f24388 Vads 336 Clone 0 Private 9104. Modified 0. Locked 0.
 *     DeviceMap e30a2340
 *     Token                             e172e040
 *     ElapsedTime                       02:04:07.015
 *     UserTime                          00:00:00.031
 *     KernelTime                        00:00:00.000
 *     QuotaPoolUsage[PagedPool]         26588
 *     QuotaPoolUsage[NonPagedPool]      1440
 *     Working Set Sizes (now,min,max)  (2154, 50, 345) (8616KB, 200KB, 1380KB)
 *     PeakWorkingSetSize                2183
 *     VirtualSize                       112 Mb
 *     PeakVirtualSize                   113 Mb
 *     PageFaultCount                    4609
 *     MemoryPriority                    BACKGROUND
 *     BasePriority                      8
 *     CommitCharge                      1124
 *
 *         THREAD 8a41c020  Cid 0f1c.0a44  Teb: 7ffdd000 Win32Thread: 00000000 WAIT: (Executive) KernelMode Non-Alertable
 *             b6c31a4c  NotificationEvent
 *         Not impersonating
 *         Owning Process            8a3b7d88       Image:         w3wp.exe
 *         Wait Start TickCount      114032         Ticks: 640 (0:00:00:10.000)
 *         ChildEBP RetAddr  Args to Child
 *         b6c31990 8083d5b1 8a41c0c8 8a41c020 00000000 nt!KiSwapContext+0x26 (FPO: [Uses EBP] [0,0,4])
 * ```
 *
 * Cid is the process id, hex; the image name is cut after 15 characters. Fields that a dump does not hold
 * (`<Data Not Accessible>`, `<Invalid>`) stay null. A thread counts to the process whose id its Cid names.
 * Read but not kept: DirBase, VadRoot, tokens, quotas, virtual sizes, fault counts, jobs.
 */
const START = new RegExp(`^\\s*PROCESS\\s+(?<address>${ADDRESS})(?:\\s|$)`);
const ANY_START = guarded(START);
const UNREADABLE_START = guarded(/^\s*PROCESS\s+\S/);
const CID = rx("(?:^|\\s)Cid:\\s+(?<cid>[0-9a-f]{4,8})\\b");
/** Where the lines of a list began that a page folded into one. */
const FOLD = new RegExp(`\\s(?=PROCESS\\s+${ADDRESS}\\s|THREAD\\s+${ADDRESS}\\s+Cid|VadRoot )`);
const BANNER = /^\s*(?:\*{1,4}\s*)?NT ACTIVE PROCESS DUMP\b/i;
const ANY_BANNER = guarded(BANNER);

interface Property {
  pattern: RegExp;
  set(draft: Draft, match: RegExpExecArray): void;
}

interface Draft extends Omit<KernelProcess, "processId" | "threads"> {
  processId: Hex | null;
  lines: number[];
  /** How many of the threads read are its own; they stand in order. */
  threadCount: number;
}

/** Null for a time without its thousandths: all are printed with them, so the paste broke off there. */
function seconds(match: RegExpExecArray): number | null {
  const text = group(match, "time");
  return text === null || !/[.,]\d{3}/.test(text) ? null : parseDurationSeconds(text);
}

const DURATION = "(?<time>(?:\\d+ Days? )?[\\d:.,]+)";

const PROPERTIES: readonly Property[] = [
  {
    pattern: CID,
    set: (draft, match) => {
      draft.processId = hexGroup(match, "cid");
    },
  },
  {
    pattern: /\bSessionId:\s+(?<id>\d{1,6}|none)/i,
    set: (draft, match) => {
      draft.sessionId = numberGroup(match, "id");
    },
  },
  {
    pattern: /\bPeb:\s+(?:0x)?(?<peb>[0-9a-f]{8,16})(?![0-9a-z])/i,
    set: (draft, match) => {
      draft.peb = hexGroup(match, "peb");
    },
  },
  {
    pattern: rx("\\bParentCid:\\s+(?<parent>[0-9a-f]{4,8})(?![0-9a-z])"),
    set: (draft, match) => {
      draft.parentProcessId = hexGroup(match, "parent");
    },
  },
  {
    // HandleCount: 29648.      TableSize: 150.
    pattern: rx("\\b(?:HandleCount|TableSize):(?:\\s+(?<count>", COUNT, "))?"),
    set: (draft, match) => {
      // `HandleCount: 1  PointerCount: 3` speaks of an object that `!handle` lists.
      if (!match.input.includes("PointerCount")) draft.handleCount = numberGroup(match, "count");
    },
  },
  {
    pattern: /(?:^|\s)Image:\s+(?<image>\S(?:.{0,60}?\S)?)(?=\s{2,}|\s+VadRoot\b|\s*$)/i,
    set: (draft, match) => {
      draft.image = group(match, "image");
    },
  },
  {
    pattern: rx("\\bElapsedTime\\s+(?:<\\w+>|", DURATION, ")"),
    set: (draft, match) => {
      draft.elapsedSeconds = seconds(match);
    },
  },
  {
    pattern: rx("\\bUserTime\\s+", DURATION),
    set: (draft, match) => {
      draft.userTimeSeconds = seconds(match);
    },
  },
  {
    pattern: rx("\\bKernelTime\\s+", DURATION),
    set: (draft, match) => {
      draft.kernelTimeSeconds = seconds(match);
    },
  },
  {
    // Working Set Sizes (now,min,max)  (56547, 50, 345) (226188KB, 200KB, 1380KB)
    pattern: /\bWorking Set Sizes [^()]{0,10}\(now,\s?min,\s?max\)\s+\([\d, ]+\)(?:\s+\((?<now>\d{1,12})KB)?/i,
    set: (draft, match) => {
      const now = numberGroup(match, "now");
      draft.workingSetBytes = now === null ? null : now * 1024;
    },
  },
  {
    pattern: rx("\\bDebugPort\\s+(?<port>", HEX, ")"),
    set: (draft, match) => {
      draft.debugPort = hexGroup(match, "port");
    },
  },
];

/** Lines that are known and hold nothing a report has a field for. */
const KNOWN = [
  BANNER,
  /^\s*(?:Searching for Process with Cid|DirBase:|VadRoot|DeviceMap|Token|QuotaPool|Working Set|PeakWorking)/i,
  /^\s*(?:VirtualSize|PeakVirtualSize|PageFaultCount|MemoryPriority|BasePriority|CommitCharge|ElapsedTime)\b/i,
  /^\s*(?:Job|DebugPort|ExceptionPort|Process Lock Owner|DefaultHardErrorProcessing|DeepFreeze|Clone \d)\b/i,
  /^\s*(?:Setting context for this process|No active threads|Unable to |GetU\w{3,20}FromAddress|\*{3} Error in reading )/i,
];
const ANY_KNOWN = new PatternIndex(KNOWN);
const ANY_PROPERTY = new PatternIndex(PROPERTIES.map(({ pattern }) => pattern));

function newDraft(line: Line, match: RegExpExecArray): Draft {
  return {
    line: line.number,
    lines: [line.number],
    address: hexGroup(match, "address") ?? "0",
    processId: null,
    sessionId: null,
    peb: null,
    parentProcessId: null,
    handleCount: null,
    image: null,
    elapsedSeconds: null,
    userTimeSeconds: null,
    kernelTimeSeconds: null,
    workingSetBytes: null,
    debugPort: null,
    threadCount: 0,
  };
}

/** Reads the output one line at a time. */
class ProcessReader {
  readonly processes: Draft[] = [];
  bits: 32 | 64 | null = null;
  started = false;
  readonly threads = new KernelThreadReader();
  /** Lines were left out, so what follows may be another process's or thread's. */
  private detached = false;

  /** True when the line belongs to the listing. */
  take(line: Line): boolean {
    // Pages fold whole lists into one line.
    if (beginsWithAddress(columnsOf(line)) || !ANY_START.test(line.text)) return this.takePart(line);
    const parts = line.text.split(FOLD);
    if (parts.length === 1) this.takePart(line);
    else for (const text of parts) this.takePart({ ...line, text });
    return true;
  }

  private takePart(line: Line): boolean {
    const inStack = this.processes.length > 0 && !this.detached && beginsWithAddress(columnsOf(line));
    if (inStack && this.threads.take(line)) return true;
    const text = withoutAnnotation(line.text);
    const start = ANY_START.exec(text);
    // Nothing goes to the process above a heading that cannot be read.
    if (isElision(text) || (!start && UNREADABLE_START.test(text))) {
      this.detached = true;
      return isChatter(text);
    }
    if (this.detached && !start && !readThreadStart(text) && !this.threads.follows(line)) return false;
    this.detached = false;
    if (start) {
      this.processes.push(newDraft(line, start));
      this.bits ??= bitsOf(group(start, "address") ?? "");
      this.threads.close();
    }
    if (start || ANY_BANNER.test(text)) this.started = true;
    const draft = this.processes.at(-1);
    if (draft && ((!inStack && this.thread(draft, line)) || fill(draft, line, text))) return true;
    return start !== null || ANY_KNOWN.findIn(text) >= 0;
  }

  private thread(draft: Draft, line: Line): boolean {
    const start = readThreadStart(line.text);
    if (start && start.processId !== draft.processId) {
      this.threads.close();
      return false;
    }
    if (isChatter(line.text) || !this.threads.take(line)) return false;
    if (start) draft.threadCount++;
    return true;
  }
}

function fill(draft: Draft, line: Line, text: string): boolean {
  let taken = false;
  for (let at = ANY_PROPERTY.findIn(text); at >= 0; at = ANY_PROPERTY.findIn(text, at + 1)) {
    const match = PROPERTIES[at]?.pattern.exec(text);
    if (match) PROPERTIES[at]?.set(draft, match);
    taken = true;
  }
  if (taken) draft.lines.push(line.number);
  return taken;
}

function newReader(): LineReader<ProcessesReport> {
  const reader = new ProcessReader();
  const refused = new UnreadLines();
  return {
    takes: (line) => {
      const taken = reader.take(line);
      refused.note(line, !taken && !isChatter(line.text));
      return taken;
    },
    reading: (source) => (reader.started ? readingOf(reader, refused.in(source)) : null),
  };
}

function readingOf(reader: ProcessReader, refused: readonly number[]): Reading<ProcessesReport> {
  const unread = [...refused];
  const processes: KernelProcess[] = [];
  const { threads } = reader.threads;
  let first = 0;
  for (const { lines, processId, threadCount, ...draft } of reader.processes) {
    const own = threads.slice(first, first + threadCount);
    first += threadCount;
    if (processId !== null) processes.push({ ...draft, processId, threads: own });
    else unread.push(...lines);
  }
  return {
    report: { kind: "processes", processes, bits: reader.bits },
    unread: [...new Set([...unread, ...reader.threads.unread])],
  };
}

export const kdProcess: Parser<ProcessesReport> = {
  id: "kd-process",
  name: "!process",
  mode: "kernel",
  command: /^!process\b/,
  recognise: [START, BANNER],
  confirm: (lines, at) => {
    const near = [0, 1, 2, 3].map((step) => withoutAnnotation(lines[at + step]?.text ?? ""));
    return BANNER.test(near[0] ?? "") || near.some((text) => CID.test(text));
  },
  reader: newReader,
  parse: (source) => readLinesOf(newReader(), source),
};
