import type { TargetReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Server } from "../server";
import { pointer, ticked } from "./pointers";
import type { Printer } from "./printer";

function systemLine({ machine, runtime }: Server, kernel: boolean): string {
  const { system, build, servicePack, processors } = machine;
  const pack = servicePack === null ? "" : ` (Service Pack ${servicePack})`;
  const architecture = runtime.bits === 32 ? "x86 compatible" : "x64";
  return `${system} ${kernel ? "Kernel " : ""}Version ${build}${pack} MP (${processors} procs) Free ${architecture}`;
}

/** Older ones say by whom it was built, newer ones from which lab it came. */
function labLine({ machine, runtime }: Server, kernel: boolean): string {
  if (runtime.system === "2019") return `Edition build lab: ${machine.buildLab}`;
  return kernel ? `Built by: ${machine.buildLab}` : `kernel32.dll version: ${machine.libraryVersion}`;
}

function base(address: string, { runtime: { bits } }: Server): string {
  return `0x${bits === 32 ? pointer(address, 32) : ticked(address, 64)}`;
}

function machineLine({ machine, seed }: Server): string {
  return seed % 3 === 0 ? "Machine Name:" : `Machine Name: "${machine.name}"`;
}

/** What `vertarget` says of the system, without the times that end it. */
export function printTarget(server: Server, kernel: boolean): string[] {
  const { machine } = server;
  const suites = machine.suites.length > 0 ? `, suite: ${machine.suites.join(" ")}` : "";
  return [
    systemLine(server, kernel),
    `Product: Server${suites}`,
    labLine(server, kernel),
    machineLine(server),
    ...(kernel
      ? [
          `Kernel base = ${base(machine.kernelBase, server)} PsLoadedModuleList = ${base(machine.loadedModuleList, server)}`,
        ]
      : []),
  ];
}

/** `|`: the processes that are debugged. */
export function printProcesses({ process }: Server): string[] {
  return [`.  0\tid: ${process.id}\texamine\tname: ${process.image}`];
}

/** `||`: the dumps that are open. */
export function printSystems({ machine, seed }: Server): string[] {
  return [
    `.  0 Full memory user mini dump: ${machine.dumpFile}`,
    ...(seed % 2 === 0 ? ["   1 Live user mode: <Local>"] : []),
  ];
}

const NOTHING: Facts<TargetReport> = {
  kind: "target",
  system: null,
  build: null,
  servicePack: null,
  kernel: null,
  processors: null,
  architecture: null,
  product: null,
  suites: [],
  buildLab: null,
  machineName: null,
  kernelBase: null,
  processes: [],
  systems: [],
};

function targetFacts(server: Server, kernel: boolean): Facts<TargetReport> {
  const { machine, runtime, seed } = server;
  return {
    ...NOTHING,
    system: machine.system,
    build: machine.build,
    servicePack: machine.servicePack,
    kernel,
    processors: machine.processors,
    architecture: runtime.bits === 32 ? "x86" : "x64",
    product: "Server",
    suites: machine.suites,
    buildLab: kernel || runtime.system === "2019" ? machine.buildLab : null,
    machineName: seed % 3 === 0 ? null : machine.name,
    kernelBase: kernel ? machine.kernelBase : null,
  };
}

function system(dialect: string, kernel: boolean, needs: Printer["needs"]): Printer<TargetReport> {
  return {
    parser: "windbg-target",
    dialect,
    needs,
    prompt: kernel ? "kernel" : "user",
    command: () => "vertarget",
    print: (server) => printTarget(server, kernel),
    expected: (server) => targetFacts(server, kernel),
  };
}

export const TARGET: readonly Printer<TargetReport>[] = [
  system("user-x86", false, { bits: 32 }),
  system("user-x64", false, { bits: 64 }),
  system("kernel-x86", true, { bits: 32 }),
  system("kernel-x64", true, { bits: 64 }),
  {
    parser: "windbg-target",
    dialect: "process",
    needs: {},
    prompt: "user",
    command: () => "|",
    print: printProcesses,
    expected: ({ process }) => ({
      ...NOTHING,
      kernel: false,
      processes: [{ current: true, number: 0, processId: process.id, state: "examine", name: process.image }],
    }),
  },
  {
    parser: "windbg-target",
    dialect: "system",
    needs: {},
    prompt: "user",
    command: () => "||",
    print: printSystems,
    expected: ({ machine, seed }) => ({
      ...NOTHING,
      systems: [
        { current: true, number: 0, mode: "Full memory user mini dump", from: machine.dumpFile },
        ...(seed % 2 === 0 ? [{ current: false, number: 1, mode: "Live user mode", from: "<Local>" }] : []),
      ],
    }),
  },
];
