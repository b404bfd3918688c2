import type { HeapObjectsReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Gap, HeapEntry, ThinLock } from "../managed-heap";
import type { Server } from "../server";
import { countTypes, printStatistics, type StatisticsForm, statisticsFacts, totalFacts } from "./heap-statistics";
import { grouped } from "./numbers";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

const DASHES = "------------------------------";

function objectsHead(bits: 32 | 64, sizeWidth: number): string {
  return `${"Address".padStart(bits / 4)} ${"MT".padStart(bits / 4)} ${"Size".padStart(sizeWidth)}`;
}

function printObject({ address, type, size, generation }: HeapEntry, form: StatisticsForm, bits: 32 | 64): string {
  const free = type.type === "Free";
  if (form === "sos-8") {
    const place = `${address.padStart(12, "0").padStart(16)} ${type.methodTable.padStart(12, "0").padStart(16)}`;
    return `${place} ${grouped(size).padStart(14)} ${free ? "Free" : ""}`;
  }
  if (form === "sos-1.1") {
    const place = `0x${pointer(address, bits)} 0x${pointer(type.methodTable, bits)}`;
    return `${place} ${grouped(size).padStart(8)}   ${String(generation).padStart(2)} ${type.type}`;
  }
  return `${pointer(address, bits)} ${pointer(type.methodTable, bits)} ${String(size).padStart(8)} ${free ? "Free" : "    "}`;
}

/** Up to .NET 2.0 the server collector's heaps are listed one by one. */
function printHeaps({ managedHeap: { heaps, listed }, runtime: { bits } }: Server): string[] {
  const one = (heap: number): string[] => {
    const own = listed.filter((entry) => entry.heap === heap);
    const rows = own.map((entry) => printObject(entry, "sos-2", bits));
    return [DASHES, `Heap ${heap}`, objectsHead(bits, 8), ...rows, `total ${own.length} objects`];
  };
  if (heaps === 1) {
    const rows = listed.map((entry) => printObject(entry, "sos-2", bits));
    return [objectsHead(bits, 8), ...rows, `total ${listed.length} objects`];
  }
  return [
    ...Array.from({ length: heaps }, (_item, heap) => one(heap)).flat(),
    DASHES,
    `total ${listed.length} objects`,
  ];
}

function printGaps(gaps: readonly Gap[], bits: 32 | 64): string[] {
  if (gaps.length === 0) return [];
  return [
    "Fragmented blocks larger than 0.5 MB:",
    `${"Addr".padStart(bits / 4)}     Size      Followed by`,
    ...gaps.map(
      ({ address, tenths, followedBy, type }) =>
        `${pointer(address, bits)} ${(tenths / 10).toFixed(1).padStart(6)}MB ${pointer(followedBy, bits).padStart(16)} ${type}`,
    ),
  ];
}

function printLock(
  { object, managedThreadId, thread, osThreadId, recursion }: ThinLock,
  now: boolean,
  bits: 32 | 64,
): string {
  if (now) {
    const places = `${object.address.padStart(12)} ${thread.padStart(16)}`;
    return `${places} ${osThreadId.padStart(16)} ${String(recursion).padStart(10)}`;
  }
  const owner = `ThinLock owner ${managedThreadId.toString(16)} (${pointer(thread, bits)}), Recursive ${recursion.toString(16)}`;
  return `${pointer(object.address, bits)} ${pointer(object.type.methodTable, bits)} ${String(object.size).padStart(8)} ${owner}`;
}

const EMPTY: Facts<HeapObjectsReport> = {
  kind: "heap-objects",
  objects: [],
  statistics: [],
  thinLocks: [],
  fragmentedBlocks: [],
  heaps: [],
  totalObjects: null,
  totalSizeBytes: null,
  gcInProgress: false,
  complete: true,
};

function objectFacts(entries: readonly HeapEntry[], form: StatisticsForm): Facts<HeapObjectsReport>["objects"] {
  const old = form === "sos-1.1";
  return entries.map(({ address, type, size, generation }) => ({
    address,
    methodTable: type.methodTable,
    sizeBytes: size,
    generation: old ? generation : null,
    free: !old && type.type === "Free",
    type: old ? type.type : null,
  }));
}

function lockFacts(locks: readonly ThinLock[], now: boolean): Facts<HeapObjectsReport>["thinLocks"] {
  return locks.map(({ object, managedThreadId, thread, osThreadId, recursion }) => ({
    object: object.address,
    methodTable: now ? null : object.type.methodTable,
    sizeBytes: now ? null : object.size,
    managedThreadId: now ? null : managedThreadId,
    thread,
    osThreadId: now ? osThreadId : null,
    recursion,
  }));
}

type Dialect = Pick<Printer, "dialect" | "needs"> & Partial<Printer<HeapObjectsReport>>;

const base = { parser: "sos-dumpheap", prompt: "user" } as const;

function statistics(form: StatisticsForm, more: Dialect): Printer<HeapObjectsReport> {
  return {
    ...base,
    command: () => "!dumpheap -stat",
    print: ({ managedHeap, runtime: { bits } }) => [
      "Statistics:",
      ...printStatistics(managedHeap.counts, form, bits),
      ...(form === "sos-2" ? printGaps(managedHeap.gaps, bits) : []),
    ],
    expected: ({ managedHeap: { counts, gaps } }) => ({
      ...EMPTY,
      statistics: statisticsFacts(counts, form),
      fragmentedBlocks: (form === "sos-2" ? gaps : []).map(({ address, tenths, followedBy, type }) => ({
        address,
        sizeBytes: Math.round((tenths / 10) * 2 ** 20),
        followedBy,
        type,
      })),
      ...totalFacts(counts, form),
    }),
    ...more,
  };
}

function objects(form: StatisticsForm, byHeap: boolean, more: Dialect): Printer<HeapObjectsReport> {
  const listed = ({ managedHeap }: Server): readonly HeapEntry[] => managedHeap.listed;
  const head = (bits: 32 | 64): string => {
    if (form === "sos-1.1") return "Address    MT           Size     Gen";
    return form === "sos-8"
      ? `${"Address".padStart(16)} ${"MT".padStart(16)} ${"Size".padStart(14)}`
      : objectsHead(bits, 8);
  };
  return {
    ...base,
    command: () => "!dumpheap -type Contoso",
    print: (server) => {
      const { bits } = server.runtime;
      const rows = listed(server).map((entry) => printObject(entry, form, bits));
      return [
        ...(form === "sos-1.1" ? ["Using our cache to search the heap."] : []),
        ...(byHeap ? printHeaps(server) : [head(bits), ...rows]),
        ...(byHeap || form === "sos-1.1" ? [] : [""]),
        "Statistics:",
        ...printStatistics(countTypes(listed(server)), form, bits),
      ];
    },
    expected: (server) => {
      const counts = countTypes(listed(server));
      const { heaps } = server.managedHeap;
      return {
        ...EMPTY,
        objects: objectFacts(listed(server), form),
        statistics: statisticsFacts(counts, form),
        heaps: Array.from({ length: byHeap && heaps > 1 ? heaps : 0 }, (_item, heap) => ({
          heap,
          totalObjects: listed(server).filter((entry) => entry.heap === heap).length,
        })),
        ...totalFacts(counts, form),
      };
    },
    ...more,
  };
}

function locks(now: boolean, more: Dialect): Printer<HeapObjectsReport> {
  return {
    ...base,
    command: () => "!dumpheap -thinlock",
    print: ({ managedHeap, runtime: { bits } }) => [
      now
        ? `${"Object".padStart(12)} ${"Thread".padStart(16)} ${"OSId".padStart(16)} ${"Recursion".padStart(10)}`
        : objectsHead(bits, 8),
      ...managedHeap.locks.map((lock) => printLock(lock, now, bits)),
      ...(now ? [] : [`Found ${managedHeap.locks.length} objects.`]),
    ],
    expected: ({ managedHeap }) => ({
      ...EMPTY,
      thinLocks: lockFacts(managedHeap.locks, now),
      totalObjects: now ? null : managedHeap.locks.length,
      complete: !now,
    }),
    ...more,
  };
}

const DOTNET_DUMP = { versions: ["core"], systems: ["2019", "linux"] } as const;
const SINCE_4 = { versions: ["4.x", "core"] } as const;

export const DUMPHEAP: readonly Printer<HeapObjectsReport>[] = [
  statistics("sos-1.1", { dialect: "sos-1.1-stat", needs: { versions: ["1.1"] } }),
  statistics("sos-2", { dialect: "sos-2-stat-x86", needs: { versions: ["2.0", "4.x", "core"], bits: 32 } }),
  statistics("sos-2", { dialect: "sos-2-stat-x64", needs: { versions: ["2.0", "4.x", "core"], bits: 64 } }),
  statistics("sos-8", {
    dialect: "sos-8-stat",
    needs: DOTNET_DUMP,
    prompt: "dotnet-dump",
    command: () => "dumpheap -stat",
  }),
  objects("sos-1.1", false, { dialect: "sos-1.1", needs: { versions: ["1.1"] } }),
  objects("sos-2", true, { dialect: "sos-2-x86", needs: { versions: ["2.0"], bits: 32 } }),
  objects("sos-2", true, { dialect: "sos-2-x64", needs: { versions: ["2.0"], bits: 64 } }),
  objects("sos-2", false, { dialect: "sos-4", needs: SINCE_4 }),
  objects("sos-8", false, {
    dialect: "sos-8",
    needs: DOTNET_DUMP,
    prompt: "dotnet-dump",
    command: () => "dumpheap -type Contoso",
  }),
  locks(false, { dialect: "thinlock-x86", needs: { versions: ["2.0", "4.x", "core"], bits: 32 } }),
  locks(false, { dialect: "thinlock-x64", needs: { versions: ["2.0", "4.x", "core"], bits: 64 } }),
  locks(true, {
    dialect: "thinlock-8",
    needs: DOTNET_DUMP,
    prompt: "dotnet-dump",
    command: () => "dumpheap -thinlock",
  }),
];
