import { type CriticalSectionDetail, type CriticalSectionDetailsReport, isNullHex } from "@/evidence";
import type { CriticalSection } from "../critical-sections";
import type { Facts } from "../facts";
import type { Server } from "../server";
import { capital, pointer } from "./pointers";
import type { Printer } from "./printer";

/** `raw` is that of debuggers before 2004, which print LockCount as it lies there. */
export type SectionDialect = "raw" | "decoded";

const RULE = "-----------------------------------------";

/** Waiters and recursion in one number, before Server 2003 SP1. */
function rawCount({ waiting, recursion }: CriticalSection): number {
  return waiting.length + recursion - 1;
}

/** The same since: a bit for held, a bit for woken, the rest counts those who wait. */
function bitCount({ waiting, waiterWoken, owner }: CriticalSection): number {
  if (owner === null) return -1;
  return (-1 - waiting.length) * 4 + (waiterWoken ? 0 : 2);
}

function nameText({ name, address }: CriticalSection, { runtime: { bits } }: Server): string {
  return name === null ? `+0x${capital(address, bits).replace(/^0+/, "")}` : name.replace(/\+0$/, "+0x0");
}

/** `!cs`: one critical section. */
export function printDecoded(
  section: CriticalSection,
  server: Server,
  dialect: SectionDialect,
  listed: boolean,
): string[] {
  const { bits } = server.runtime;
  const wide = (address: string): string => `0x${pointer(address, bits)}`;
  const head = `Critical section   = ${wide(section.address)} (${nameText(section, server)})`;
  const debug = `DebugInfo          = ${wide(section.debugInfo)}`;
  const held =
    section.owner === null
      ? ["NOT LOCKED"]
      : [
          "LOCKED",
          `LockCount          = 0x${(dialect === "raw" ? rawCount(section) : section.waiting.length).toString(16).toUpperCase()}`,
          ...(dialect === "raw" ? [] : [`WaiterWoken        = ${section.waiterWoken ? "Yes" : "No"}`]),
          `OwningThread       = ${wide(section.owner.osThreadId)}`,
          `RecursionCount     = 0x${section.recursion}`,
        ];
  return [
    RULE,
    ...(listed ? [debug, head] : [head, debug]),
    ...held,
    `LockSemaphore      = 0x${section.semaphore.toUpperCase()}`,
    `SpinCount          = ${wide(section.spinCount)}`,
  ];
}

/** `dt`: the section as it lies in memory. */
export function printMemory(section: CriticalSection, { runtime: { bits } }: Server): string[] {
  const word = bits / 8;
  const at = (offset: number): string => `   +0x${offset.toString(16).padStart(3, "0")}`;
  const handle = (value: string): string =>
    isNullHex(value) ? "(null)" : `0x${value.padStart(bits === 32 ? 8 : 16, "0").replace(/^(.{8})(.{8})$/, "$1`$2")}`;
  const spin = isNullHex(section.spinCount) ? "0" : `0x${section.spinCount}`;
  return [
    `${at(0)} DebugInfo        : ${handle(section.debugInfo)} _RTL_CRITICAL_SECTION_DEBUG`,
    `${at(word)} LockCount        : 0n${bitCount(section)}`,
    `${at(word + 4)} RecursionCount   : 0n${section.recursion}`,
    `${at(word + 8)} OwningThread     : ${handle(section.owner?.osThreadId ?? "0")} Void`.replace(
      "(null) Void",
      "(null) ",
    ),
    `${at(2 * word + 8)} LockSemaphore    : ${handle(section.semaphore)} Void`.replace("(null) Void", "(null) "),
    `${at(3 * word + 8)} SpinCount        : ${spin}`,
  ];
}

function objectOf(value: string): string | null {
  return isNullHex(value) ? null : value;
}

function facts(
  section: CriticalSection,
  server: Server,
  form: SectionDialect | "memory",
  echoed: boolean,
): Facts<CriticalSectionDetail> {
  const memory = form === "memory";
  const free = section.owner === null;
  const count = form === "raw" ? rawCount(section) : section.waiting.length;
  const name = nameText(section, server);
  return {
    form: memory ? "memory" : "decoded",
    address: memory && !echoed ? null : section.address,
    name: memory || name.startsWith("+") ? null : name,
    debugInfo: section.debugInfo,
    locked: memory ? null : !free,
    lockCount: memory ? bitCount(section) : free ? null : count,
    waiterWoken: form === "decoded" && !free ? section.waiterWoken : null,
    recursionCount: memory ? section.recursion : free ? null : section.recursion,
    owningThread: section.owner?.osThreadId ?? null,
    thread: null,
    lockSemaphore: objectOf(section.semaphore),
    spinCount: section.spinCount,
  };
}

function first({ criticalSections }: Server): CriticalSection {
  const [section] = criticalSections;
  if (!section) throw new RangeError("A process has at least one critical section.");
  return section;
}

function one(dialect: string, form: SectionDialect, needs: Printer["needs"]): Printer<CriticalSectionDetailsReport> {
  return {
    parser: "windbg-cs",
    dialect,
    needs,
    prompt: "user",
    command: (server) => `!cs ${pointer(first(server).address, server.runtime.bits)}`,
    print: (server) => printDecoded(first(server), server, form, false),
    expected: (server, echoed) => ({
      kind: "critical-section-details",
      sections: [facts(first(server), server, form, echoed)],
      complete: true,
    }),
  };
}

function memory(dialect: string, needs: Printer["needs"]): Printer<CriticalSectionDetailsReport> {
  return {
    parser: "windbg-cs",
    dialect,
    needs,
    prompt: "user",
    command: (server) => `dt ntdll!_RTL_CRITICAL_SECTION ${pointer(first(server).address, server.runtime.bits)}`,
    print: (server) => printMemory(first(server), server),
    expected: (server, echoed) => ({
      kind: "critical-section-details",
      sections: [facts(first(server), server, "memory", echoed)],
      complete: true,
    }),
  };
}

export const CRITICAL_SECTION: readonly Printer<CriticalSectionDetailsReport>[] = [
  one("raw", "raw", { systems: ["2003"], bits: 32 }),
  one("x86", "decoded", { bits: 32 }),
  one("x64", "decoded", { bits: 64 }),
  {
    ...one("list", "decoded", {}),
    command: () => "!cs",
    print: (server) => server.criticalSections.flatMap((section) => printDecoded(section, server, "decoded", true)),
    expected: (server, echoed) => ({
      kind: "critical-section-details",
      sections: server.criticalSections.map((section) => facts(section, server, "decoded", echoed)),
      complete: true,
    }),
  },
  memory("memory-x86", { bits: 32 }),
  memory("memory-x64", { bits: 64 }),
];
