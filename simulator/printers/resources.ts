import type { ResourceLocksReport, ResourceRow } from "@/evidence";
import type { Facts } from "../facts";
import type { Resource } from "../kernel";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

const ROW_OF_WAITERS = 4;
const SCANNING = "KD: Scanning for held locks";

function dots(count: number): string {
  return ".".repeat(count);
}

function inRows(threads: readonly string[]): string[] {
  const rows: string[] = [];
  for (let at = 0; at < threads.length; at += ROW_OF_WAITERS) {
    rows.push(
      `              ${threads
        .slice(at, at + ROW_OF_WAITERS)
        .map((thread) => `${thread}       `)
        .join("")}`,
    );
  }
  return rows;
}

function printResource(resource: Resource, { runtime: { bits } }: Server): string[] {
  const wide = (address: string): string => pointer(address, bits);
  const { owners, sharedWaiters, exclusiveWaiters, contentionCount } = resource;
  const name =
    resource.name === null ? `0x${wide(resource.address)}` : `${resource.name} (0x${wide(resource.address)})`;
  const access = resource.access === "exclusive" ? "Exclusively owned" : `Shared ${owners.length} owning threads`;
  const count = (value: number): string => value.toString(16).padStart(2, "0");
  const threads = [
    ...owners.map((owner) => `${wide(owner.thread)}-${count(owner.count)}<*> `),
    ...sharedWaiters.map((waiter) => `${wide(waiter.thread)}-${count(waiter.count)}    `),
  ];
  return [
    "",
    `Resource @ ${name}    ${access}`,
    ...(contentionCount > 0 ? [`    Contention Count = ${contentionCount}`] : []),
    ...(sharedWaiters.length > 0 ? [`    NumberOfSharedWaiters = ${sharedWaiters.length}`] : []),
    ...(exclusiveWaiters.length > 0 ? [`    NumberOfExclusiveWaiters = ${exclusiveWaiters.length}`] : []),
    `     Threads: ${threads.join("")}`,
    ...(exclusiveWaiters.length > 0
      ? ["     Threads Waiting On Exclusive Access:", ...inRows(exclusiveWaiters.map(wide)), ""]
      : []),
  ];
}

/** `!locks` of a kernel: the resources that are held. */
export function printResources(server: Server): string[] {
  const { resources, totalLocks } = server.kernel;
  const title = server.seed % 2 === 0 ? ["**** DUMP OF ALL RESOURCE OBJECTS ****"] : [];
  return [
    ...title,
    `${SCANNING}${dots(20 + (server.seed % 200))}`,
    ...resources.flatMap((resource) => printResource(resource, server)),
    `${SCANNING}${dots(9)}`,
    `${totalLocks} total locks, ${resources.length} locks currently held`,
  ];
}

function resourceFacts(resource: Resource): Facts<ResourceRow> {
  return {
    address: resource.address,
    name: resource.name,
    access: resource.access,
    owningThreads: resource.access === "shared" ? resource.owners.length : null,
    contentionCount: resource.contentionCount > 0 ? resource.contentionCount : null,
    numberOfSharedWaiters: resource.sharedWaiters.length,
    numberOfExclusiveWaiters: resource.exclusiveWaiters.length,
    owners: resource.owners.map(({ thread, count }) => ({ thread, count, marked: true })),
    sharedWaiters: resource.sharedWaiters.map(({ thread }) => thread),
    exclusiveWaiters: resource.exclusiveWaiters,
  };
}

function printer(dialect: string, needs: Printer["needs"]): Printer<ResourceLocksReport> {
  return {
    parser: "kd-locks",
    dialect,
    needs,
    prompt: "kernel",
    command: () => "!locks",
    print: printResources,
    expected: ({ kernel }) => ({
      kind: "resource-locks",
      resources: kernel.resources.map(resourceFacts),
      totalLocks: kernel.totalLocks,
      heldLocks: kernel.resources.length,
      threads: [],
      complete: true,
    }),
  };
}

export const RESOURCES: readonly Printer<ResourceLocksReport>[] = [
  printer("x86", { bits: 32 }),
  printer("x64", { bits: 64 }),
];
