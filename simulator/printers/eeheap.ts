import type { GcHeap, HeapSegmentRow, RuntimeHeapsReport } from "@/evidence";
import type { CollectorHeap, HeapPart, LoaderPart } from "../collector";
import type { Facts } from "../facts";
import type { Server } from "../server";
import { grouped } from "./numbers";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

/** `sos-1.1` and `sos-2` print sizes without a blank, `sos-5` adds what is committed, `sos-8` prints regions. */
export type HeapForm = "sos-1.1" | "sos-2" | "sos-4" | "sos-5" | "sos-8";

const DASHES = "------------------------------";

function total(parts: readonly HeapPart[], of: "size" | "committedSize"): number {
  return parts.reduce((sum, part) => sum + part[of], 0);
}

/** `0x7248(29256)`; nothing at all for nothing where regions are printed. */
function sizeText(size: number, form: HeapForm): string {
  if (form === "sos-8") return size === 0 ? "" : `0x${size.toString(16)} (${size})`;
  if (form === "sos-1.1") return `0x${size.toString(16)}(${grouped(size)})`;
  return form === "sos-2" ? `0x${size.toString(16).padStart(8, "0")}(${size})` : `0x${size.toString(16)}(${size})`;
}

function totalText(size: number, form: HeapForm): string {
  if (form === "sos-1.1") return ` 0x${size.toString(16)}(${grouped(size)})`;
  return form === "sos-2"
    ? `  0x${size.toString(16)}(${size})`
    : `:              Size: 0x${size.toString(16)} (${size}) bytes.`;
}

function partsOf(heap: CollectorHeap, form: HeapForm): readonly HeapPart[] {
  if (form === "sos-8") return heap.regions;
  return form === "sos-5" ? heap.segments : heap.segments.filter(({ kind }) => kind !== "pinned");
}

function printPart(part: HeapPart, form: HeapForm, bits: 32 | 64): string {
  const { segment, begin, allocated, committed, size, committedSize } = part;
  if (form === "sos-8") {
    const places = [segment, begin, allocated, committed].map((address) => address.padStart(12, "0").padStart(16));
    return `${places.join(" ")} ${sizeText(size, form).padEnd(18)} ${sizeText(committedSize, form).padEnd(18)}`;
  }
  const prefix = form === "sos-1.1" ? "0x" : "";
  const places = [segment, begin, allocated].map((address) => prefix + pointer(address, bits));
  if (form !== "sos-5") return `${places.join(bits === 32 ? " " : "  ")}  ${sizeText(size, form)}`;
  const last = pointer(committed, bits);
  return `${[...places, last].join("  ")}  ${sizeText(size, form)}  ${sizeText(committedSize, form)}`;
}

function columns(form: HeapForm, bits: 32 | 64): string {
  if (form === "sos-8")
    return "         segment            begin        allocated        committed allocated size     committed size    ";
  if (form === "sos-5")
    return "         segment             begin         allocated         committed    allocated size    committed size";
  return bits === 32
    ? " segment    begin allocated     size"
    : "         segment             begin         allocated              size";
}

function printSegments(heap: CollectorHeap, form: HeapForm, bits: 32 | 64): string[] {
  const of = (kind: HeapPart["kind"]): string[] =>
    partsOf(heap, form)
      .filter((part) => part.kind === kind)
      .map((part) => printPart(part, form, bits));
  const start = (kind: HeapPart["kind"]): string => {
    const begin = partsOf(heap, form).find((part) => part.kind === kind)?.begin ?? "0";
    return `starts at 0x${pointer(begin, bits)}`;
  };
  const pinned = of("pinned");
  return [
    ...heap.starts.map((address, generation) => `generation ${generation} starts at 0x${pointer(address, bits)}`),
    "ephemeral segment allocation context: none",
    columns(form, bits),
    ...of("small"),
    `Large object heap ${start("large")}`,
    columns(form, bits),
    ...of("large"),
    ...(pinned.length > 0 ? [`Pinned object heap ${start("pinned")}`, ...pinned] : []),
  ];
}

function printRegions(heap: CollectorHeap, bits: 32 | 64): string[] {
  const rows = (parts: readonly HeapPart[]): string[] => parts.map((part) => printPart(part, "sos-8", bits));
  const named = (kind: HeapPart["kind"], title: string): string[] => {
    const parts = heap.regions.filter((part) => part.kind === kind);
    return parts.length === 0 ? [] : [title, columns("sos-8", bits), ...rows(parts)];
  };
  const generations = [0, 1, 2].flatMap((generation) => {
    const parts = heap.regions.filter((part) => part.generation === generation);
    return [`generation ${generation}:`, ...rows(parts)];
  });
  return [
    "Small object heap",
    columns("sos-8", bits),
    ...generations,
    ...named("frozen", "NonGC heap"),
    ...named("large", "Large object heap"),
    ...named("pinned", "Pinned object heap"),
  ];
}

function totals(parts: readonly HeapPart[], form: HeapForm, what: string): string[] {
  const [size, committed] = [total(parts, "size"), total(parts, "committedSize")];
  if (form !== "sos-5" && form !== "sos-8") return [`${what} Size${totalText(size, form)}`];
  const prefix = what === "GC Heap" ? "GC " : "";
  return [
    `${prefix}Allocated Heap Size${totalText(size, form)}`,
    `${prefix}Committed Heap Size${totalText(committed, form)}`,
  ];
}

function printGc({ collector: { heaps }, runtime: { bits } }: Server, form: HeapForm): string[] {
  const server = heaps.length > 1;
  const one = (heap: CollectorHeap, index: number): string[] => [
    ...(server ? [DASHES, `Heap ${index} (${pointer(heap.address, bits)})`] : []),
    ...(form === "sos-8" ? printRegions(heap, bits) : printSegments(heap, form, bits)),
    ...(form === "sos-8" && !server ? [] : totals(partsOf(heap, form), form, server ? "Heap" : "Total")),
  ];
  return [
    `Number of GC Heaps: ${heaps.length}`,
    ...heaps.flatMap(one),
    DASHES,
    ...totals(
      heaps.flatMap((heap) => partsOf(heap, form)),
      form,
      "GC Heap",
    ),
  ];
}

function loaderTotal({ heaps }: LoaderPart): number {
  return heaps.reduce((sum, { size }) => sum + size, 0);
}

function printLoader({ collector: { loader }, runtime: { bits } }: Server, form: HeapForm): string[] {
  const old = form === "sos-1.1" || form === "sos-2";
  const sum = (size: number): string =>
    old ? `0x${size.toString(16)}(${size})bytes` : `0x${size.toString(16)} (${size}) bytes`;
  const item = ({ name, address, reserved, size }: LoaderPart["heaps"][number]): string => {
    const block = size === 0 ? "" : ` ${pointer(address, bits)}(${reserved.toString(16)}:${size.toString(16)})`;
    return old ? `${name}:${block} Size: ${sum(size)}.` : `${`${name}:`.padEnd(20)}${block} Size: ${sum(size)} total.`;
  };
  const all = loader.reduce((size, part) => size + loaderTotal(part), 0);
  return [
    "Loader Heap:",
    ...loader.flatMap((part) => [
      "--------------------------------------",
      `${part.name}:${part.address === null ? "" : ` ${old ? part.address : pointer(part.address, bits)}`}`,
      ...part.heaps.map(item),
      old ? `Total size: ${sum(loaderTotal(part))}` : `Total size:          Size: ${sum(loaderTotal(part))} total.`,
    ]),
    "--------------------------------------",
    old ? `Total LoaderHeap size: ${sum(all)}` : `Total LoaderHeap size:   Size: ${sum(all)} total.`,
    "=======================================",
  ];
}

const EMPTY: Facts<RuntimeHeapsReport> = {
  kind: "runtime-heaps",
  numberOfGcHeaps: null,
  gcHeaps: [],
  gcHeapSizeBytes: null,
  gcCommittedSizeBytes: null,
  loaderHeaps: [],
  loaderHeapSizeBytes: null,
  totalSizeBytes: null,
  gcInProgress: false,
  complete: true,
};

function partFacts(part: HeapPart, form: HeapForm): Facts<HeapSegmentRow> {
  const committed = form === "sos-5" || form === "sos-8";
  return {
    segment: part.segment,
    begin: part.begin,
    allocated: part.allocated,
    committed: committed ? part.committed : null,
    sizeBytes: part.size,
    committedSizeBytes: committed ? part.committedSize : null,
    kind: part.kind,
    generation: part.generation,
  };
}

function gcFacts({ collector: { heaps } }: Server, form: HeapForm): Partial<Facts<RuntimeHeapsReport>> {
  const server = heaps.length > 1;
  const committed = form === "sos-5" || form === "sos-8";
  const all = heaps.flatMap((heap) => partsOf(heap, form));
  const one = (heap: CollectorHeap, index: number): Facts<GcHeap> => {
    const own = form !== "sos-8" || server;
    return {
      heap: server ? index : null,
      address: server ? heap.address : null,
      generations: form === "sos-8" ? [] : heap.starts.map((startsAt, generation) => ({ generation, startsAt })),
      segments: partsOf(heap, form).map((part) => partFacts(part, form)),
      sizeBytes: own ? total(partsOf(heap, form), "size") : null,
      committedSizeBytes: own && committed ? total(partsOf(heap, form), "committedSize") : null,
    };
  };
  return {
    numberOfGcHeaps: heaps.length,
    gcHeaps: heaps.map(one),
    gcHeapSizeBytes: total(all, "size"),
    gcCommittedSizeBytes: committed ? total(all, "committedSize") : null,
  };
}

function loaderFacts({ collector: { loader } }: Server): Partial<Facts<RuntimeHeapsReport>> {
  const loaderHeaps = loader.map((part) => ({ name: part.name, address: part.address, sizeBytes: loaderTotal(part) }));
  return { loaderHeaps, loaderHeapSizeBytes: loader.reduce((size, part) => size + loaderTotal(part), 0) };
}

type What = "gc" | "loader" | "both";
const COMMANDS: Readonly<Record<What, string>> = { gc: "!eeheap -gc", loader: "!eeheap -loader", both: "!eeheap" };

function printer(
  form: HeapForm,
  what: What,
  more: Pick<Printer, "dialect" | "needs"> & Partial<Printer>,
): Printer<RuntimeHeapsReport> {
  return {
    parser: "sos-eeheap",
    prompt: "user",
    command: () => COMMANDS[what],
    print: (server) => [
      ...(what === "gc" ? [] : printLoader(server, form)),
      ...(what === "loader" ? [] : printGc(server, form)),
    ],
    ...more,
    expected: (server, echoed) => ({
      ...EMPTY,
      complete: what !== "loader" || echoed,
      ...(what === "gc" ? {} : loaderFacts(server)),
      ...(what === "loader" ? {} : gcFacts(server, form)),
    }),
  };
}

export const EEHEAP: readonly Printer<RuntimeHeapsReport>[] = [
  printer("sos-1.1", "gc", { dialect: "sos-1.1", needs: { versions: ["1.1"] } }),
  printer("sos-2", "gc", { dialect: "sos-2-x86", needs: { versions: ["2.0"], bits: 32 } }),
  printer("sos-2", "both", { dialect: "sos-2-x64", needs: { versions: ["2.0"], bits: 64 } }),
  printer("sos-2", "loader", { dialect: "sos-2-loader", needs: { versions: ["2.0"] } }),
  printer("sos-4", "loader", { dialect: "sos-4-loader", needs: { versions: ["4.x", "core"] } }),
  printer("sos-4", "gc", { dialect: "sos-4-x86", needs: { versions: ["4.x"], bits: 32 } }),
  printer("sos-4", "both", { dialect: "sos-4-x64", needs: { versions: ["4.x"], bits: 64 } }),
  printer("sos-5", "gc", { dialect: "sos-5", needs: { versions: ["core"] } }),
  printer("sos-8", "gc", {
    dialect: "sos-8",
    needs: { versions: ["core"], systems: ["2019", "linux"] },
    prompt: "dotnet-dump",
    command: () => "eeheap -gc",
  }),
];
