import type { KernelMemoryReport, MemoryAmount } from "@/evidence";
import type { Facts } from "../facts";
import type { Memory } from "../memory";
import type { Server } from "../server";
import type { Printer } from "./printer";

type Amount = readonly [name: string, pages: number];

const PAGE_KB = 4;

/** The lines of a system, in its words. */
function amountsOf({ memory, runtime }: Server): { first: Amount[]; rest: Amount[] } {
  const old = runtime.system === "2003";
  const { physical, available, resAvailable, freeSystemPtes, modified, nonPagedPool, nonPagedPoolMax } = memory;
  const first: Amount[] = [
    ["Physical Memory", physical],
    ["Available Pages", available],
    ["ResAvail Pages", resAvailable],
    ["Locked IO Pages", 0],
    ["Free System PTEs", freeSystemPtes],
  ];
  const rest: Amount[] = [
    ["Modified Pages", modified],
    ...(old ? [] : [["NonPagedPool Usage", 268] as const]),
    [old ? "NonPagedPool Usage" : "NonPagedPoolNx Usage", nonPagedPool],
    ["NonPagedPool Max", nonPagedPoolMax],
    [old ? "PagedPool 0 Usage" : "PagedPool  0", Math.floor(memory.pagedPool / 3)],
    ["PagedPool Usage", memory.pagedPool],
    ["PagedPool Maximum", memory.pagedPoolMax],
    ...(old ? [] : [["Kernel Stacks", memory.kernelStacks] as const, ["Misc/Transient Commit", 2124] as const]),
    ["Committed pages", memory.committed],
    ["Commit limit", memory.limit],
  ];
  return { first, rest };
}

function amountLine([name, pages]: Amount, old: boolean): string {
  const label = `${name}:`;
  const kb = String(pages * PAGE_KB);
  if (old) return `      ${label.padEnd(20)}${String(pages).padStart(7)}   (${kb.padStart(10)} Kb)`;
  return `${label.padEnd(22)}${String(pages).padStart(11)} (${kb.padStart(11)} Kb)`;
}

function fileLines({ pageFile }: Memory, old: boolean): string[] {
  const { path, current, free, minimum, maximum } = pageFile;
  const size = (kb: number, width: number): string => String(kb).padStart(width);
  if (old) {
    return [
      `      Page File: ${path}`,
      `         Current: ${size(current, 9)}Kb Free Space: ${size(free, 9)}Kb`,
      `         Minimum: ${size(minimum, 9)}Kb Maximum:    ${size(maximum, 9)}Kb`,
    ];
  }
  return [
    `Page File: ${path}`,
    `  Current: ${size(current, 9)} Kb  Free Space: ${size(free, 9)} Kb`,
    `  Minimum: ${size(minimum, 9)} Kb  Maximum:    ${size(maximum, 9)} Kb`,
  ];
}

function warningOf({ failedAllocations }: Memory): string | null {
  return failedAllocations > 0 ? `${failedAllocations} kernel stack PTE allocations have failed` : null;
}

function processLines({ processes }: Memory, old: boolean): string[] {
  if (old) {
    return [
      "",
      ...processes.map(
        ({ processId, image, commit }) =>
          `         ${processId.padStart(4, "0")} ${image.padEnd(16)}${String(commit / PAGE_KB).padStart(7)} (${String(commit).padStart(10)} Kb)`,
      ),
    ];
  }
  return [
    "",
    "  Pid ImageName                        Commit   SharedCommit        Debt",
    "",
    ...processes.map(
      ({ processId, image, commit, shared }) =>
        `${processId.padStart(5)} ${image.padEnd(25)} ${String(commit).padStart(13)} Kb ${String(shared).padStart(11)} Kb ${String(0).padStart(8)} Kb`,
    ),
  ];
}

/** `!vm`: how much memory there is and who uses it. */
export function printMemory(server: Server, processes: boolean): string[] {
  const { memory, runtime } = server;
  const old = runtime.system === "2003";
  const { first, rest } = amountsOf(server);
  const [physical, ...more] = first;
  const warning = warningOf(memory);
  const told = warning === null ? [] : ["", `******* ${warning} ******`, ""];
  const line = (amount: Amount): string => amountLine(amount, old);
  return [
    ...(old ? ["", "*** Virtual Memory Usage ***"] : fileLines(memory, false)),
    ...(old ? [] : [""]),
    ...(physical ? [line(physical)] : []),
    ...(old ? fileLines(memory, true) : []),
    ...more.map(line),
    ...told,
    ...rest.map(line),
    ...(processes ? processLines(memory, old) : []),
  ];
}

function amountFacts([name, pages]: Amount): Facts<MemoryAmount> {
  return { name: name.replace(/\s+/g, " "), pages, bytes: pages * PAGE_KB * 1024 };
}

function facts(server: Server, processes: boolean): Facts<KernelMemoryReport> {
  const { memory, runtime } = server;
  const old = runtime.system === "2003";
  const { first, rest } = amountsOf(server);
  const amounts = [...first, ...rest].map(amountFacts);
  const named = (name: string): Facts<MemoryAmount> | null => amounts.find((amount) => amount.name === name) ?? null;
  const warning = warningOf(memory);
  const { path, current, free, minimum, maximum } = memory.pageFile;
  return {
    kind: "kernel-memory",
    physicalMemory: named("Physical Memory"),
    available: named("Available Pages"),
    resAvail: named("ResAvail Pages"),
    modified: named("Modified Pages"),
    committed: named("Committed pages"),
    commitLimit: named("Commit limit"),
    nonPagedPoolUsage: named("NonPagedPool Usage"),
    nonPagedPoolNxUsage: named("NonPagedPoolNx Usage"),
    nonPagedPoolMax: named("NonPagedPool Max"),
    pagedPoolUsage: named("PagedPool Usage"),
    pagedPoolMaximum: named("PagedPool Maximum"),
    freeSystemPtes: named("Free System PTEs"),
    kernelStacks: named("Kernel Stacks"),
    amounts,
    pageFiles: [
      {
        path,
        currentBytes: current * 1024,
        freeSpaceBytes: free * 1024,
        minimumBytes: minimum * 1024,
        maximumBytes: maximum * 1024,
      },
    ],
    warnings: warning === null ? [] : [{ text: warning }],
    processes: processes
      ? memory.processes.map(({ processId, image, commit, shared }) => ({
          processId,
          image,
          commitBytes: commit * 1024,
          sharedCommitBytes: old ? null : shared * 1024,
          debtBytes: old ? null : 0,
        }))
      : [],
    processesComplete: processes,
  };
}

function printer(dialect: string, needs: Printer["needs"], processes: boolean): Printer<KernelMemoryReport> {
  return {
    parser: "kd-vm",
    dialect,
    needs,
    prompt: "kernel",
    command: () => (processes ? "!vm" : "!vm 1"),
    print: (server) => printMemory(server, processes),
    expected: (server) => facts(server, processes),
  };
}

export const KERNEL_MEMORY: readonly Printer<KernelMemoryReport>[] = [
  printer("2003", { systems: ["2003"] }, true),
  printer("2003-summary", { systems: ["2003"] }, false),
  printer("10", { systems: ["2019"] }, true),
  printer("10-summary", { systems: ["2019"] }, false),
];
