import { canonicalHex, type Hex, type RwLockOwner, type RwLockReport } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { addressesIn, parseCount } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { OBJECT_ERRORS } from "./sos-dumpobj";
import { isSosexProgress } from "./sosex-progress";

/**
 * `!rwlock ADDR` (sosex): who holds a ReaderWriterLock or ReaderWriterLockSlim and who waits for it.
 *
 * ```sample slim
 * 0:000> !rwlock 00000170a04be8d0
 * WriteLockOwnerThread:             0x1a
 * UpgradableReadLockOwnerThread:    None
 * ReaderCount:                      0
 * ReaderThreadIds:                  None
 * WaitingReaderCount:               3
 * WaitingReaderThreadIds:           0x2f,0x38,0x4b
 * WaitingWriterCount:               0
 * WaitingWriterThreadIds:           None
 * WaitingUpgradableReaderCount:     0
 * WaitingUpgradableReaderThreadIds: None
 * WaitingWriterUpgradeCount:        0
 * WaitingWriterUpgradeThreadIds:    None
 * ```
 * An owner that has ended is marked:
 * ```sample dead-owner
 * 0:000> !rwlock 0a31c7f4
 * WriteLockOwnerThread:             0x5c (DEAD)
 * UpgradableReadLockOwnerThread:    None
 * ReaderCount:                      0
 * ReaderThreadIds:                  None
 * WaitingReaderCount:               2
 * WaitingReaderThreadIds:           0x11,0x9
 * WaitingWriterCount:               0
 * WaitingWriterThreadIds:           None
 * *This lock's writer lock is orphaned.
 * ```
 *
 * Thread ids are the runtime's, hex, as in the `ID` column of `!threads`. A field this file does not know keeps
 * its text under `fields`. Not read: the table of all locks that the command prints without an address.
 */
const FIELD =
  /^\s*(?<name>(?:Write|Upgradable|Reader|Waiting)[A-Za-z]{0,40}(?:Thread|Count|ThreadIds?)):(?:\s+(?<value>\S.*))?$/i;
const OWNER = /^\s*(?:Write|UpgradableRead)LockOwnerThread:/i;
const COUNT_FIELD =
  /^\s*(?:Waiting)?(?:Upgradable)?(?:Reader|Writer)(?:Upgrade)?(?:Count|ThreadIds):\s+(?:\d{1,6}|None|0x[0-9a-f])/i;
// *This lock's writer lock is orphaned.
const ORPHANED = /^\s*\*?\s?This lock's [a-z ]{4,40} lock is orphaned\.?$/i;
const IDS = /^(?:0x[0-9a-f]{1,8}(?: \(DEAD\))?,\s?)*0x[0-9a-f]{1,8}(?: \(DEAD\))?,?$/i;
const MORE_IDS = /^\s*(?:0x[0-9a-f]{1,8}(?: \(DEAD\))?,\s?)*0x[0-9a-f]{1,8}(?: \(DEAD\))?,?\s*$/i;

interface Field {
  line: number;
  name: string;
  value: string;
}

function idsOf(value: string): Hex[] {
  return [...value.matchAll(/0x[0-9a-f]{1,8}/gi)].map((match) => canonicalHex(match[0]));
}

/** A value that its field can have: a count, a list of ids or none. */
function isSound({ name, value }: Field): boolean {
  if (/count$/i.test(name)) return /^\d{1,6}$/.test(value);
  return /^none$/i.test(value) || IDS.test(value);
}

function fieldsOf(source: Source, unread: number[]): Field[] {
  const fields: Field[] = [];
  for (const { number, text } of source.lines) {
    const match = FIELD.exec(text);
    const open = fields.at(-1);
    const goesOn = open && /ids$/i.test(open.name) && (open.value === "" || open.value.endsWith(","));
    if (match) fields.push({ line: number, name: match.groups?.name ?? "", value: match.groups?.value ?? "" });
    else if (goesOn && MORE_IDS.test(text)) {
      open.value += text.trim();
    } else if (!ORPHANED.test(text) && !isChatter(text) && !isSosexProgress(text) && !isAnnotation(text)) {
      unread.push(number);
    }
  }
  return fields;
}

function parse(source: Source): Reading<RwLockReport> {
  const unread: number[] = [];
  const all = fieldsOf(source, unread);
  if (all.length === 0) return null;
  const fields = all.filter(isSound);
  for (const field of all) if (!fields.includes(field)) unread.push(field.line);
  const ended = /^WaitingWriterUpgradeThreadIds$/i.test(fields.at(-1)?.name ?? "");
  // A paste that ends in a number or a list may end inside it.
  const end = ended ? undefined : fields.at(-1);
  const value = (name: string): string | null =>
    fields.find((field) => field !== end && field.name.toLowerCase() === name)?.value ?? null;
  const owner = (name: string): RwLockOwner | null => {
    const text = value(name) ?? "";
    const [clrThread] = idsOf(text);
    return clrThread === undefined ? null : { clrThread, dead: /\(DEAD\)/i.test(text) };
  };
  const count = (name: string): number | null => parseCount(value(name) ?? "");
  const ids = (name: string): Hex[] => idsOf(value(name) ?? "");
  return {
    report: {
      kind: "rw-lock",
      address: addressesIn(source.args)[0] ?? null,
      fields: fields.map(({ line, name, value: text }) => ({ line, name, value: text })),
      writeLockOwner: owner("writelockownerthread"),
      upgradableReadLockOwner: owner("upgradablereadlockownerthread"),
      readerCount: count("readercount"),
      readerThreadIds: ids("readerthreadids"),
      waitingReaderCount: count("waitingreadercount"),
      waitingReaderThreadIds: ids("waitingreaderthreadids"),
      waitingWriterCount: count("waitingwritercount"),
      waitingWriterThreadIds: ids("waitingwriterthreadids"),
      waitingUpgradableReaderCount: count("waitingupgradablereadercount"),
      waitingWriterUpgradeCount: count("waitingwriterupgradecount"),
      complete: ended && unread.length === 0 && !source.lines.some(({ text }) => isElision(text)),
    },
    unread: unread.sort((a, b) => a - b),
  };
}

export const sosexRwlock: Parser<RwLockReport> = {
  id: "sosex-rwlock",
  name: "!rwlock",
  mode: "user",
  command: /^!rwlock\b/,
  recognise: [OWNER, COUNT_FIELD],
  keeps: [FIELD],
  restarts: /^\s*WriteLockOwnerThread:/i,
  errors: OBJECT_ERRORS,
  parse,
};
