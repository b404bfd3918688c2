import type { CriticalSectionsReport } from "@/evidence";
import type { CriticalSection } from "../critical-sections";
import type { Server } from "../server";
import { capital, pointer } from "./pointers";
import type { Printer } from "./printer";

function printSection(section: CriticalSection, { runtime: { bits } }: Server, decoded: boolean): string[] {
  const address = decoded ? pointer(section.address, bits) : capital(section.address, bits);
  const count = decoded ? section.waiting.length : section.waiting.length + section.recursion - 1;
  return [
    "",
    `CritSec ${section.name ?? `+${section.address}`} at ${address}`,
    ...(decoded ? [`WaiterWoken        ${section.waiterWoken ? "Yes" : "No"}`] : []),
    `LockCount          ${count}`,
    `RecursionCount     ${section.recursion}`,
    `OwningThread       ${section.owner?.osThreadId ?? "0"}`,
    `EntryCount         ${section.entryCount.toString(16)}`,
    `ContentionCount    ${section.contentionCount.toString(16)}`,
    "*** Locked",
  ];
}

/** The sections that somebody holds: the command lists no others. */
function held({ criticalSections }: Server): CriticalSection[] {
  return criticalSections.filter(({ owner }) => owner !== null);
}

/** How many sections a process has in all. */
function scanned({ threads, modules }: Server): number {
  return 40 + 3 * threads.length + modules.length;
}

/** `!locks` of a process; debuggers before 2004 print the raw lock count. */
export function printCriticalSections(server: Server, decoded: boolean): string[] {
  return [
    ...held(server).flatMap((section) => printSection(section, server, decoded)),
    "",
    `Scanned ${scanned(server)} critical sections`,
  ];
}

function printer(dialect: string, needs: Printer["needs"], decoded: boolean): Printer<CriticalSectionsReport> {
  return {
    parser: "ntsdexts-locks",
    dialect,
    needs,
    prompt: "user",
    command: () => "!locks",
    print: (server) => printCriticalSections(server, decoded),
    expected: (server) => ({
      kind: "critical-sections",
      sections: held(server).map((section) => ({
        name: section.name,
        address: section.address,
        lockCount: decoded ? section.waiting.length : section.waiting.length + section.recursion - 1,
        waiterWoken: decoded ? section.waiterWoken : null,
        recursionCount: section.recursion,
        owningThread: section.owner?.osThreadId ?? null,
        entryCount: section.entryCount,
        contentionCount: section.contentionCount,
        locked: true,
      })),
      scanned: scanned(server),
      complete: true,
    }),
  };
}

export const CRITICAL_SECTIONS: readonly Printer<CriticalSectionsReport>[] = [
  printer("raw", { systems: ["2003"], bits: 32 }, false),
  printer("decoded-x86", { bits: 32 }, true),
  printer("decoded-x64", { bits: 64 }, true),
];
