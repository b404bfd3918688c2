import type { RunningProcessor, RunningThreadsReport } from "@/evidence";
import type { Facts } from "../facts";
import { maskOf, type Processor } from "../processors";
import type { Server } from "../server";
import { printRows, type RowForm, rowFacts } from "./native-rows";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

export interface RunningForm {
  /** Newer debuggers print priorities and idle threads. */
  modern: boolean;
  /** `-i`: those that idle too. */
  idle: boolean;
  /** `-t`. */
  stacks: boolean;
}

const NEW_ROWS: RowForm = { modern: true, numbers: true, sp: true, args: false, sources: true, notes: false };
const OLD_ROWS: RowForm = { modern: false, numbers: false, sp: true, args: false, sources: true, notes: false };

function rowsOf({ modern }: RunningForm): RowForm {
  return modern ? NEW_ROWS : OLD_ROWS;
}

function listed({ processors }: Server, { idle }: RunningForm): readonly Processor[] {
  return idle ? processors : processors.filter(({ current }) => current !== null);
}

function printRow(processor: Processor, { runtime: { bits } }: Server, { modern }: RunningForm): string {
  const { number, controlBlock, current, idleThread, next, queuedLocks } = processor;
  const wide = (address: string): string => pointer(address, bits);
  const runs = wide(current?.address ?? idleThread);
  const start = `${String(number).padStart(3)}  ${modern ? "  " : ""}${wide(controlBlock)}  ${runs}`;
  const blank = " ".repeat(bits / 4);
  if (!modern) return `${start}  ${next ? wide(next.address) : blank}  ${queuedLocks}`;
  const priority = (value: number): string => `(${String(value).padStart(2)})`;
  const after = next ? `${wide(next.address)} ${priority(next.priority)}` : `${blank}     `;
  return `${start} ${priority(current?.priority ?? 0)} ${after} ${wide(idleThread)}  ${queuedLocks}`;
}

function printStack({ current }: Processor, { runtime: { bits } }: Server, form: RunningForm): string[] {
  const frames = current?.thread?.frames ?? [];
  return frames.length === 0 ? [] : ["", ...printRows(frames, rowsOf(form), bits), ""];
}

/** `!running`: what runs on each processor. */
export function printRunning(server: Server, form: RunningForm): string[] {
  const { processors, runtime } = server;
  const all = maskOf(processors);
  const idle = maskOf(processors.filter(({ current }) => current === null));
  const masks = form.modern
    ? [`System Processors:  (${pointer(all, runtime.bits)})`, `  Idle Processors:  (${pointer(idle, runtime.bits)})`]
    : [`System Processors ${all} (affinity mask)`, `  Idle Processors ${idle}`];
  const heading = form.modern
    ? "       Prcbs             Current         (pri) Next            (pri) Idle"
    : "     Prcb      Current   Next";
  return [
    "",
    ...masks,
    "",
    heading,
    ...listed(server, form).flatMap((processor) => [
      printRow(processor, server, form),
      ...(form.stacks ? printStack(processor, server, form) : []),
    ]),
    "",
  ];
}

function rowFor(processor: Processor, { runtime: { bits } }: Server, form: RunningForm): Facts<RunningProcessor> {
  const { number, controlBlock, current, idleThread, next, queuedLocks } = processor;
  return {
    processor: number,
    prcb: controlBlock,
    current: current?.address ?? idleThread,
    currentPriority: form.modern ? (current?.priority ?? 0) : null,
    next: next?.address ?? null,
    nextPriority: form.modern ? (next?.priority ?? null) : null,
    idle: form.modern ? idleThread : null,
    queuedLocks,
    frames: form.stacks ? rowFacts(current?.thread?.frames ?? [], rowsOf(form), bits) : [],
  };
}

function printer(dialect: string, form: RunningForm, needs: Printer["needs"]): Printer<RunningThreadsReport> {
  const flags = `${form.idle ? "i" : ""}${form.stacks ? "t" : ""}`;
  return {
    parser: "kd-running",
    dialect,
    needs,
    prompt: "kernel",
    command: () => `!running${flags === "" ? "" : ` -${flags}`}`,
    print: (server) => printRunning(server, form),
    expected: (server) => ({
      kind: "running-threads",
      systemProcessors: maskOf(server.processors),
      idleProcessors: maskOf(server.processors.filter(({ current }) => current === null)),
      allIdle: false,
      processors: listed(server, form).map((processor) => rowFor(processor, server, form)),
    }),
  };
}

const OLD = { systems: ["2003"], bits: 32 } as const;

export const RUNNING: readonly Printer<RunningThreadsReport>[] = [
  printer("old", { modern: false, idle: false, stacks: false }, OLD),
  printer("old-stacks", { modern: false, idle: true, stacks: true }, OLD),
  printer("x86", { modern: true, idle: false, stacks: false }, { bits: 32 }),
  printer("x64-idle", { modern: true, idle: true, stacks: false }, { bits: 64 }),
  printer("x64-stacks", { modern: true, idle: true, stacks: true }, { bits: 64 }),
];
