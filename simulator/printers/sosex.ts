import type {
  DeadlockReport,
  RwLockOwner,
  RwLockReport,
  SosexLock,
  ThreadLockRow,
  ThreadLocksReport,
} from "@/evidence";
import { type DeadlockedThread, deadlocksAmong, type HeldLock } from "../deadlocks";
import type { Facts } from "../facts";
import type { RwLock } from "../rw-locks";
import type { Server } from "../server";
import type { Thread } from "../threads";
import { pointer } from "./pointers";
import type { Printer } from "./printer";
import { signature } from "./signature";

const PROGRESS = [
  "Examining SyncBlocks...",
  "Scanning for ReaderWriterLock instances...",
  "Scanning for holders of ReaderWriterLock locks...",
  "Scanning for ReaderWriterLockSlim instances...",
  "Scanning for holders of ReaderWriterLockSlim locks...",
  "Examining CriticalSections...",
];
const WAITING = [
  "Scanning for threads waiting on SyncBlocks...",
  "Scanning for threads waiting on ReaderWriterLock locks...",
  "Scanning for threads waiting on ReaderWriterLocksSlim locks...",
  "Scanning for threads waiting on CriticalSections...",
];
const NO_INDEX = [
  "This dump has no SOSEX heap index.",
  "The heap index makes searching for references and roots much faster.",
  "To create a heap index, run !bhi",
];
const KINDS = { monitor: "SyncBlock", "rw-lock": "ReaderWriterLockSlim", section: "CriticalSection" } as const;

function clrId({ runtime }: Thread): string {
  return (runtime?.id ?? 0).toString(16);
}

function lockText({ kind, address, object }: HeldLock, { runtime: { bits } }: Server): string {
  const owner = object ? ` OBJ:${pointer(object.address, bits)}[${object.type}]` : "";
  return `${KINDS[kind]} ${pointer(address, bits)}${owner}`;
}

function holdsText(lock: HeldLock, server: Server): string {
  if (lock.kind === "section") return lockText(lock, server);
  return `the ${lock.level ? `${lock.level} ` : ""}lock on ${lockText(lock, server)}`;
}

function waitsText(lock: HeldLock, server: Server): string {
  if (lock.kind === "section") return `on ${lockText(lock, server)}`;
  return `for ${lock.level ? `a ${lock.level}` : "the"} lock on ${lockText(lock, server)}`;
}

/** Where a thread of a cycle waits: its topmost method, or the native call below which none is known. */
function placeOf({ managed, native, role }: Thread): { site: string; offsets: string } {
  const method = role === "waits-for-section" ? undefined : managed?.find(({ name }) => name !== "");
  if (method) return { site: signature(method), offsets: "(+0x19 IL,+0x23 Native)" };
  const call = native.find(({ symbol }) => symbol === "RtlEnterCriticalSection") ?? native[0];
  return { site: `${call?.module}!${call?.symbol}+0x${call?.offset.toString(16)}`, offsets: "" };
}

/** The cycles that sosex can see: it knows managed threads only. */
function cyclesOf(server: Server): DeadlockedThread[][] {
  return deadlocksAmong(server).filter((cycle) => cycle.every(({ thread }) => thread.runtime !== null));
}

/** `!dlk`: threads that wait for each other in a circle. */
export function printDeadlocks(server: Server): string[] {
  const cycles = cyclesOf(server);
  const told = cycles.flatMap((cycle) => [
    "*DEADLOCK DETECTED*",
    ...cycle.flatMap(({ thread, holds, waitsFor }) => [
      `CLR thread 0x${clrId(thread)} holds ${holdsText(holds, server)}`,
      `...and is waiting ${waitsText(waitsFor, server)}`,
    ]),
    ...cycle.map(({ thread }) => {
      const { site, offsets } = placeOf(thread);
      return `CLR Thread 0x${clrId(thread)} is waiting at ${site}${offsets}`;
    }),
    "",
    "",
  ]);
  const count = cycles.length === 1 ? "1 deadlock" : `${cycles.length === 0 ? "No" : cycles.length} deadlocks`;
  return [...PROGRESS, ...WAITING, ...told, `${count} detected.`];
}

function lockFacts({ kind, level, address, object }: HeldLock): SosexLock {
  return {
    type: KINDS[kind],
    level,
    address,
    object: object?.address ?? null,
    objectType: object?.type ?? null,
  };
}

function deadlockFacts(server: Server): Facts<DeadlockReport> {
  const cycles = cyclesOf(server);
  return {
    kind: "deadlocks",
    deadlocks: cycles.map((cycle) => ({
      holders: cycle.map(({ thread, holds, waitsFor }) => ({
        clrThread: clrId(thread),
        holds: lockFacts(holds),
        waitsFor: lockFacts(waitsFor),
      })),
      places: cycle.map(({ thread }) => ({ clrThread: clrId(thread), site: placeOf(thread).site })),
    })),
    count: cycles.length,
    complete: true,
  };
}

interface LockRow {
  /** Null for one that has ended. */
  thread: Thread | null;
  id: number;
  type: "SyncBlock" | "RWLockSlim" | "CritSec";
  address: string;
  level: string | null;
}

function row(thread: Thread, type: LockRow["type"], address: string, level: string | null = null): LockRow {
  return { thread, id: thread.runtime?.id ?? 0, type, address, level };
}

function heldRows({ monitors, rwLocks, criticalSections }: Server): LockRow[] {
  return [
    ...monitors.monitors.flatMap(({ owner, syncBlock }) =>
      owner.kind === "thread" ? [row(owner.thread, "SyncBlock", syncBlock)] : [],
    ),
    ...rwLocks.flatMap(({ address, owner, readers }) => [
      ...(owner
        ? [{ thread: owner.thread, id: owner.id, type: "RWLockSlim" as const, address, level: owner.level }]
        : []),
      ...readers.map((reader) => row(reader, "RWLockSlim", address, "Reader")),
    ]),
    ...criticalSections.flatMap(({ owner, address }) => (owner?.runtime ? [row(owner, "CritSec", address)] : [])),
  ];
}

function waitingRows({ monitors, rwLocks, criticalSections }: Server): LockRow[] {
  return [
    ...monitors.monitors.flatMap(({ waiters, syncBlock }) =>
      waiters.map((waiter) => row(waiter, "SyncBlock", syncBlock)),
    ),
    ...rwLocks.flatMap(({ address, waitingReaders, waitingWriters }) => [
      ...waitingReaders.map((waiter) => row(waiter, "RWLockSlim", address, "Reader")),
      ...waitingWriters.map((waiter) => row(waiter, "RWLockSlim", address, "Writer")),
    ]),
    ...criticalSections.flatMap(({ waiting, address }) => waiting.map((waiter) => row(waiter, "CritSec", address))),
  ];
}

function printRow({ thread, id, type, address, level }: LockRow, { runtime: { bits } }: Server): string {
  const clr = `0x${id.toString(16)}`.padEnd(11);
  const number = String(thread?.number ?? -1).padEnd(11);
  const os = (thread ? `0x${thread.osThreadId}` : "0xffffffff").padEnd(11);
  return `${clr}${number}${os}${type.padEnd(12)}${pointer(address, bits)}  ${(level ?? "").padEnd(14)}`;
}

/** `!mlocks` and `!mwaits`: who holds, and who waits. */
export function printThreadLocks(server: Server, waits: boolean): string[] {
  const gap = " ".repeat(server.runtime.bits === 64 ? 14 : 6);
  const rows = waits ? waitingRows(server) : heldRows(server);
  return [
    ...(server.seed % 2 === 0 ? NO_INDEX : []),
    ...PROGRESS,
    ...(waits ? WAITING : []),
    "",
    `ClrThread  DbgThread  OsThread    LockType    Lock${gap}LockLevel`.replace("OsThread    ", "OsThread   "),
    "-".repeat(78),
    ...rows.map((one) => printRow(one, server)),
  ];
}

function rowFacts({ thread, id, type, address, level }: LockRow): Facts<ThreadLockRow> {
  return {
    clrThread: id.toString(16),
    thread: thread?.number ?? null,
    osThreadId: thread?.osThreadId ?? null,
    lockType: type,
    lock: address,
    lockLevel: level,
  };
}

function idsText(threads: readonly Thread[]): string {
  return threads.length === 0 ? "None" : threads.map((thread) => `0x${clrId(thread)}`).join(",");
}

function rwFields({ owner, readers, waitingReaders, waitingWriters }: RwLock): [name: string, value: string][] {
  const ownerText = (level: "Writer" | "UpgradableReader"): string => {
    if (owner?.level !== level) return "None";
    return `0x${owner.id.toString(16)}${owner.thread === null ? " (DEAD)" : ""}`;
  };
  return [
    ["WriteLockOwnerThread", ownerText("Writer")],
    ["UpgradableReadLockOwnerThread", ownerText("UpgradableReader")],
    ["ReaderCount", String(readers.length)],
    ["ReaderThreadIds", idsText(readers)],
    ["WaitingReaderCount", String(waitingReaders.length)],
    ["WaitingReaderThreadIds", idsText(waitingReaders)],
    ["WaitingWriterCount", String(waitingWriters.length)],
    ["WaitingWriterThreadIds", idsText(waitingWriters)],
    ["WaitingUpgradableReaderCount", "0"],
    ["WaitingUpgradableReaderThreadIds", "None"],
    ["WaitingWriterUpgradeCount", "0"],
    ["WaitingWriterUpgradeThreadIds", "None"],
  ];
}

/** `!rwlock`: one reader/writer lock with its owners and those who wait. */
export function printRwLock(lock: RwLock): string[] {
  return rwFields(lock).map(([name, value]) => `${`${name}:`.padEnd(34)}${value}`);
}

/** The lock to look at; one that nobody holds where the process has none. */
function subject({ rwLocks, request }: Server): RwLock {
  return (
    rwLocks[0] ?? { address: request.object.address, owner: null, readers: [], waitingReaders: [], waitingWriters: [] }
  );
}

function ownerFacts({ owner }: RwLock, level: "Writer" | "UpgradableReader"): RwLockOwner | null {
  return owner?.level === level ? { clrThread: owner.id.toString(16), dead: owner.thread === null } : null;
}

function rwFacts(lock: RwLock, echoed: boolean): Facts<RwLockReport> {
  return {
    kind: "rw-lock",
    address: echoed ? lock.address : null,
    fields: rwFields(lock).map(([name, value]) => ({ name, value })),
    writeLockOwner: ownerFacts(lock, "Writer"),
    upgradableReadLockOwner: ownerFacts(lock, "UpgradableReader"),
    readerCount: lock.readers.length,
    readerThreadIds: lock.readers.map(clrId),
    waitingReaderCount: lock.waitingReaders.length,
    waitingReaderThreadIds: lock.waitingReaders.map(clrId),
    waitingWriterCount: lock.waitingWriters.length,
    waitingWriterThreadIds: lock.waitingWriters.map(clrId),
    waitingUpgradableReaderCount: 0,
    waitingWriterUpgradeCount: 0,
    complete: true,
  };
}

type SosexReport = DeadlockReport | ThreadLocksReport | RwLockReport;

/** The extension knows .NET Framework only. */
function all(name: string, needs: Printer["needs"]): Printer<SosexReport>[] {
  const base = { dialect: name, needs, prompt: "user" } as const;
  const list = (waits: boolean): Printer<SosexReport> => ({
    ...base,
    dialect: `${waits ? "waited-for" : "held"}-${name}`,
    parser: "sosex-locks",
    command: () => (waits ? "!mwaits" : "!sosex.mlocks"),
    print: (server) => printThreadLocks(server, waits),
    expected: (server, echoed) => ({
      kind: "thread-locks",
      relation: echoed ? (waits ? "waits" : "holds") : "unknown",
      rows: (waits ? waitingRows(server) : heldRows(server)).map(rowFacts),
      cut: false,
    }),
  });
  return [
    { ...base, parser: "sosex-dlk", command: () => "!dlk", print: printDeadlocks, expected: deadlockFacts },
    list(false),
    list(true),
    {
      ...base,
      parser: "sosex-rwlock",
      command: (server) => `!rwlock ${pointer(subject(server).address, server.runtime.bits)}`,
      print: (server) => printRwLock(subject(server)),
      expected: (server, echoed) => rwFacts(subject(server), echoed),
    },
  ];
}

export const SOSEX: readonly Printer<SosexReport>[] = [
  ...all("x86", { versions: ["2.0", "4.x"], bits: 32 }),
  ...all("x64", { versions: ["2.0", "4.x"], bits: 64 }),
];
