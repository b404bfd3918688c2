import { canonicalHex, type KernelThread, type Line, type NativeFrame } from "@/evidence";
import { ADDRESS, COUNT, group, HEX, hexGroup, numberGroup, parseDurationSeconds, rx } from "./grammar";
import { guarded } from "./guarded";
import { PatternIndex } from "./pattern-index";

/**
 * The properties that the kernel debugger prints of a thread between its heading and its
 * stack. Each is told by its words, so that columns, wraps and joined lines do not matter.
 */
const IMAGE = guarded(/\bImage:\s+(?<image>\S(?:.{0,60}?\S)?)(?=\s{2,}|\s+(?:Attached Process|Wait Start)\b|\s*$)/i);
const TICKS = /\bTicks:\s+(?<ticks>-?(?:0x)?[0-9a-f]+)\b(?:\s+\((?<time>-?[\d:.,]+)\))?/i;
const REPLY = rx(
  "\\bWaiting for reply to A?LPC Message(?:Id)?\\s+(?<message>",
  HEX,
  ")(?:\\s*:\\s*queued at port(?:\\s+(?<port>",
  HEX,
  "))?)?(?:\\s*:\\s*owned by process\\s+(?<process>",
  HEX,
  "))?",
);
// ffffc48da9178090 : owned by process ffffc48d958a1080     (the line before was wrapped)
const REPLY_GOES_ON = rx("^\\s*(?:(?<port>", ADDRESS, ")\\s*)?:\\s*owned by process\\s+(?<process>", HEX, ")");

/** A thread that is still being read. */
export interface ThreadDraft extends KernelThread {
  waitObjects: KernelThread["waitObjects"][number][];
  irps: KernelThread["irps"][number][];
  frames: readonly NativeFrame[];
  /** The thread's address as printed. */
  printed: string;
  /** Whose image name comes next: that of the owning or of the attached process. */
  imageOf: "owning" | "attached";
}

interface Property {
  pattern: RegExp;
  set(draft: ThreadDraft, match: RegExpExecArray, line: Line): void;
}

function durationGroup(match: RegExpExecArray, name: string): number | null {
  const text = group(match, name);
  // Fewer digits behind the point were cut.
  return text === null || !/[.,]\d{3,}$/.test(text) ? null : parseDurationSeconds(text);
}

/** Debuggers print a wait that seems to begin in the future as a huge unsigned number. */
const WRAPPED = 0x8000_0000;

// Wait Start TickCount      22980          Elapsed Ticks: 112
const OLDEST_TICKS = /\bElapsed Ticks:/i;

function setTicks(draft: ThreadDraft, match: RegExpExecArray, line: Line): void {
  const text = group(match, "ticks") ?? "";
  // Their time stands behind them, but for the oldest debuggers: without it the paste may have broken off.
  const isOpen =
    group(match, "time") === null && match.input.endsWith(match[0]) && text !== "0" && !OLDEST_TICKS.test(match.input);
  const ticks = /^\d+$/.test(text) ? Number(text) : Number.parseInt(text, 16);
  const sound = !isOpen && Number.isFinite(ticks) && ticks >= 0 && ticks < WRAPPED;
  draft.ticks = sound ? ticks : null;
  draft.waitSeconds = !sound ? null : ticks === 0 ? 0 : durationGroup(match, "time");
  draft.ticksLine = line.number;
}

function digitsOf(printed: string): number {
  return printed.replace(/^0x|[`'´]/gi, "").length;
}

/** False for an address that is shorter than the thread's own: it was cut. */
export function isWhole({ printed }: ThreadDraft, address: string | null): boolean {
  return address !== null && digitsOf(address) === digitsOf(printed);
}

const PROPERTIES: readonly Property[] = [
  {
    // Owning Process            88d538d0       Image:         w3wp.exe
    pattern: rx("\\bOwning Process\\s+(?<process>", HEX, ")"),
    set: (draft, match) => {
      draft.process = isWhole(draft, group(match, "process")) ? hexGroup(match, "process") : null;
    },
  },
  {
    // Attached Process          N/A            Image:         N/A
    pattern: rx("\\bAttached Process\\s+(?:(?<process>", HEX, ")\\b(?!/)|N/A)"),
    set: (draft, match) => {
      draft.attachedProcess = hexGroup(match, "process");
    },
  },
  {
    // Wait Start TickCount      22980          Ticks: 1 (0:00:00:00.015)
    // More stands behind it; at the end of a line it was cut.
    pattern: rx("\\bWait Start TickCount\\s+(?<count>", COUNT, ")(?=\\s+\\S)"),
    set: (draft, match) => {
      draft.waitStartTickCount = numberGroup(match, "count");
    },
  },
  { pattern: TICKS, set: setTicks },
  {
    pattern: rx("\\bContext Switch Count\\s+(?<count>", COUNT, ")"),
    set: (draft, match, line) => {
      draft.contextSwitchCount = numberGroup(match, "count");
      draft.contextSwitchLine = line.number;
    },
  },
  {
    pattern: /\bUserTime\s+(?<time>(?:\d+ Days? )?[\d:.,]+)/i,
    set: (draft, match) => {
      draft.userTimeSeconds = durationGroup(match, "time");
    },
  },
  {
    pattern: /\bKernelTime\s+(?<time>(?:\d+ Days? )?[\d:.,]+)/i,
    set: (draft, match) => {
      draft.kernelTimeSeconds = durationGroup(match, "time");
    },
  },
  {
    // Win32 Start Address nt!ExpWorkerThread (0xfffff804d2066930)
    pattern: /\bWin32 Start Address\s+(?<start>\S+(?:\s+\([0-9a-fx`]+\))?)/i,
    set: (draft, match) => {
      const start = group(match, "start");
      const cut = /^0x[0-9a-f`]+$/i.test(start ?? "") && !isWhole(draft, start);
      draft.win32StartAddress = cut ? null : start;
    },
  },
  {
    pattern: /(?:^|\s)(?<!Win32 )Start Address\s+(?<start>\S+(?:\s+\([0-9a-fx`]+\))?)/i,
    set: (draft, match) => {
      draft.startAddress = group(match, "start");
    },
  },
  {
    // Stack Init b9550000 Current b954ef48 Base b9550000 Limit b954d000 Call 0
    pattern: rx("\\bBase (?<base>", ADDRESS, ")\\s+Limit (?<limit>", ADDRESS, ")"),
    set: (draft, match) => {
      draft.stackBase = hexGroup(match, "base");
      draft.stackLimit = isWhole(draft, group(match, "limit")) ? hexGroup(match, "limit") : null;
    },
  },
  {
    // Priority 14 BasePriority 8 PriorityDecrement 4 IoPriority 2 PagePriority 5
    pattern: /(?:^|\s)Priority (?<priority>\d{1,2})(?:\s+BasePriority (?<base>\d{1,2}))?/i,
    set: (draft, match) => {
      draft.priority = numberGroup(match, "priority");
      draft.basePriority = numberGroup(match, "base");
    },
  },
  {
    pattern: /\b(?:(?<not>Not impersonating)|Impersonation token:?\s)/i,
    set: (draft, match) => {
      draft.impersonating = group(match, "not") === null;
    },
  },
  {
    pattern: /\bSuspendCount (?<count>\d{1,4})/i,
    set: (draft, match) => {
      draft.suspendCount = numberGroup(match, "count");
    },
  },
  {
    pattern: /\bFreezeCount (?<count>\d{1,4})/i,
    set: (draft, match) => {
      draft.freezeCount = numberGroup(match, "count");
    },
  },
  {
    pattern: REPLY,
    set: (draft, match, line) => {
      const message = hexGroup(match, "message") ?? "0";
      draft.waitsForReply = {
        line: line.number,
        message,
        port: hexGroup(match, "port"),
        process: hexGroup(match, "process"),
      };
    },
  },
  {
    pattern: /\bKernel stack not resident\b/i,
    set: (draft) => {
      draft.stackResident = false;
    },
  },
];

/** Lines of a THREAD that are known and hold nothing a report has a field for. */
const KNOWN = [
  /^\s*IRP List:/i,
  /^\s*(?:DeviceMap|Stack Init|Scheduling Group:?|KSCB:?|Current LPC port|Owning Lpc Port)\b/i,
  /^\s*(?:Pending LPC Reply Message|Pending LPC Received Message|LPC Server thread working)\b/i,
  /^\s*[0-9a-f]{8,16}:\s+\[[0-9a-f]{8,16},[0-9a-f]{8,16}\]\s*$/i,
  /\b(?:IdealProcessor:?|IoPriority|PagePriority|PriorityDecrement|UnusualBoost|ForegroundBoost)\s+\d/i,
  // WaitTime (seconds)      2781250: Windows NT 4
  /^\s*(?:WaitTime \(\w{2,12}\)|Initial Sp)\s+[0-9a-f]/i,
  /^\s*(?:Init|Current|Limit|Call)\s+[0-9a-f]{1,16}\b/i,
  /^\s*(?:Unable to |GetU\w{3,20}FromAddress|\*{3} Error in reading )/i,
];
const ANY_KNOWN = new PatternIndex(KNOWN);
const OWNING = guarded(/\bOwning Process\b/i);
const ATTACHED = guarded(/\bAttached Process\b/i);
const ANY_PROPERTY = new PatternIndex(PROPERTIES.map(({ pattern }) => pattern));

/** A thread of which nothing but the address is known yet. */
const NO_FRAMES: readonly NativeFrame[] = [];

export function newThreadDraft(line: Line, printed: string): ThreadDraft {
  return {
    line: line.number,
    lastLine: line.last,
    address: canonicalHex(printed),
    printed,
    processId: null,
    osThreadId: null,
    teb: null,
    state: null,
    processor: null,
    waitReason: null,
    waitMode: null,
    alertable: null,
    suspendCount: null,
    freezeCount: null,
    waitObjects: [],
    waitsForReply: null,
    irps: [],
    impersonating: null,
    process: null,
    image: null,
    imageLine: null,
    imageOf: "owning",
    attachedProcess: null,
    waitStartTickCount: null,
    ticks: null,
    waitSeconds: null,
    ticksLine: null,
    contextSwitchCount: null,
    contextSwitchLine: null,
    userTimeSeconds: null,
    kernelTimeSeconds: null,
    win32StartAddress: null,
    startAddress: null,
    stackBase: null,
    stackLimit: null,
    stackResident: true,
    priority: null,
    basePriority: null,
    frames: NO_FRAMES,
  };
}

// `Owning Process            88d538d0       Image:`: a property whose value stands in the next line
const VALUE_MISSING =
  /(?:\b(?:Image|Ticks|Message|IdealProcessor|token):?|\b(?:Owning|Attached|Process|Wait|Start|TickCount|Context|Switch|Count|UserTime|KernelTime|Win32|Address|Priority|BasePriority|PriorityDecrement|IoPriority|PagePriority|Stack|Init|Current|Base|Limit|Call|DeviceMap|SuspendCount|FreezeCount))$/i;

/**
 * Puts whatever properties the line names into the thread; false when it names none.
 * `previous` is the property line before: where its last value was wrapped to this line, both are read together.
 */
export function setThreadProperties(draft: ThreadDraft, line: Line, text: string, previous: string): boolean {
  if (setProperties(draft, line, text, 0)) return true;
  if (!VALUE_MISSING.test(previous)) return false;
  return setProperties(draft, line, `${previous} ${text.trim()}`, previous.length);
}

/** Reads what ends behind `from`: the text before was read with the line it stands in. */
function setProperties(draft: ThreadDraft, line: Line, text: string, from: number): boolean {
  const fresh = (match: RegExpExecArray | null): match is RegExpExecArray =>
    match !== null && match.index + match[0].length > from;
  let taken = ANY_KNOWN.findIn(from === 0 ? text : text.slice(text.lastIndexOf(" ", from - 1) + 1)) >= 0;
  for (let at = ANY_PROPERTY.findIn(text); at >= 0; at = ANY_PROPERTY.findIn(text, at + 1)) {
    const match = PROPERTIES[at]?.pattern.exec(text) ?? null;
    if (!fresh(match)) continue;
    PROPERTIES[at]?.set(draft, match, line);
    taken = true;
  }
  if (OWNING.test(text)) draft.imageOf = "owning";
  else if (ATTACHED.test(text)) draft.imageOf = "attached";
  const image = IMAGE.exec(text);
  if (fresh(image)) {
    taken = true;
    if (draft.imageOf === "owning" && group(image, "image") !== "N/A") {
      draft.image = group(image, "image");
      draft.imageLine = line.number;
    }
  }
  const reply = draft.waitsForReply && REPLY_GOES_ON.exec(text);
  if (draft.waitsForReply && reply) {
    const port = hexGroup(reply, "port") ?? draft.waitsForReply.port;
    draft.waitsForReply = { ...draft.waitsForReply, port, process: hexGroup(reply, "process") };
    taken = true;
  }
  return taken;
}
