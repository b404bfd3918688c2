import type { ThreadListReport, ThreadListRow } from "@/evidence";
import type { Facts } from "../facts";
import type { Server } from "../server";
import type { Thread } from "../threads";
import { ticked } from "./pointers";
import type { Printer } from "./printer";

/** The row of `~`, which also stands above each stack of `~*k`. */
export function threadRow(thread: Thread, { process, current, runtime }: Server, names: boolean): string {
  const mark = thread === current ? "." : " ";
  const name = names && thread.name !== null ? ` "${thread.name}"` : "";
  const id = `${process.id}.${thread.osThreadId}`;
  const teb = ticked(thread.teb, runtime.bits);
  const frozen = thread.frozen ? "Frozen  " : "Unfrozen";
  return `${mark} ${String(thread.number).padStart(2)}  Id: ${id} Suspend: ${thread.suspendCount} Teb: ${teb} ${frozen}${name}`;
}

function details({ start, priority }: Thread, { runtime }: Server): string[] {
  return [
    `      Start: ${start.symbol} (${ticked(start.address, runtime.bits)})`,
    `      Priority: ${priority}  Priority class: 32  Affinity: ff`,
  ];
}

/** `~39`: one thread and where it began. */
export function printThreadDetails(thread: Thread, server: Server): string[] {
  return [threadRow(thread, server, true), ...details(thread, server)];
}

/** `~`: the threads of the process; `~*` adds where each began. */
export function printThreadRows(server: Server, { detailed }: { detailed: boolean }): string[] {
  return server.threads.flatMap((thread) =>
    detailed ? printThreadDetails(thread, server) : [threadRow(thread, server, true)],
  );
}

function rowFacts(thread: Thread, { process, current }: Server, detailed: boolean): Facts<ThreadListRow> {
  return {
    thread: thread.number,
    processId: process.id,
    osThreadId: thread.osThreadId,
    suspendCount: thread.suspendCount,
    teb: thread.teb,
    frozen: thread.frozen,
    current: thread === current,
    event: false,
    name: thread.name,
    start: detailed ? thread.start.symbol : null,
    priority: detailed ? thread.priority : null,
  };
}

function printer(dialect: string, needs: Printer["needs"], detailed: boolean): Printer<ThreadListReport> {
  return {
    parser: "windbg-threads",
    dialect,
    needs,
    prompt: "user",
    command: () => (detailed ? "~*" : "~"),
    print: (server) => printThreadRows(server, { detailed }),
    expected: (server) => ({
      kind: "thread-list",
      threads: server.threads.map((thread) => rowFacts(thread, server, detailed)),
      complete: true,
    }),
  };
}

export const THREAD_ROWS: readonly Printer<ThreadListReport>[] = [
  printer("x86", { bits: 32 }, false),
  printer("x64", { bits: 64 }, false),
  printer("x64-names", { bits: 64, systems: ["2019"] }, false),
  printer("details", {}, true),
];
