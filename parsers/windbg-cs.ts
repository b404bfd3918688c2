import { type CriticalSectionDetail, type CriticalSectionDetailsReport, type Hex, isNullHex } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { ADDRESS, addressesIn, HEX, hexGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!cs ADDR`, `!cs -l` (critical sections as the extension decodes them) and `dt` of a
 * critical section (its fields as they lie in memory).
 *
 * ```sample cs
 * 0:019> !cs 00d1f4a0
 * -----------------------------------------
 * Critical section   = 0x00d1f4a0 (ContosoNative!g_cacheLock+0x0)
 * DebugInfo          = 0x0726d640
 * LOCKED
 * LockCount          = 0x3
 * WaiterWoken        = No
 * OwningThread       = 0x00001b3c
 * RecursionCount     = 0x1
 * LockSemaphore      = 0x10C0
 * SpinCount          = 0x00000000
 * ```
 * x64, and one that nobody holds:
 * ```sample cs-x64
 * 0:000> !cs -l -o
 * -----------------------------------------
 * DebugInfo          = 0x00007ffd2a61f7c8
 * Critical section   = 0x00007ffd2a61f7a0 (ntdll!LdrpLoaderLock+0x0)
 * LOCKED
 * LockCount          = 0x2
 * WaiterWoken        = No
 * OwningThread       = 0x0000000000002d14
 * RecursionCount     = 0x1
 * LockSemaphore      = 0x1A4
 * SpinCount          = 0x0000000004000000
 * OwningThread DbgId = ~12s
 * OwningThread Stack =
 * -----------------------------------------
 * Critical section   = 0x000001f04c2be1a8 (+0x1F04C2BE1A8)
 * DebugInfo          = 0x000001f04c2c0010
 * NOT LOCKED
 * LockSemaphore      = 0x0
 * SpinCount          = 0x00000000020007d0
 * ```
 * ```sample dt
 * 0:001> dt ntdll!_RTL_CRITICAL_SECTION 00d1f4a0
 *    +0x000 DebugInfo        : 0x77fc4240 _RTL_CRITICAL_SECTION_DEBUG
 *    +0x004 LockCount        : 0n-6
 *    +0x008 RecursionCount   : 0n1
 *    +0x00c OwningThread     : 0x00001b3c Void
 *    +0x010 LockSemaphore    : 0x000010c0 Void
 *    +0x014 SpinCount        : 0
 * ```
 *
 * OwningThread is an OS thread id, hex. LockCount keeps the printed number: `!cs` prints the waiters where
 * WaiterWoken is printed too, and before that waiters + recursion - 1; `dt` prints the bits in memory.
 * Not read: the stack that `-o` prints below an owner, which is a block of its own, and the trees of `-t`.
 */
const CS_HEAD = rx("^\\s*Critical section\\s*=\\s*(?<address>", ADDRESS, ")(?:\\s*\\((?<name>[^()]{0,300})\\)?)?\\s*$");
const CS_DEBUG = rx("^\\s*DebugInfo\\s*=\\s*(?<value>", HEX, ")\\s*$");
const CS_LOCKED = /^\s*(?<not>NOT )?LOCKED\s*$/i;
const CS_FIELD = rx(
  "^\\s*(?:## )?(?<name>LockCount|RecursionCount|OwningThread|LockSemaphore|SpinCount)\\s*=\\s*(?<value>",
  HEX,
  ")\\s*$",
);
const OPEN_SPIN_COUNT = /^\s*SpinCount\s*=\s*(?:0x)?(?<digits>[0-9a-f]{0,16})$/i;
const CS_WOKEN = /^\s*WaiterWoken\s*=\s*(?<woken>Yes|No)\s*$/i;
const CS_NUMBER = /^\s*OwningThread DbgId\s*=\s*~(?<thread>\d{1,5})s\s*$/i;
const CS_KNOWN =
  /^\s*(?:OwningThread Stack\s*=|Cannot read structure field value at|-{20,}|Stack trace for DebugInfo|\*{0,3}\s?Critical section (?:is orphaned|no longer))/i;
//    +0x004 LockCount        : 0n-6
const DT_FIELD = rx(
  "^\\s*\\+0x(?<offset>[0-9a-f]{3})\\s+(?<name>DebugInfo|LockCount|RecursionCount|OwningThread|LockSemaphore|SpinCount)\\s*:\\s*(?:\\(null\\)|(?<value>(?:0n)?-?\\d{1,11}|",
  HEX,
  "))(?:\\s+(?:_?\\w+|\\(null\\)))?\\s*$",
);
const DT_DEBUG = /^\s*\+0x000\s+DebugInfo\s*:/i;
const DT_COUNT = /^\s*\+0x00[48]\s+LockCount\s*:\s*(?:0n)?-?\d/i;
const DT_TITLE = /^\s*(?:\w+!)?\w{1,60}\s*$/;

type Draft = { -readonly [K in keyof CriticalSectionDetail]: CriticalSectionDetail[K] };

function newDraft(line: number, address: Hex | null, form: Draft["form"]): Draft {
  return {
    line,
    form,
    address,
    name: null,
    debugInfo: null,
    locked: null,
    lockCount: null,
    waiterWoken: null,
    recursionCount: null,
    owningThread: null,
    thread: null,
    lockSemaphore: null,
    spinCount: null,
  };
}

/** `0n-6` and `-6` are decimal; `!cs` prints `0x3`. */
function numberOf(text: string): number {
  if (/^0x/i.test(text)) return Number(text.replace(/[`'´]/g, ""));
  return Number(text.replace(/^0n/i, ""));
}

function setField(draft: Draft, match: RegExpExecArray): void {
  const raw = match.groups?.value ?? "0";
  const name = (match.groups?.name ?? "").toLowerCase();
  const hex = raw === "0" || !/^(?:0n|-)/i.test(raw) ? hexGroup(match, "value") : null;
  const pointer = hex === null || isNullHex(hex) ? null : hex;
  if (name === "lockcount") draft.lockCount = numberOf(raw);
  else if (name === "recursioncount") draft.recursionCount = numberOf(raw);
  else if (name === "owningthread") draft.owningThread = pointer;
  else if (name === "locksemaphore") draft.lockSemaphore = pointer;
  else if (name === "spincount") draft.spinCount = hex;
  else draft.debugInfo = pointer;
}

/** A field behind which another one follows. */
function isFigure(text: string): boolean {
  return (
    /^\s*(?:\+0x\w{3}\s+)?(?:LockCount|RecursionCount|OwningThread|LockSemaphore|DebugInfo)\s*[=:]/i.test(text) ||
    (/^\s*Critical section\s*=/i.test(text) && !text.trimEnd().endsWith(")"))
  );
}

class Listing {
  readonly sections: Draft[] = [];
  readonly unread: number[] = [];
  elided = false;
  /** The section that fields belong to. */
  private current: Draft | undefined;
  private debugInfo: { value: Hex | null; line: number } | null = null;

  constructor(private readonly source: Source) {
    const end = source.lines.findLast(({ text }) => text.trim() !== "");
    for (const line of source.lines) {
      const text = withoutAnnotation(line.text);
      // The paste may end inside this number.
      if (isElision(text)) this.lose();
      else if (line === end && isFigure(text)) this.unread.push(line.number);
      else this.take(text, line.number);
    }
  }

  /** What stands below need not be of the section above. */
  private lose(): void {
    this.elided = true;
    this.current = undefined;
    this.debugInfo = null;
  }

  private open(draft: Draft): void {
    this.sections.push(draft);
    this.current = draft;
  }

  private take(text: string, number: number): void {
    const head = CS_HEAD.exec(text);
    if (head) {
      const draft = newDraft(number, hexGroup(head, "address"), "decoded");
      const name = head.groups?.name ?? "";
      draft.name = name === "" || name.startsWith("+") ? null : name;
      draft.debugInfo = this.debugInfo?.value ?? null;
      this.debugInfo = null;
      this.open(draft);
      return;
    }
    if (!this.takeDecoded(text, number) && !this.takeMemory(text, number) && !this.isKnown(text))
      this.unread.push(number);
  }

  private isKnown(text: string): boolean {
    const title = this.sections.length === 0 && DT_TITLE.test(text);
    return CS_KNOWN.test(text) || isChatter(text) || isAnnotation(text) || title;
  }

  private takeDecoded(text: string, line: number): boolean {
    const draft = this.current;
    const debug = CS_DEBUG.exec(text);
    if (debug) {
      // `-l` prints it in front of the section it belongs to.
      if (draft && draft.debugInfo === null && draft.locked === null) draft.debugInfo = hexGroup(debug, "value");
      else this.debugInfo = { value: hexGroup(debug, "value"), line };
      return true;
    }
    if (!draft) return false;
    const locked = CS_LOCKED.exec(text);
    const woken = CS_WOKEN.exec(text);
    const thread = CS_NUMBER.exec(text);
    const field = CS_FIELD.exec(text);
    if (locked) draft.locked = locked.groups?.not === undefined;
    if (woken) draft.waiterWoken = woken.groups?.woken?.toLowerCase() === "yes";
    if (thread) draft.thread = Number(thread.groups?.thread);
    if (field) setField(draft, field);
    return [locked, woken, thread, field].some((match) => match !== null);
  }

  private takeMemory(text: string, line: number): boolean {
    const match = DT_FIELD.exec(text);
    if (!match) return false;
    const first = match.groups?.name?.toLowerCase() === "debuginfo";
    if (!first && this.elided && this.current?.form !== "memory") return false;
    if (this.current?.form !== "memory" || first)
      this.open(newDraft(line, addressesIn(this.source.args)[0] ?? null, "memory"));
    if (this.current) setField(this.current, match);
    return true;
  }
}

/** Forgets a spin count that the paste breaks off in: it is printed with all its digits. */
function dropOpenCount(sections: readonly Draft[], { openEnd, lines }: Source): void {
  const last = sections.at(-1);
  const digits = openEnd ? OPEN_SPIN_COUNT.exec(lines.at(-1)?.text ?? "")?.groups?.digits : undefined;
  if (last && digits !== undefined && digits.length !== 8 && digits.length !== 16) last.spinCount = null;
}

function parse(source: Source): Reading<CriticalSectionDetailsReport> {
  const { sections, unread, elided } = new Listing(source);
  dropOpenCount(sections, source);
  const named = sections.filter((section) => section.form === "decoded" || section.recursionCount !== null);
  if (named.length === 0) return null;
  const last = named.at(-1);
  const complete = last?.spinCount !== null && !elided && unread.length === 0;
  return { report: { kind: "critical-section-details", sections: named, complete }, unread };
}

export const windbgCs: Parser<CriticalSectionDetailsReport> = {
  id: "windbg-cs",
  name: "!cs",
  mode: "user",
  command: /^(?:!cs\b|dt\b)/,
  recognise: [CS_HEAD, CS_DEBUG, DT_DEBUG, DT_COUNT],
  confirm(lines, at) {
    const text = lines[at]?.text ?? "";
    const next = lines[at + 1]?.text ?? "";
    if (CS_DEBUG.test(text)) return CS_HEAD.test(next);
    if (DT_DEBUG.test(text)) return DT_COUNT.test(next);
    return CS_HEAD.test(text) || /\sRecursionCount\s*:/i.test(next);
  },
  keeps: [CS_FIELD, CS_DEBUG, DT_FIELD, CS_KNOWN],
  errors: [
    {
      // Unable to resolve ntdll!RTL_CRITICAL_SECTION
      line: /\bUnable to (?:resolve|read|get|find) (?:ntdll!|the ntdll|symbols? for)|^\s*Bad symbols for NTDLL/i,
      problem: {
        code: "NTDLL_SYMBOLS_MISSING",
        what: "The debugger finds no symbols for ntdll, so it cannot tell how a critical section lies in memory.",
        fix: "Load the symbols of ntdll from the symbol server, then run the command again.",
        commands: [".symfix+", ".reload /f ntdll.dll", "!cs -l -o"],
      },
    },
    {
      // Cannot read structure field value at 0x00d1f4a0, error 0
      line: /^\s*Cannot read structure field value at|^\s*Failed to read critical section/i,
      problem: {
        code: "CRITICAL_SECTION_NOT_READABLE",
        what: "There is no readable memory at this address, or the dump does not hold it.",
        fix: "Check the address: it is the first argument of the frame that enters the section. A small dump may lack it.",
        commands: ["kb", "!locks"],
      },
    },
  ],
  parse,
};
