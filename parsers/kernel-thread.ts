import type { Hex, KernelThread, Line } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { beginsWithAddress } from "./columns";
import { ADDRESS, bitsOf, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import { guarded } from "./guarded";
import { KernelStackReader } from "./kernel-stack";
import { isWhole, newThreadDraft, setThreadProperties, type ThreadDraft } from "./kernel-thread-properties";
import { withRows } from "./late-rows";
import { columnsOf } from "./scanned-line";

/**
 * One THREAD as the kernel debugger prints it: by `!thread`, below each PROCESS of
 * `!process ADDR 7`, and inside `!locks -v`. A heading, what it waits for, its I/O
 * requests, a table of properties, and its stack:
 *
 *   THREAD 8a41c020  Cid 0f1c.0a44  Teb: 7ffd9000 Win32Thread: e1a7c008 WAIT: (Executive) KernelMode Non-Alertable
 *       b6c31a4c  NotificationEvent
 *   IRP List:
 *       89d1f008: (0006,01d8) Flags: 00000884  Mdl: 00000000
 *   Not impersonating
 *   Owning Process            8a3b7d88       Image:         w3wp.exe
 *   Wait Start TickCount      114032         Ticks: 640 (0:00:00:10.000)
 *   Context Switch Count      5120
 *   Priority 8 BasePriority 8 PriorityDecrement 0
 *   ChildEBP RetAddr  Args to Child
 *   b6c31990 8083d5b1 8a41c0c8 8a41c020 00000000 nt!KiSwapContext+0x26
 *
 * Everything is told by its words, never by its column. The heading may be wrapped.
 */
const START = guarded(rx("^\\s*THREAD\\s+(?<address>", ADDRESS, ")\\s+Cid:?\\s"));

/** Address and process id in the first line of a THREAD; null when the line is none. */
export function readThreadStart(text: string): { address: Hex; processId: Hex | null } | null {
  const match = START.exec(text);
  const address = match && hexGroup(match, "address");
  if (!address) return null;
  const cid = CID.exec(text);
  return { address, processId: cid ? hexGroup(cid, "process") : null };
}

// Cid 0d6c.06d4
const CID = /\bCid:?\s+(?<process>[0-9a-f]{1,8})\.(?<thread>[0-9a-f]{1,8})\b/i;
const TEB = rx("\\bTeb:\\s+(?<teb>", HEX, ")");
const STATES = "WAIT|RUNNING|READY|STANDBY|TERMINATED|INITIALIZED|TRANSITION|DEFERRED_?READY|GATE_?WAIT|WAITING|\\?{4}";
// WAIT: (WrResource) KernelMode Non-Alertable      RUNNING on processor 3      READY
const STATE = rx("(?:\\s|^)(?<state>", STATES, ")(?::|\\s|$)");
const WAIT = /\bWAIT:?\s+(?:\((?<reason>[^()]{1,40})\)\s*)?(?<mode>KernelMode|UserMode)?/i;
const ALERTABLE = /\b(?<not>Non-)?Alertable\b/i;
const PROCESSOR = /\bon processor (?<processor>\d{1,4})/i;
/** What a wrapped heading goes on with. */
const HEADING_GOES_ON = rx(
  "^\\s*(?:(?:",
  ADDRESS,
  "\\s+)?(?:Teb:|Win32Thread:|(?:",
  STATES,
  ")(?::|\\s|$))|\\([A-Z]\\w{2,30}\\)(?:\\s|$)|(?:Kernel|User)Mode\\b|(?:Non-)?Alertable\\b|on processor \\d)",
);
const ONLY_ADDRESS = rx("^\\s*", ADDRESS, "\\s*$");

// b954f1ec  NotificationEvent      85e9ba00  Mutant - owning thread 866d63e8      8743270c  Semaphore Limit 0x1
const WAIT_OBJECT = new RegExp(
  `^\\s*(?<address>${ADDRESS})\\s+(?<type>[A-Z][a-z][A-Za-z]{1,40})(?:\\s+Limit\\s+${HEX})?` +
    `(?:\\s+-\\s+owning thread\\s+(?<owner>${HEX}))?(?:\\s[^!+]*)?$`,
);
// 85102de0: (0006,0220) Flags: 00000884  Mdl: 00000000
const IRP = guarded(
  rx("^\\s*(?<address>", ADDRESS, "):\\s+\\([0-9a-f]{1,8},\\s*[0-9a-f]{1,8}\\)(?:\\s+Flags:\\s+(?<flags>", HEX, "))?"),
);
function setHeading(draft: ThreadDraft, heading: string): void {
  const cid = CID.exec(heading);
  draft.processId = cid && hexGroup(cid, "process");
  draft.osThreadId = cid && hexGroup(cid, "thread");
  const teb = TEB.exec(heading);
  // A shorter address than the thread's own was cut.
  draft.teb = teb && isWhole(draft, group(teb, "teb")) ? hexGroup(teb, "teb") : null;
  const state = STATE.exec(heading);
  draft.state = state && (group(state, "state")?.toUpperCase() ?? null);
  const wait = WAIT.exec(heading);
  draft.waitReason = wait && group(wait, "reason");
  const mode = wait && group(wait, "mode")?.toLowerCase();
  draft.waitMode = mode ? (mode === "kernelmode" ? "KernelMode" : "UserMode") : null;
  const alertable = ALERTABLE.exec(heading);
  draft.alertable = alertable && group(alertable, "not") === null;
  const processor = PROCESSOR.exec(heading);
  draft.processor = processor && numberGroup(processor, "processor");
}

/** Where the lines of a THREAD began that a page folded into one. */
const FOLD = new RegExp(
  `\\s(?=THREAD\\s+${ADDRESS}\\s+Cid|${ADDRESS}\\s+[A-Z][a-z]\\w{1,40}(?:Event|Timer|Object|Mutant|Queue)\\b|` +
    `${ADDRESS}\\s+(?:Mutant|Semaphore|Thread|Gate)\\b|${ADDRESS}:\\s+\\(|IRP List:|Not impersonating|Impersonation token|` +
    "DeviceMap |(?:Owning|Attached) Process |Wait Start |Context Switch |UserTime |KernelTime |Win32 Start |" +
    "Stack Init |Priority \\d|WARNING: |Waiting for reply |Kernel stack |ChildEBP |Child-SP )|" +
    "(?<=Args to Child|Call Site|RetAddr)\\s+(?=[0-9a-f]{8})|(?<=Following frames may be wrong\\.)\\s+",
);

/** Reads the THREADs of a block, one line at a time. */
export class KernelThreadReader {
  private readonly drafts: ThreadDraft[] = [];
  /** From the width of the addresses: 32 or 64. */
  bits: 32 | 64 | null = null;
  private open: ThreadDraft | null = null;
  private heading: string | null = null;
  private stack = new KernelStackReader();
  private readonly stacks: KernelStackReader[] = [];
  private readonly lost: number[] = [];
  /** The line before, when it was a property: a mail may have wrapped it. */
  private previous = "";

  /** Lines that were taken but told nothing, or not all: rows cut off before their call site, words in a folded line. */
  get unread(): number[] {
    return [...this.lost, ...this.stacks.flatMap((stack) => stack.unread)];
  }

  get threads(): KernelThread[] {
    return this.drafts.map(({ imageOf: _imageOf, printed: _printed, ...thread }, at) => {
      const stack = this.stacks[at];
      return stack ? withRows(thread, stack.rows) : thread;
    });
  }

  /** Forgets the thread at hand, so that the next lines cannot go to it. */
  close(): void {
    this.open = null;
    this.heading = null;
  }

  /** True when the line goes on with the stack of the thread at hand. */
  follows(line: Line): boolean {
    return this.open !== null && this.stack.follows(line, this.open.stackBase);
  }

  /** True when the line is part of a THREAD. */
  take(line: Line): boolean {
    if (beginsWithAddress(columnsOf(line)) || !START.test(line.text)) return this.takePart(line);
    const [heading = "", ...parts] = line.text.trim().split(FOLD);
    if (parts.length === 0) return this.takePart(line);
    this.takePart({ ...line, text: heading });
    for (const text of parts) if (!this.takePart({ ...line, text })) this.lost.push(line.number);
    return true;
  }

  private takePart(line: Line): boolean {
    const mayBeRow = beginsWithAddress(columnsOf(line));
    const start = mayBeRow ? null : START.exec(line.text);
    if (start) {
      this.begin(line, start);
      return true;
    }
    const draft = this.open;
    if (!draft) return false;
    const asked = mayBeRow && this.heading === null;
    const isRow = asked && this.stack.take(line);
    if (!isRow && isChatter(line.text)) return true;
    const text = isRow ? "" : withoutAnnotation(line.text);
    const taken =
      isRow ||
      this.continueHeading(draft, text) ||
      (!asked && this.stack.take(line)) ||
      (this.stack.rows.length === 0 && setWaitObject(draft, line, text)) ||
      setIrp(draft, line, text) ||
      this.property(draft, line, text);
    if (taken) draft.lastLine = line.last;
    return taken;
  }

  private property(draft: ThreadDraft, line: Line, text: string): boolean {
    const taken = setThreadProperties(draft, line, text, this.previous);
    this.previous = taken ? text : "";
    return taken;
  }

  private begin(line: Line, start: RegExpExecArray): void {
    this.stack = new KernelStackReader();
    this.stacks.push(this.stack);
    this.previous = "";
    this.open = newThreadDraft(line, group(start, "address") ?? "");
    this.drafts.push(this.open);
    this.bits ??= bitsOf(group(start, "address") ?? "");
    this.heading = withoutAnnotation(line.text);
    setHeading(this.open, this.heading);
  }

  private continueHeading(draft: ThreadDraft, text: string): boolean {
    if (this.heading === null) return false;
    const valueMissing = /:\s*$/.test(this.heading) && ONLY_ADDRESS.test(text);
    const complete = draft.state !== null && (draft.state !== "WAIT" || draft.alertable !== null);
    if (complete || !(valueMissing || HEADING_GOES_ON.test(text))) {
      this.heading = null;
      return false;
    }
    this.heading = `${this.heading} ${text.trim()}`;
    setHeading(draft, this.heading);
    return true;
  }
}

function setWaitObject(draft: ThreadDraft, line: Line, text: string): boolean {
  if (draft.process !== null) return false;
  const match = WAIT_OBJECT.exec(text);
  if (!match) return false;
  const address = hexGroup(match, "address") ?? "0";
  const type = group(match, "type") ?? "";
  const owner = group(match, "owner");
  const owningThread = owner !== null && isWhole(draft, owner) ? hexGroup(match, "owner") : null;
  draft.waitObjects.push({ line: line.number, address, type, owningThread });
  return true;
}

function setIrp(draft: ThreadDraft, line: Line, text: string): boolean {
  const match = IRP.exec(text);
  if (!match) return false;
  const address = hexGroup(match, "address") ?? "0";
  draft.irps.push({ line: line.number, address, flags: hexGroup(match, "flags") });
  return true;
}
