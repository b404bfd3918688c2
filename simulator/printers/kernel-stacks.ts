import type { KernelStacksReport, NativeFrame, StackedThread } from "@/evidence";
import type { Facts } from "../facts";
import type { ProcessState } from "../kernel";
import type { KernelThreadState } from "../kernel-threads";
import type { Server } from "../server";
import type { NativeCall } from "../stacks";
import { callSite } from "./native-rows";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

export interface StacksForm {
  /** Newer debuggers print ticks, and addresses of processes. */
  modern: boolean;
  detail: 0 | 1 | 2;
  filter: string | null;
}

const STATES = { wait: "Blocked", running: "RUNNING", ready: "READY" } as const;
const NO_SYMBOLS = "*** ERROR: Module load completed but symbols could not be loaded for AcmeBkp.sys";

function siteOf(call: NativeCall, { runtime: { bits } }: Server): string {
  return callSite(call, bits, true);
}

/** The frames that a detail prints: all, or the topmost. */
function shown({ frames }: KernelThreadState, { detail }: StacksForm): readonly NativeCall[] {
  const calls = frames.filter(({ inline }) => !inline);
  return detail === 2 ? calls : calls.slice(0, 1);
}

function threadsOf({ threads }: ProcessState, { filter }: StacksForm): readonly KernelThreadState[] {
  if (filter === null) return threads;
  return threads.filter(({ frames }) => frames.some((call) => `${call.module}!${call.symbol}`.includes(filter)));
}

function printThread(thread: KernelThreadState, server: Server, form: StacksForm): string[] {
  const [top, ...more] = shown(thread, form);
  const ids = `${thread.processId.padStart(4)}.${thread.osThreadId.padStart(6, "0")}`;
  const address = pointer(thread.address, server.runtime.bits);
  const ticks = form.modern ? ` ${thread.ticks.toString(16).padStart(7, "0")}` : "";
  const gap = form.modern ? " " : "  ";
  const state = STATES[thread.state.kind].padEnd(10);
  const frames = more.map((call) => `${" ".repeat(40)}${siteOf(call, server)}`);
  return [`${ids}  ${address}${ticks}${gap}${state} ${top ? siteOf(top, server) : ""}`, ...frames];
}

function processHeading({ address, image }: ProcessState, server: Server, { modern }: StacksForm): string {
  if (!modern) return `${" ".repeat(37)}[${image}]`;
  return `${" ".repeat(28)}[${pointer(address, server.runtime.bits)} ${image}]`;
}

function namesNoSymbols(server: Server, form: StacksForm): boolean {
  return listed(server, form).some(({ thread }) =>
    shown(thread, form).some(({ module, symbol }) => module === "AcmeBkp" && symbol === null),
  );
}

function listed({ kernel }: Server, form: StacksForm): { process: ProcessState; thread: KernelThreadState }[] {
  return kernel.processes.flatMap((process) => threadsOf(process, form).map((thread) => ({ process, thread })));
}

/** `!stacks`: every thread's kernel stack below its process. */
export function printKernelStacks(server: Server, form: StacksForm): string[] {
  const { processes } = server.kernel;
  const heading = form.modern
    ? "Proc.Thread  .Thread  Ticks   ThreadState Blocker"
    : "Proc.Thread  .Thread  ThreadState  Blocker";
  const worker = processes.find(({ threads }) => threads.length > 0);
  const total = processes.reduce((sum, { threads }) => sum + threads.length, 0);
  return [
    heading,
    ...processes.flatMap((process) => [
      processHeading(process, server, form),
      ...(process === worker && namesNoSymbols(server, form) ? [NO_SYMBOLS] : []),
      ...threadsOf(process, form).flatMap((thread) => printThread(thread, server, form)),
      ...(form.modern ? [] : [""]),
    ]),
    "",
    `Threads Processed: ${total}`,
  ];
}

function frameFacts(call: NativeCall, server: Server): Facts<NativeFrame> {
  return {
    childSp: null,
    returnAddress: null,
    args: [],
    module: call.module,
    symbol: call.symbol,
    offset: call.symbol !== null && call.offset === 0 ? null : call.offset.toString(16),
    callSite: siteOf(call, server),
    unreliable: false,
    inline: false,
    frameNumber: null,
    source: null,
    notes: [],
  };
}

function threadFacts(
  { process, thread }: { process: ProcessState; thread: KernelThreadState },
  server: Server,
  form: StacksForm,
): Facts<StackedThread> {
  const frames = shown(thread, form).map((call) => frameFacts(call, server));
  return {
    processId: thread.processId,
    osThreadId: thread.osThreadId,
    address: thread.address,
    ticks: form.modern ? thread.ticks.toString(16) : null,
    waitTicks: form.modern ? thread.ticks : null,
    state: STATES[thread.state.kind],
    blocker: frames[0]?.callSite ?? null,
    stackResident: true,
    frames,
    image: process.image,
    process: form.modern ? process.address : null,
  };
}

function facts(server: Server, form: StacksForm, echoed: boolean): Facts<KernelStacksReport> {
  const { processes } = server.kernel;
  return {
    kind: "kernel-stacks",
    detail: echoed ? form.detail : null,
    filter: echoed ? form.filter : null,
    processes: processes.map(({ address, image }) => ({ address: form.modern ? address : null, image })),
    threads: listed(server, form).map((one) => threadFacts(one, server, form)),
    threadsProcessed: processes.reduce((sum, { threads }) => sum + threads.length, 0),
    modulesWithoutSymbols: namesNoSymbols(server, form) ? ["AcmeBkp.sys"] : [],
    complete: true,
  };
}

function printer(dialect: string, form: StacksForm, needs: Printer["needs"]): Printer<KernelStacksReport> {
  return {
    parser: "kd-stacks",
    dialect,
    needs,
    prompt: "kernel",
    command: () => `!stacks ${form.detail}${form.filter === null ? "" : ` ${form.filter}`}`,
    print: (server) => printKernelStacks(server, form),
    expected: (server, echoed) => facts(server, form, echoed),
  };
}

const OLD = { systems: ["2003"], bits: 32 } as const;

export const KERNEL_STACKS: readonly Printer<KernelStacksReport>[] = [
  printer("old-0", { modern: false, detail: 0, filter: null }, OLD),
  printer("old-2", { modern: false, detail: 2, filter: null }, OLD),
  printer("x86-1", { modern: true, detail: 1, filter: null }, { bits: 32 }),
  printer("x64-2", { modern: true, detail: 2, filter: null }, { bits: 64 }),
  printer("x64-filter", { modern: true, detail: 2, filter: "AcmeBkp" }, { bits: 64 }),
];
