import type { UniqueStack, UniqueStackFrame, UniqueStacksReport } from "@/evidence";
import type { Facts } from "../facts";
import type { KernelThreadState } from "../kernel-threads";
import type { Server } from "../server";
import type { NativeCall } from "../stacks";
import { callSite } from "./native-rows";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

/** Threads with the same stack. */
interface Group {
  calls: readonly NativeCall[];
  threads: readonly string[];
}

const MOST_LISTED = 10;

/** Threads whose stacks have the same frames, the smallest groups first. */
function groupsOf(members: readonly { calls: readonly NativeCall[]; id: string }[]): Group[] {
  const groups = new Map<string, { calls: readonly NativeCall[]; threads: string[] }>();
  for (const { calls, id } of members) {
    const key = calls.map(({ module, symbol }) => `${module}!${symbol}`).join();
    const known = groups.get(key);
    if (known) known.threads.push(id);
    else groups.set(key, { calls, threads: [id] });
  }
  return [...groups.values()].sort((a, b) => a.threads.length - b.threads.length);
}

function userGroups({ threads }: Server): Group[] {
  return groupsOf(threads.map(({ number, native }) => ({ calls: native, id: String(number) })));
}

function kernelGroups({ kernel, runtime }: Server): Group[] {
  const all: readonly KernelThreadState[] = kernel.processes.flatMap(({ threads }) => threads);
  return groupsOf(all.map(({ address, frames }) => ({ calls: frames, id: pointer(address, runtime.bits) })));
}

function printGroup({ calls, threads }: Group, server: Server, kernel: boolean): string[] {
  const { bits } = server.runtime;
  const sites = calls.map((call) => callSite(call, bits, true).replace("`", ""));
  const width = Math.max(...sites.map((site) => site.length)) + 1;
  const listed = threads.slice(0, MOST_LISTED).join(" ");
  return [
    `${threads.length} thread${threads.length > 1 ? "s" : ""}${kernel ? "" : " [stats]"}: ${listed}${threads.length > MOST_LISTED ? " ..." : ""}`,
    ...calls.map(({ address, inline, source }, at) => {
      const place = inline ? "(Inline)".padEnd(bits / 4) : pointer(address, bits);
      return `    ${place} ${(sites[at] ?? "").padEnd(width)}${source ? `(${source})` : ""}`;
    }),
    "",
  ];
}

function frameFacts(call: NativeCall, { runtime: { bits } }: Server): Facts<UniqueStackFrame> {
  const { address, module, symbol, offset, inline, source } = call;
  return {
    address: inline ? null : address,
    module,
    symbol,
    offset: module === null || (symbol !== null && offset === 0) ? null : offset.toString(16),
    callSite: callSite(call, bits, true).replace("`", ""),
    inline,
    source,
  };
}

function groupFacts({ calls, threads }: Group, server: Server, kernel: boolean): Facts<UniqueStack> {
  const listed = threads.slice(0, MOST_LISTED);
  return {
    count: threads.length,
    threads: kernel ? [] : listed.map(Number),
    kernelThreads: kernel ? listed.map((id) => id.replace(/^0+(?=.)/, "")) : [],
    frames: calls.map((call) => frameFacts(call, server)),
  };
}

function printer(
  dialect: string,
  needs: Printer["needs"],
  kernel: boolean,
  filtered: boolean,
): Printer<UniqueStacksReport> {
  const groups = (server: Server): Group[] => (kernel ? kernelGroups(server) : userGroups(server));
  const count = (server: Server): number => groups(server).reduce((sum, { threads }) => sum + threads.length, 0);
  return {
    parser: "mex-us",
    dialect,
    needs,
    prompt: kernel ? "kernel" : "user",
    command: () => (filtered ? "!mex.us -w" : "!mex.us"),
    print: (server) => [
      ...groups(server).flatMap((one) => printGroup(one, server, kernel)),
      filtered
        ? `Threads matching filter: ${count(server)} out of ${count(server) + 7}`
        : `${groups(server).length} stack(s) with ${count(server)} threads displayed (${count(server)} Total threads)`,
    ],
    expected: (server) => ({
      kind: "unique-stacks",
      stacks: groups(server).map((one) => groupFacts(one, server, kernel)),
      stackCount: filtered ? null : groups(server).length,
      threadsDisplayed: count(server),
      threadsTotal: count(server) + (filtered ? 7 : 0),
      bits: server.runtime.bits,
      complete: true,
    }),
  };
}

export const UNIQUE_STACKS: readonly Printer<UniqueStacksReport>[] = [
  printer("x86", { bits: 32, threads: 24 }, false, false),
  printer("x64", { bits: 64, threads: 24 }, false, false),
  printer("x64-waiting", { bits: 64, systems: ["2019"] }, false, true),
  printer("kernel-x64", { bits: 64 }, true, false),
];
