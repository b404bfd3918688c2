import type { KernelProcess, ProcessesReport } from "@/evidence";
import type { Facts } from "../facts";
import type { ProcessState } from "../kernel";
import type { Server } from "../server";
import { clockTime, type KernelDialect, kernelThreadFacts, printKernelThread } from "./kernel-thread";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

/** `nt4` counts handles as `TableSize` and knows no sessions. */
export type ProcessDialect = "nt4" | KernelDialect;

const PAGE = 4096;

function printHead(process: ProcessState, server: Server, dialect: ProcessDialect): string[] {
  const { bits } = server.runtime;
  const wide = (address: string): string => pointer(address, bits);
  const session = `SessionId: ${process.sessionId ?? "none"}  `;
  const ids = `Cid: ${process.processId.padStart(4, "0")}    Peb: ${pointer(process.peb, 32)}  ParentCid: ${process.parentProcessId.padStart(4, "0")}`;
  const handles =
    dialect === "nt4"
      ? `TableSize: ${String(process.handleCount).padStart(3)}.`
      : `HandleCount: ${process.handleCount}.`;
  const first =
    dialect === "nt4"
      ? [`PROCESS ${wide(process.address)}  ${ids}`]
      : bits === 32
        ? [`PROCESS ${wide(process.address)}  ${session}${ids}`]
        : [`PROCESS ${wide(process.address)}`, `    ${session}${ids}`];
  return [
    ...first,
    `    DirBase: ${pointer(process.directoryBase, 32)}  ObjectTable: ${wide(process.objectTable)}  ${handles}`,
    `    Image: ${process.image}`,
  ];
}

function printDetails(process: ProcessState, server: Server): string[] {
  const wide = (address: string): string => pointer(address, server.runtime.bits);
  const row = (label: string, value: string | number): string => `    ${label.padEnd(34)}${value}`;
  const size = (pages: number): string => `${(pages * PAGE) / 1024}KB`;
  const sizes = [process.workingSet, 50, 345];
  return [
    `    VadRoot ${wide(process.objectTable)} Vads 336 Clone 0 Private 9104. Modified 0. Locked 0.`,
    `    DeviceMap ${wide(process.objectTable)}`,
    row("Token", wide(process.objectTable)),
    row("ElapsedTime", clockTime(process.elapsed)),
    row("UserTime", clockTime(process.userTime)),
    row("KernelTime", clockTime(process.kernelTime)),
    row("QuotaPoolUsage[PagedPool]", 26588),
    `    Working Set Sizes (now,min,max)  (${sizes.join(", ")}) (${sizes.map(size).join(", ")})`,
    row("PeakWorkingSetSize", process.workingSet),
    row("VirtualSize", "112 Mb"),
    row("PageFaultCount", 4609),
    row("MemoryPriority", "BACKGROUND"),
    row("BasePriority", 8),
    row("CommitCharge", 1124),
    ...(process.debugPort === null ? [] : [row("DebugPort", wide(process.debugPort))]),
    "",
  ];
}

/** `!process 0 0`: all processes in brief. */
export function printProcesses(server: Server, dialect: ProcessDialect): string[] {
  const title = dialect === "10" ? [] : ["**** NT ACTIVE PROCESS DUMP ****"];
  return [...title, ...server.kernel.processes.flatMap((process) => [...printHead(process, server, dialect), ""])];
}

/** `!process ADDR 7`: one process with its threads. */
export function printProcess(process: ProcessState, server: Server, dialect: KernelDialect): string[] {
  const threads = process.threads.flatMap((thread) => printKernelThread(thread, server, dialect));
  return [
    ...printHead(process, server, dialect),
    ...printDetails(process, server),
    ...threads.map((line) => (line === "" ? line : `        ${line}`)),
  ];
}

function briefFacts(process: ProcessState, dialect: ProcessDialect): Facts<KernelProcess> {
  return {
    address: process.address,
    processId: process.processId,
    sessionId: dialect === "nt4" ? null : process.sessionId,
    peb: process.peb,
    parentProcessId: process.parentProcessId,
    handleCount: process.handleCount,
    image: process.image,
    elapsedSeconds: null,
    userTimeSeconds: null,
    kernelTimeSeconds: null,
    workingSetBytes: null,
    debugPort: null,
    threads: [],
  };
}

function worker({ kernel }: Server): ProcessState {
  const process = kernel.processes.find(({ threads }) => threads.length > 0);
  if (!process) throw new RangeError("A server has a worker process.");
  return process;
}

function list(dialect: ProcessDialect, name: string, needs: Printer["needs"]): Printer<ProcessesReport> {
  return {
    parser: "kd-process",
    dialect: name,
    needs,
    prompt: "kernel",
    command: () => "!process 0 0",
    print: (server) => printProcesses(server, dialect),
    expected: (server) => ({
      kind: "processes",
      processes: server.kernel.processes.map((process) => briefFacts(process, dialect)),
      bits: server.runtime.bits,
    }),
  };
}

function whole(dialect: KernelDialect, name: string, needs: Printer["needs"]): Printer<ProcessesReport> {
  return {
    parser: "kd-process",
    dialect: name,
    needs,
    prompt: "kernel",
    command: (server) => `!process ${pointer(worker(server).address, server.runtime.bits)} 7`,
    print: (server) => printProcess(worker(server), server, dialect),
    expected: (server) => {
      const process = worker(server);
      return {
        kind: "processes",
        processes: [
          {
            ...briefFacts(process, dialect),
            elapsedSeconds: process.elapsed / 1000,
            userTimeSeconds: process.userTime / 1000,
            kernelTimeSeconds: process.kernelTime / 1000,
            workingSetBytes: process.workingSet * PAGE,
            debugPort: process.debugPort,
            threads: process.threads.map((thread) => kernelThreadFacts(thread, server, dialect)),
          },
        ],
        bits: server.runtime.bits,
      };
    },
  };
}

export const PROCESS: readonly Printer<ProcessesReport>[] = [
  list("nt4", "list-nt4", { bits: 32, systems: ["2003"] }),
  list("2003", "list-x86", { bits: 32 }),
  list("10", "list-x64", { bits: 64 }),
  whole("2003", "threads-2003-x86", { bits: 32, systems: ["2003"] }),
  whole("10", "threads-10-x64", { bits: 64, systems: ["2019"] }),
];
