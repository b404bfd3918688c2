import { addHex, type FinalizeQueueReport } from "@/evidence";
import type { Facts } from "../facts";
import type { FinalizerHeap } from "../finalization";
import type { Server } from "../server";
import { countTypes, printStatistics, type StatisticsForm, statisticsFacts, totalFacts } from "./heap-statistics";
import { grouped } from "./numbers";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

/** `all-ready` adds what the next collection would find. */
type Form = "sos-1.1" | "sos-2" | "sos-4" | "all-ready" | "dotnet-dump";

const STATISTICS: Readonly<Record<Form, StatisticsForm>> = {
  "sos-1.1": "sos-1.1",
  "sos-2": "sos-2",
  "sos-4": "sos-2",
  "all-ready": "sos-2",
  "dotnet-dump": "sos-8",
};

function printHead({ finalization: { syncBlocks, freeThreaded, mta, sta } }: Server, form: Form): string[] {
  if (form === "sos-1.1") {
    return [
      `SyncBlock to be cleaned up: ${syncBlocks}`,
      "----------------------------------",
      `MTA interfaces to be released: ${mta}`,
      `Total STA interfaces to be released: ${sta}`,
      "----------------------------------",
    ];
  }
  const number = (value: number): string => (form === "dotnet-dump" ? grouped(value) : String(value));
  return [
    `SyncBlocks to be cleaned up: ${number(syncBlocks)}`,
    ...(form === "sos-2" ? [] : [`Free-Threaded Interfaces to be released: ${number(freeThreaded)}`]),
    `MTA Interfaces to be released: ${number(mta)}`,
    `STA Interfaces to be released: ${number(sta)}`,
    "----------------------------------",
    ...(form === "dotnet-dump" ? [""] : []),
  ];
}

/** Generation 2 comes first in memory, what is ready comes last. */
function printQueue({ generations, ready, start }: FinalizerHeap, server: Server, form: Form): string[] {
  const { bits } = server.runtime;
  const word = bits / 8;
  const prefix = form === "sos-1.1" ? "0x" : "";
  const spell = (address: string): string => (form === "dotnet-dump" ? address : prefix + pointer(address, bits));
  const range = (from: number, to: number): string =>
    `(${spell(addHex(start, word * from))}->${spell(addHex(start, word * to))})`;
  const [young, middle, old] = generations;
  const ends = [old + middle + young, old + middle, old];
  const what = form === "dotnet-dump" ? "objects" : "finalizable objects";
  return [
    ...generations.map((count, index) => {
      const end = ends[index] ?? 0;
      return `generation ${index} has ${count} ${what} ${range(end - count, end)}`;
    }),
    ...(form === "all-ready"
      ? [`Finalizable but not rooted:  ${server.finalization.notRooted.map(spell).join(" ")} `]
      : []),
    `Ready for finalization ${ready} objects ${range(old + middle + young, old + middle + young + ready)}${form === "sos-1.1" ? " - Freachable queue" : ""}`,
  ];
}

function isNumbered({ finalization: { heaps } }: Server, form: Form): boolean {
  return form === "dotnet-dump" || heaps.length > 1;
}

export function printFinalizeQueue(server: Server, form: Form): string[] {
  const { heaps, objects } = server.finalization;
  const { bits } = server.runtime;
  const statistics = printStatistics(countTypes(objects), STATISTICS[form], bits);
  const queues = heaps.flatMap((heap, index) => [
    ...(isNumbered(server, form) && form !== "dotnet-dump" ? ["------------------------------"] : []),
    ...(isNumbered(server, form) ? [`Heap ${index}`] : []),
    ...printQueue(heap, server, form),
    ...(form === "dotnet-dump" ? ["------------------------------"] : []),
  ]);
  const titles: Readonly<Record<Form, string>> = {
    "sos-1.1": "All Finalizable Objects Statistics:",
    "sos-2": "Statistics:",
    "sos-4": "Statistics for all finalizable objects (including all objects ready for finalization):",
    "all-ready": "Statistics for all finalizable objects that are no longer rooted:",
    "dotnet-dump": "Statistics for all finalizable objects (including all objects ready for finalization):",
  };
  const listed = objects.map(
    ({ address, type, size }) =>
      `${address.padStart(12, "0").padStart(16)} ${type.methodTable.padStart(12, "0").padStart(16)} ${grouped(size).padStart(14)} `,
  );
  return [
    ...printHead(server, form),
    ...queues,
    titles[form],
    ...(form === "dotnet-dump" && objects.length > 0
      ? [`${"Address".padStart(16)} ${"MT".padStart(16)} ${"Size".padStart(14)} `, ...listed, "", "Statistics:"]
      : []),
    ...statistics,
  ];
}

function expected(server: Server, form: Form): Facts<FinalizeQueueReport> {
  const { syncBlocks, freeThreaded, mta, sta, heaps, objects, notRooted } = server.finalization;
  const statistics = countTypes(objects);
  return {
    kind: "finalize-queue",
    syncBlocksToBeCleanedUp: syncBlocks,
    freeThreadedInterfacesToBeReleased: form === "sos-1.1" || form === "sos-2" ? null : freeThreaded,
    mtaInterfacesToBeReleased: mta,
    staInterfacesToBeReleased: sta,
    syncBlocks: [],
    runtimeCallableWrappers: [],
    heaps: heaps.map(({ generations, ready }, heap) => ({
      heap: isNumbered(server, form) ? heap : null,
      generations: generations.map((count, generation) => ({ generation, objects: count })),
      readyForFinalization: ready,
    })),
    readyForFinalization: heaps.reduce((sum, { ready }) => sum + ready, 0),
    notRooted: form === "all-ready" ? heaps.flatMap(() => notRooted) : [],
    objects: (form === "dotnet-dump" ? objects : []).map(({ address, type, size }) => ({
      address,
      methodTable: type.methodTable,
      sizeBytes: size,
      generation: null,
      free: false,
      type: null,
    })),
    statistics: statisticsFacts(statistics, STATISTICS[form]),
    ...totalFacts(statistics, STATISTICS[form]),
    gcInProgress: false,
    complete: true,
  };
}

function printer(
  form: Form,
  more: Pick<Printer, "dialect" | "needs"> & Partial<Printer>,
): Printer<FinalizeQueueReport> {
  return {
    parser: "sos-finalizequeue",
    prompt: "user",
    command: () => "!finalizequeue",
    print: (server) => printFinalizeQueue(server, form),
    ...more,
    expected: (server) => expected(server, form),
  };
}

export const FINALIZE_QUEUE: readonly Printer<FinalizeQueueReport>[] = [
  printer("sos-1.1", { dialect: "sos-1.1", needs: { versions: ["1.1"] } }),
  printer("sos-2", { dialect: "sos-2-x86", needs: { versions: ["2.0"], bits: 32 } }),
  printer("sos-2", { dialect: "sos-2-x64", needs: { versions: ["2.0"], bits: 64 } }),
  printer("sos-4", { dialect: "sos-4", needs: { versions: ["4.x", "core"] } }),
  printer("all-ready", {
    dialect: "all-ready",
    needs: { versions: ["4.x", "core"] },
    command: () => "!finalizequeue -allReady",
  }),
  printer("dotnet-dump", {
    dialect: "dotnet-dump",
    needs: { versions: ["core"], systems: ["2019", "linux"] },
    prompt: "dotnet-dump",
    command: () => "finalizequeue",
  }),
];
