import type { KernelThread, KernelThreadReport } from "@/evidence";
import type { Facts } from "../facts";
import type { KernelThreadState, WaitObject } from "../kernel-threads";
import type { Server } from "../server";
import { printRows, type RowForm, rowFacts } from "./native-rows";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

/** `2003` knows no names for reasons to wait. */
export type KernelDialect = "2003" | "2012" | "10";

const STACK: Readonly<Record<KernelDialect, RowForm>> = {
  "2003": { modern: false, numbers: false, sp: true, args: true, sources: true, notes: true },
  "2012": { modern: false, numbers: false, sp: true, args: true, sources: true, notes: false },
  "10": { modern: true, numbers: false, sp: true, args: true, sources: true, notes: false },
};

const DAY = 86_400_000;
/** One tick of the clock. */
const TICK = 15.625;

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}

/** `02:04:07.015`. */
export function clockTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const clock = `${pad(Math.floor(seconds / 3600) % 24)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  const days = Math.floor(milliseconds / DAY);
  return `${days > 0 ? `${days} Day${days > 1 ? "s" : ""} ` : ""}${clock}.${pad(milliseconds % 1000, 3)}`;
}

function tickTime(ticks: number): string {
  const milliseconds = Math.floor(ticks * TICK);
  const seconds = Math.floor(milliseconds / 1000);
  const clock = `${pad(Math.floor(seconds / 3600) % 24)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return `${Math.floor(milliseconds / DAY)}:${clock}.${pad(milliseconds % 1000, 3)}`;
}

function stateText({ state }: KernelThreadState, dialect: KernelDialect): string {
  if (state.kind === "ready") return "READY";
  if (state.kind === "running") return `RUNNING on processor ${state.processor}`;
  return `WAIT: (${reasonText(state.reason, dialect)}) ${state.mode} ${state.alertable ? "Alertable" : "Non-Alertable"}`;
}

function reasonText(reason: string, dialect: KernelDialect): string {
  return dialect === "2003" ? "Unknown" : reason;
}

function ownerText({ owner }: WaitObject, server: Server): string {
  return owner === null ? "" : ` - owning thread ${pointer(owner, server.runtime.bits)}`;
}

/** The owning process, in two columns of fixed width. */
function column(label: string): string {
  return label.padEnd(26);
}

/** `!thread`: one kernel thread with its wait, its I/O and its stack. */
export function printKernelThread(thread: KernelThreadState, server: Server, dialect: KernelDialect): string[] {
  const { bits } = server.runtime;
  const wide = (address: string): string => pointer(address, bits);
  const cid = `${thread.processId.padStart(4, "0")}.${thread.osThreadId.padStart(4, "0")}`;
  const irps = thread.irps.map(
    ({ address, flags }) =>
      `    ${wide(address)}: (0006,${bits === 32 ? "01d8" : "0430"}) Flags: ${pointer(flags, 32)}  Mdl: 00000000`,
  );
  const old = dialect === "2003";
  const { init, current, base, limit } = thread.stack;
  const call = bits === 32 ? "0" : wide("0");
  return [
    `THREAD ${wide(thread.address)}  Cid ${cid}  Teb: ${wide(thread.teb)} Win32Thread: ${wide(thread.win32Thread)} ${stateText(thread, dialect)}`,
    ...thread.waitObjects.map((object) => `    ${wide(object.address)}  ${object.type}${ownerText(object, server)}`),

    ...(irps.length > 0 ? ["IRP List:", ...irps] : []),
    thread.impersonating
      ? `Impersonation token:  ${wide(thread.deviceMap)} (Level Impersonation)`
      : "Not impersonating",
    `${column("DeviceMap")}${wide(thread.deviceMap)}`,
    `${column("Owning Process")}${wide(thread.process)}       Image:         ${thread.image}`,
    ...(old ? [] : [`${column("Attached Process")}N/A            Image:         N/A`]),
    `${column("Wait Start TickCount")}${String(thread.waitStart).padEnd(15)}Ticks: ${thread.ticks}${thread.ticks > 0 ? ` (${tickTime(thread.ticks)})` : ""}`,
    `${column("Context Switch Count")}${String(thread.contextSwitches).padEnd(15)}${dialect === "10" ? `IdealProcessor: ${thread.idealProcessor}` : ""}`,
    `${column("UserTime")}${clockTime(thread.userTime)}`,
    `${column("KernelTime")}${clockTime(thread.kernelTime)}`,
    `Win32 Start Address 0x${wide(thread.win32Start)}`,
    ...(old ? [`Start Address 0x${wide(thread.start)}`] : []),
    ...(bits === 32
      ? [`Stack Init ${wide(init)} Current ${wide(current)} Base ${wide(base)} Limit ${wide(limit)} Call ${call}`]
      : [`Stack Init ${wide(init)} Current ${wide(current)}`, `Base ${wide(base)} Limit ${wide(limit)} Call ${call}`]),
    `Priority ${thread.priority} BasePriority ${thread.basePriority} PriorityDecrement 0${old ? "" : " IoPriority 2 PagePriority 5"}`,

    ...printRows(thread.frames, STACK[dialect], bits),
    "",
  ];
}

export function kernelThreadFacts(
  thread: KernelThreadState,
  server: Server,
  dialect: KernelDialect,
): Facts<KernelThread> {
  const { bits } = server.runtime;
  const { state } = thread;
  const waits = state.kind === "wait" ? state : null;
  return {
    address: thread.address,
    processId: thread.processId,
    osThreadId: thread.osThreadId,
    teb: thread.teb,
    state: state.kind === "wait" ? "WAIT" : state.kind === "running" ? "RUNNING" : "READY",
    processor: state.kind === "running" ? state.processor : null,
    waitReason: waits ? reasonText(waits.reason, dialect) : null,
    waitMode: waits?.mode ?? null,
    alertable: waits?.alertable ?? null,
    suspendCount: null,
    freezeCount: null,
    waitObjects: thread.waitObjects.map(({ address, type, owner }) => ({ address, type, owningThread: owner })),
    waitsForReply: null,
    irps: thread.irps,
    impersonating: thread.impersonating,
    process: thread.process,
    image: thread.image,
    attachedProcess: null,
    waitStartTickCount: thread.waitStart,
    ticks: thread.ticks,
    waitSeconds: Math.floor(thread.ticks * TICK) / 1000,
    contextSwitchCount: thread.contextSwitches,
    userTimeSeconds: thread.userTime / 1000,
    kernelTimeSeconds: thread.kernelTime / 1000,
    win32StartAddress: `0x${pointer(thread.win32Start, bits)}`,
    startAddress: dialect === "2003" ? `0x${pointer(thread.start, bits)}` : null,
    stackBase: thread.stack.base,
    stackLimit: thread.stack.limit,
    stackResident: true,
    priority: thread.priority,
    basePriority: thread.basePriority,
    frames: rowFacts(thread.frames, STACK[dialect], bits),
  };
}

function printer(dialect: KernelDialect, name: string, needs: Printer["needs"]): Printer<KernelThreadReport> {
  return {
    parser: "kd-thread",
    dialect: name,
    needs,
    prompt: "kernel",
    command: ({ kernel, runtime }) => `!thread ${pointer(kernel.suspect.address, runtime.bits)}`,
    print: (server) => printKernelThread(server.kernel.suspect, server, dialect),
    expected: (server) => ({
      kind: "kernel-threads",
      threads: [kernelThreadFacts(server.kernel.suspect, server, dialect)],
      bits: server.runtime.bits,
    }),
  };
}

export const KERNEL_THREAD: readonly Printer<KernelThreadReport>[] = [
  printer("2003", "2003-x86", { bits: 32, systems: ["2003"] }),
  printer("2012", "2012-x86", { bits: 32, systems: ["2008-r2", "2019"] }),
  printer("2012", "2012-x64", { bits: 64, systems: ["2003", "2008-r2"] }),
  printer("10", "10-x64", { bits: 64, systems: ["2019"] }),
];
