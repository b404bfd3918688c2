import { canonicalHex, type HandleReport, type Hex, isNullHex, type Line } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!handle H f` of a user-mode target: what a handle stands for and, for a mutant, which thread owns it.
 *
 * ```sample mutant
 * 0:041> !handle 5c8 f
 * Handle 5c8
 *   Type         	Mutant
 *   Attributes   	0
 *   GrantedAccess	0x1f0001:
 *          Delete,ReadControl,WriteDac,WriteOwner,Synch
 *          QueryState
 *   HandleCount  	3
 *   PointerCount 	5
 *   Name         	\BaseNamedObjects\Contoso.Orders.Build
 *   Object Specific Information
 *     Mutex is Owned
 *     Mutant Owner 1a40.1b08
 * ```
 * ```sample event
 * 0:017> !handle 00000080 f
 * Handle 00000080
 *   Type         	Event
 *   Attributes   	0
 *   GrantedAccess	0x1f0003:
 *          Delete,ReadControl,WriteDac,WriteOwner,Synch
 *          QueryState,ModifyState
 *   HandleCount  	2
 *   PointerCount 	65100
 *   Name         	<none>
 *   Object specific information
 *     Event Type Manual Reset
 *     Event is Waiting
 * ```
 * ```sample thread
 * 0:000:x86> !handle 000002a4 f
 * Handle 000002a4
 *   Type         	Thread
 *   HandleCount  	3
 *   PointerCount 	131065
 *   Name         	<none>
 *   Object specific information
 *     Thread Id   1a40.2f1c
 *     Priority    8
 *     Base Priority 0
 * ```
 * `!handle` alone lists every handle in a block of its own, then counts them by type:
 * ```sample summary
 * 0:000> !handle 0 0
 * 52 Handles
 * Type           	Count
 * Event          	31
 * ALPC Port      	4
 * Mutant         	17
 * ```
 *
 * Owner and thread ids are hex, `process.thread`; a mutex that is free has the owner 0.0. `Process Id` is
 * decimal in the debuggers that print it. Abandoned: the last owner ended without releasing it. Not read:
 * attributes, access rights, pointer count, priorities, what sections, keys, tokens and jobs print.
 * Only dumps taken with handle data can answer.
 */
// Handle 5c8        Handle 0000000000000010
const HANDLE = rx("^\\s*Handle\\s+(?<handle>", HEX, ")$");
const TYPE = /^\s*Type(?:\s+(?<type>[A-Za-z][\w ]*))?$/;
const NAME = /^\s*Name(?:\s+(?<name>\S.*))?$/;
const HANDLE_COUNT = /^\s*HandleCount\s+(?<count>\d+)$/i;
// Mutex is Owned        Mutex is abandoned
const MUTEX = /^\s*Mut(?:ex|ant) is (?<state>Owned|Free|Abandoned)$/i;
// Mutant Owner 1a40.1b08
const OWNER = /^\s*Mutant Owner\s+(?<process>(?:0x)?[0-9a-f]+)\.(?<thread>(?:0x)?[0-9a-f]+)$/i;
const EVENT_TYPE = /^\s*Event Type\s+(?<type>(?:Manual|Auto) Reset)$/i;
const EVENT_STATE = /^\s*Event is (?<state>Set|Waiting)$/i;
const SEMAPHORE = /^\s*Semaphore (?<what>Count|Limit)\s+(?<number>\d+)$/i;
const THREAD_ID = /^\s*Thread Id\s+(?<process>(?:0x)?[0-9a-f]+)\.(?<thread>(?:0x)?[0-9a-f]+)$/i;
const PROCESS_ID = /^\s*Process Id\s+(?<process>(?:0x)?[0-9a-f]+)$/i;
// 377 Handles        2 handles of type Mutant
const TOTAL = /^\s*(?<count>\d+) handles(?: of type \w+)?$/i;
const COUNT_HEADING = /^\s*Type\s+Count$/i;
const COUNT = /^\s*(?<type>[A-Za-z]\w*(?: [A-Za-z]\w*){0,3})\s+(?<count>\d+)$/;
/** What follows `Handle N`, in whatever detail was asked for. */
const DETAIL =
  /^\s*(?:Type|Attributes|GrantedAccess|HandleCount|PointerCount|Name|(?:No )?Object specific information)\b/i;
const QUIET =
  /^\s*(?:Attributes\b|GrantedAccess\b|PointerCount\b|(?:No )?object specific information|Priority\b|Base Priority\b|Start Address\b|Parent Process\b|Timer is\b|Remaining time\b|Section\b|Key (?:last|name)\b|Depth\b|Auth Id\b|Imp Level\b|Total\w+\s|ActiveProcesses\b)/i;
const GRANTED = /^\s*GrantedAccess\b/i;
// Delete,ReadControl,WriteDac,WriteOwner,Synch        None
const RIGHTS = /^\s*[A-Za-z][\w/,]*$/;

type Handle = { -readonly [key in keyof HandleReport]: HandleReport[key] };

/** A process id, which debuggers print in decimal unless it has a letter or a prefix, or is no multiple of four that way. */
function processIdOf(text: string): Hex {
  const decimal = /^\d+$/.test(text) && Number(text) % 4 === 0;
  return decimal ? Number(text).toString(16) : canonicalHex(text);
}

function idsOf(match: RegExpExecArray): { processId: Hex; osThreadId: Hex } {
  return { processId: hexGroup(match, "process") ?? "0", osThreadId: hexGroup(match, "thread") ?? "0" };
}

/** Reads what only some types print; false when the line is none of it. */
function takeSpecific(report: Handle, { text, number }: Line): boolean {
  const mutex = MUTEX.exec(text);
  const owner = OWNER.exec(text);
  if (mutex || owner) {
    const known = report.mutant ?? { state: "free" as const, owner: null, abandoned: false, line: number };
    const state = mutex ? group(mutex, "state")?.toLowerCase() : undefined;
    const ids = owner ? idsOf(owner) : null;
    const someone = ids !== null && !isNullHex(ids.osThreadId);
    report.mutant = {
      state: state === "owned" || someone ? "owned" : known.state,
      owner: someone ? ids : known.owner,
      abandoned: known.abandoned || state === "abandoned",
      line: someone ? number : known.line,
    };
    return true;
  }
  const eventType = EVENT_TYPE.exec(text);
  const eventState = EVENT_STATE.exec(text);
  if (eventType || eventState) {
    report.event = {
      type: eventType ? group(eventType, "type") : (report.event?.type ?? null),
      set: eventState ? group(eventState, "state")?.toLowerCase() === "set" : (report.event?.set ?? null),
    };
    return true;
  }
  const semaphore = SEMAPHORE.exec(text);
  if (semaphore) {
    const isCount = group(semaphore, "what")?.toLowerCase() === "count";
    const value = numberGroup(semaphore, "number");
    const known = report.semaphore ?? { count: null, limit: null };
    report.semaphore = isCount ? { ...known, count: value } : { ...known, limit: value };
    return true;
  }
  const thread = THREAD_ID.exec(text);
  const process = PROCESS_ID.exec(text);
  if (thread) report.target = idsOf(thread);
  else if (process) report.target = { processId: processIdOf(group(process, "process") ?? ""), osThreadId: null };
  return thread !== null || process !== null;
}

/** Reads a `Name value` line; false when the line is none. */
function takeBasic(report: Handle, { text }: Line): boolean {
  const handle = report.handle === null ? HANDLE.exec(text) : null;
  if (handle) report.handle = hexGroup(handle, "handle");
  const type = report.type === null ? TYPE.exec(text) : null;
  if (type) report.type = group(type, "type")?.trim() ?? null;
  const name = NAME.exec(text);
  if (name) report.name = /^<(?:none>|[none]{0,4}$)/i.test(group(name, "name") ?? "") ? null : group(name, "name");
  const count = HANDLE_COUNT.exec(text);
  if (count) report.handleCount = numberGroup(count, "count");
  return [handle, type, name, count].some((match) => match !== null);
}

function parse(source: Source): Reading<HandleReport> {
  const counts: HandleReport["counts"][number][] = [];
  const unread: number[] = [];
  const report: Handle = {
    kind: "handle",
    line: 0,
    handle: null,
    type: null,
    name: null,
    handleCount: null,
    mutant: null,
    target: null,
    event: null,
    semaphore: null,
    totalHandles: null,
    counts,
  };
  let inTable = false;
  let inRights = false;

  for (const line of source.lines) {
    const { text, number } = line;
    const total = TOTAL.exec(text);
    const row = inTable ? COUNT.exec(text) : null;
    const rights: boolean = inRights && RIGHTS.test(text);
    if (!isChatter(text)) inRights = rights || GRANTED.test(text);
    if (COUNT_HEADING.test(text)) inTable = true;
    else if (total) report.totalHandles = numberGroup(total, "count");
    else if (row) counts.push({ line: number, type: group(row, "type") ?? "", count: numberGroup(row, "count") ?? 0 });
    else if (!takeSpecific(report, line) && !takeBasic(report, line)) {
      if (!rights && !QUIET.test(text) && !isChatter(text) && !isAnnotation(text)) unread.push(number);
      continue;
    }
    if (report.line === 0) report.line = number;
  }
  if (report.line === 0) return null;
  // The paste ends in the handle, perhaps inside it.
  if (report.line === source.lines.at(-1)?.number) report.handle = null;
  const asked = /^(?:0x)?[0-9a-f]+\b/i.exec(source.args)?.[0];
  if (report.handle === null && asked !== undefined && !isNullHex(canonicalHex(asked)) && counts.length === 0) {
    report.handle = canonicalHex(asked);
  }
  return { report, unread };
}

/** `Handle N` opens a block when its details follow, a total when the counts do. */
function confirm(lines: readonly Line[], at: number): boolean {
  const text = lines[at]?.text ?? "";
  const next = lines.slice(at + 1, at + 4).find((line) => line.text.trim() !== "")?.text ?? "";
  if (HANDLE.test(text)) return DETAIL.test(next);
  if (TOTAL.test(text)) return /of type/i.test(text) || COUNT_HEADING.test(next);
  return true;
}

export const windbgHandle: Parser<HandleReport> = {
  id: "windbg-handle",
  name: "!handle",
  mode: "user",
  command: /^!handle\b/,
  recognise: [HANDLE, TOTAL, MUTEX, OWNER, /^\s*Object Specific Information$/i],
  confirm,
  keeps: [DETAIL, COUNT_HEADING],
  restarts: rx(HANDLE.source.replace("?<handle>", "?:"), "|", TOTAL.source.replace("?<count>", "?:")),
  errors: [
    {
      // Unable to read handle information
      line: /^\s*"?Unable to read handle information|^\s*unable to query object information$/i,
      problem: {
        code: "NO_HANDLE_DATA",
        what: "This dump was taken without handle data, so no handle in it can be looked up.",
        fix: "Take the next dump with handle data, or look at the live process.",
        commands: [".dump /mha <file>", "procdump -ma <pid>", "handle.exe -a -p <pid>"],
      },
    },
    {
      // Could not duplicate handle 3dc, error 6
      line: /^\s*Could not duplicate handle/i,
      problem: {
        code: "HANDLE_NOT_OPEN",
        what: "The process has no such handle open, or the debugger may not copy it.",
        fix: "Check the value against the first argument of the wait in the native stack; handles are hex.",
        commands: ["!handle <handle> f"],
      },
    },
    {
      // Unknown type 'f'
      line: /^\s*Unknown type '/i,
      problem: {
        code: "COMMAND_REJECTED",
        what: "The debugger did not accept the command as typed.",
        fix: "Give the handle first, then f.",
        commands: ["!handle <handle> f"],
      },
    },
  ],
  parse,
};
