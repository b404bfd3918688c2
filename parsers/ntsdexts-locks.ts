import { type CriticalSectionRow, type CriticalSectionsReport, canonicalHex, type Line } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { ADDRESS, COUNT, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!locks [-v]` of a process (ntsdexts) and `!critsec ADDR`: critical sections and the threads that own them.
 * The kernel-mode command of the same name lists ERESOURCEs; it has its own parser.
 *
 * Windows Server 2003 SP1 and later:
 * ```sample decoded
 * 0:041> !locks
 *
 * CritSec ntdll!LdrpLoaderLock+0 at 7c8877a0
 * WaiterWoken        No
 * LockCount          2
 * RecursionCount     1
 * OwningThread       11dc
 * EntryCount         0
 * ContentionCount    1c
 * *** Locked
 *
 * CritSec +2d2b3e28 at 000001e52d2b3e28
 * WaiterWoken        No
 * LockCount          0
 * RecursionCount     1
 * OwningThread       3f14
 * EntryCount         0
 * ContentionCount    0
 * *** Locked
 *
 * Scanned 412 critical sections
 * ```
 * Before that the raw lock count was printed, and no trailer by the oldest:
 * ```sample raw
 * 0:000> !locks
 *
 * CritSec w3svc!g_pDictator+a0 at 68C2D1A8
 * LockCount          0
 * RecursionCount     1
 * OwningThread       d1
 * EntryCount         1
 * ContentionCount    0
 * *** Locked
 * ```
 * `-v` lists those nobody owns, too:
 * ```sample verbose
 * 0:007> !locks -v
 *
 * CritSec SHELL32!g_lockObject+0 at 00007ff94d3684b0
 * LockCount          NOT LOCKED
 * RecursionCount     0
 * OwningThread       0
 * EntryCount         0
 * ContentionCount    0
 *
 * Scanned 26 critical sections
 * ```
 *
 * OwningThread is an OS thread id, hex. LockCount and RecursionCount are decimal, EntryCount and
 * ContentionCount hex; the contentions add up since the section was made. A section without a symbol is
 * printed as `+offset` and gets no name. Not read: orphaned entries of `-o`.
 */
const START = rx("^\\s*CritSec\\s+(?:(?<name>\\S.{0,300}?)\\s+)?at\\s+(?<address>", ADDRESS, ")\\b");
const WOKEN = /(?:^|\s)WaiterWoken\s+(?<woken>Yes|No)\b/i;
const LOCK_COUNT = /(?:^|\s)LockCount\s+(?:(?<free>NOT LOCKED)|(?<count>-?\d+))\b/i;
const RECURSION = rx("(?:^|\\s)RecursionCount\\s+(?<count>", COUNT, ")\\b");
const OWNER = rx("(?:^|\\s)OwningThread\\s+(?<thread>", HEX, ")\\b");
const ENTRIES = rx("(?:^|\\s)EntryCount\\s+(?<count>", HEX, ")\\b");
const CONTENTION = rx("(?:^|\\s)ContentionCount\\s+(?<count>", HEX, ")\\b");
const LOCKED = /\*{3}\s?Locked\b|^\s*\\?\*{0,2}\s?Locked\s*$/i;
const SCANNED = rx("^\\s*Scanned (?<count>", COUNT, ") critical sections?\\b");
const FIGURE = /^\s*(?:LockCount|RecursionCount|OwningThread|EntryCount|ContentionCount)\s+-?[0-9a-f]+\s*$/i;
const KNOWN =
  /^\s*(?:Stopped scanning because of|CritSec at \S+ could not be read|Perhaps the critical section was|\*{3} CritSec )/i;

interface Draft extends Omit<CriticalSectionRow, "lockCount"> {
  lockCount: number | null;
  /** `NOT LOCKED` instead of a count. */
  free: boolean;
  /** The line of its owner was there. */
  owned: boolean;
  lines: number[];
}

function newDraft(match: RegExpExecArray, line: Line): Draft {
  const name = group(match, "name");
  return {
    line: line.number,
    lines: [line.number],
    name: name === null || name.startsWith("+") ? null : name,
    address: hexGroup(match, "address") ?? canonicalHex(""),
    lockCount: null,
    free: false,
    owned: false,
    waiterWoken: null,
    recursionCount: null,
    owningThread: null,
    entryCount: null,
    contentionCount: null,
    locked: false,
  };
}

function hexNumber(match: RegExpExecArray): number {
  return Number.parseInt(hexGroup(match, "count") ?? "0", 16);
}

/** Puts what the line says into the section; false when it says nothing of the kind. */
function fill(draft: Draft, text: string): boolean {
  const woken = WOKEN.exec(text);
  if (woken) draft.waiterWoken = group(woken, "woken")?.toLowerCase() === "yes";
  const count = LOCK_COUNT.exec(text);
  if (count) {
    draft.free = group(count, "free") !== null;
    draft.lockCount = draft.free ? 0 : Number(group(count, "count"));
  }
  const recursion = RECURSION.exec(text);
  if (recursion) draft.recursionCount = numberGroup(recursion, "count");
  const owner = OWNER.exec(text);
  if (owner) {
    draft.owned = true;
    draft.owningThread = hexGroup(owner, "thread") === "0" ? null : hexGroup(owner, "thread");
  }
  const entries = ENTRIES.exec(text);
  if (entries) draft.entryCount = hexNumber(entries);
  const contention = CONTENTION.exec(text);
  if (contention) draft.contentionCount = hexNumber(contention);
  const locked = LOCKED.test(text);
  if (locked) draft.locked = true;
  return locked || [woken, count, recursion, owner, entries, contention].some((match) => match !== null);
}

function toRow({ lines: _lines, owned: _owned, free, ...draft }: Draft, lockCount: number): CriticalSectionRow {
  // The mark stands last, so a cut may take it; a section with an owner is locked.
  return { ...draft, lockCount, locked: !free && (draft.locked || draft.owningThread !== null) };
}

function parse(source: Source): Reading<CriticalSectionsReport> {
  const drafts: Draft[] = [];
  const unread: number[] = [];
  let scanned: number | null = null;
  let elided = false;
  let open: Draft | undefined;
  const end = source.lines.at(-1)?.number;
  for (const line of source.lines) {
    const text = withoutAnnotation(line.text).replace(/\s#.*$/, "");
    if (KNOWN.test(text)) continue;
    const start = START.exec(text);
    if (start) {
      open = newDraft(start, line);
      drafts.push(open);
    } else if (isElision(text)) {
      elided = true;
      open = undefined;
    }
    // The paste may end inside the number.
    const cut = line.number === end && FIGURE.test(text);
    const draft = cut ? undefined : open;
    const trailer = SCANNED.exec(text);
    if (trailer) scanned = numberGroup(trailer, "count");
    else if (draft && fill(draft, text)) draft.lines.push(line.number);
    else if (!start && !isChatter(text)) unread.push(line.number);
  }
  if (drafts.length === 0 && scanned === null) return null;
  const sections: CriticalSectionRow[] = [];
  for (const draft of drafts) {
    const known = draft.owned || draft.free || draft.locked;
    if (draft.lockCount !== null && known) sections.push(toRow(draft, draft.lockCount));
    else unread.push(...draft.lines);
  }
  const complete = scanned !== null && !elided && unread.length === 0;
  return { report: { kind: "critical-sections", sections, scanned, complete }, unread };
}

export const ntsdextsLocks: Parser<CriticalSectionsReport> = {
  id: "ntsdexts-locks",
  name: "!locks",
  mode: "user",
  command: /^!(?:locks|critsec)\b/,
  recognise: [START, SCANNED],
  errors: [
    {
      // NTSDEXTS: Unable to resolve ntdll!RTL_CRITICAL_SECTION_DEBUG type
      line: /\bNTSDEXTS: Unable to |Please check your symbols/i,
      problem: {
        code: "NTDLL_SYMBOLS_MISSING",
        what: "The debugger finds no symbols for ntdll, so it cannot walk the list of critical sections.",
        fix: "Load the symbols of ntdll from the symbol server, then run the command again.",
        commands: [".symfix+", ".reload /f ntdll.dll", "!locks"],
      },
    },
  ],
  parse,
};
