import type { AddressSpaceReport, AddressUsage } from "@/evidence";
import { type AddressSpaceMap, addressSpaceOf, type Share } from "../address-space";
import type { Facts } from "../facts";
import type { Server } from "../server";
import type { Printer } from "./printer";

type Dialect = "kb" | "kB";

/** The high half without zeros in front, the low half with all digits. */
function halves(value: number): string {
  const digits = value.toString(16).padStart(9, "0");
  return `${digits
    .slice(0, -8)
    .replace(/^0+(?=.)/, "")
    .padStart(9)}\`${digits.slice(-8)}`;
}

function rounded(bytes: number, dialect: Dialect): string {
  const power = bytes >= 2 ** 40 ? 4 : bytes >= 2 ** 30 ? 3 : bytes >= 2 ** 20 ? 2 : 1;
  const unit = ["", "k", "M", "G", "T"][power] ?? "";
  return `(${(bytes / 1024 ** power).toFixed(3).padStart(8)} ${unit}${dialect === "kb" ? "b" : "B"})`;
}

function share(part: number, whole: number): string {
  return ((100 * part) / whole).toFixed(2);
}

function row({ name, regions, bytes }: Share, map: AddressSpaceMap, dialect: Dialect): string {
  const isFree = /FREE$/i.test(name);
  const busy = isFree ? "" : `${share(bytes, map.busyBytes)}%`;
  return `${name.padEnd(36)} ${String(regions).padStart(6)} ${halves(bytes)} ${rounded(bytes, dialect)} ${busy.padStart(7)} ${`${share(bytes, map.totalBytes)}%`.padStart(8)}`;
}

const COLUMNS = "RgnCount ----------- Total Size -------- %ofBusy %ofTotal";

function print(server: Server, dialect: Dialect): string[] {
  const map = addressSpaceOf(server);
  const rows = (shares: readonly Share[]): string[] => shares.map((one) => row(one, map, dialect));
  return [
    "",
    `--- Usage Summary ---------------- ${COLUMNS}`,
    ...rows([map.free, ...map.usages]),
    "",
    `--- Type Summary (for busy) ------ ${COLUMNS}`,
    ...rows(map.types),
    "",
    `--- State Summary ---------------- ${COLUMNS}`,
    ...rows([{ ...map.free, name: "MEM_FREE" }, ...map.states]),
    "",
    `--- Protect Summary (for commit) - ${COLUMNS}`,
    ...rows(map.protections),
    "",
    "--- Largest Region by Usage ----------- Base Address -------- Region Size ----------",
    ...map.largest.map(
      ({ name, base, bytes }) =>
        `${name.padEnd(36)} ${halves(Number.parseInt(base, 16))} ${halves(bytes)} ${rounded(bytes, dialect)}`,
    ),
  ];
}

function facts({ name, regions, bytes }: Share, map: AddressSpaceMap): Facts<AddressUsage> {
  return {
    name,
    regionCount: regions,
    totalBytes: bytes,
    percentOfBusy: /FREE$/i.test(name) ? null : Number(share(bytes, map.busyBytes)),
    percentOfTotal: Number(share(bytes, map.totalBytes)),
  };
}

function printer(dialect: Dialect, name: string, needs: Printer["needs"]): Printer<AddressSpaceReport> {
  return {
    parser: "windbg-address",
    dialect: name,
    needs,
    prompt: "user",
    command: () => "!address -summary",
    print: (server) => print(server, dialect),
    expected: (server) => {
      const map = addressSpaceOf(server);
      const all = (shares: readonly Share[]): Facts<AddressUsage>[] => shares.map((one) => facts(one, map));
      return {
        kind: "address-space",
        usages: all([map.free, ...map.usages]),
        types: all(map.types),
        states: all([{ ...map.free, name: "MEM_FREE" }, ...map.states]),
        protections: all(map.protections),
        largestRegions: map.largest.map(({ name: usage, base, bytes }) => ({ name: usage, base, bytes })),
        totalBytes: null,
        busyBytes: null,
        complete: true,
      };
    },
  };
}

const OLD_USAGES: Readonly<Record<string, string>> = {
  Image: "RegionUsageImage",
  "<unknown>": "RegionUsageIsVAD",
  Stack: "RegionUsageStack",
  Heap: "RegionUsageHeap",
  MappedFile: "RegionUsagePageHeap",
  Other: "RegionUsageEnvironmentBlock",
  TEB: "RegionUsageTeb",
  PEB: "RegionUsagePeb",
};

function oldShare(part: number, whole: number): string {
  return `${share(part, whole).padStart(5, "0")}%`;
}

function oldRow(name: string, bytes: number, map: AddressSpaceMap, busy: boolean): string {
  const isFree = /free/i.test(name);
  const ofBusy = busy ? `${oldShare(isFree ? 0 : bytes, map.busyBytes)}    ` : "";
  return `${bytes.toString(16).padStart(11)} (${String(bytes / 1024).padStart(8)}) : ${oldShare(bytes, map.totalBytes)}    ${ofBusy}: ${name}`;
}

function oldUsages({ free, usages }: AddressSpaceMap): (readonly [name: string, bytes: number])[] {
  const named = usages.map(({ name, bytes }) => [OLD_USAGES[name] ?? name, bytes] as const);
  return [...named, ["RegionUsageFree", free.bytes]];
}

function oldFacts(name: string, bytes: number, map: AddressSpaceMap, busy: boolean): Facts<AddressUsage> {
  const ofBusy = Number(share(/free/i.test(name) ? 0 : bytes, map.busyBytes));
  return {
    name,
    regionCount: null,
    totalBytes: bytes,
    percentOfBusy: busy ? ofBusy : null,
    percentOfTotal: Number(share(bytes, map.totalBytes)),
  };
}

const OLD: Printer<AddressSpaceReport> = {
  parser: "windbg-address",
  dialect: "old-x86",
  needs: { bits: 32 },
  prompt: "user",
  command: () => "!address -summary",
  print: (server) => {
    const map = addressSpaceOf(server);
    const { free, totalBytes, busyBytes } = map;
    const wide = (bytes: number): string => bytes.toString(16).padStart(8, "0");
    const largest = map.largest[0];
    return [
      "-------------------- Usage SUMMARY --------------------------",
      "    TotSize (      KB)   Pct(Tots) Pct(Busy)   Usage",
      ...oldUsages(map).map(([name, bytes]) => oldRow(name, bytes, map, true)),
      `       Tot: ${wide(totalBytes)} (${totalBytes / 1024} KB) Busy: ${wide(busyBytes)} (${busyBytes / 1024} KB)`,
      "",
      "-------------------- Type SUMMARY --------------------------",
      "    TotSize (      KB)   Pct(Tots)  Usage",
      oldRow("<free>", free.bytes, map, false),
      ...map.types.map(({ name, bytes }) => oldRow(name, bytes, map, false)),
      "",
      "-------------------- State SUMMARY --------------------------",
      "    TotSize (      KB)   Pct(Tots)  Usage",
      ...map.states.map(({ name, bytes }) => oldRow(name, bytes, map, false)),
      oldRow("MEM_FREE", free.bytes, map, false),
      "",
      `Largest free region: Base ${wide(Number.parseInt(largest?.base ?? "0", 16))} - Size ${wide(largest?.bytes ?? 0)} (${(largest?.bytes ?? 0) / 1024} KB)`,
    ];
  },
  expected: (server) => {
    const map = addressSpaceOf(server);
    const one = map.largest[0];
    return {
      kind: "address-space",
      usages: oldUsages(map).map(([name, bytes]) => oldFacts(name, bytes, map, true)),
      types: [
        oldFacts("<free>", map.free.bytes, map, false),
        ...map.types.map(({ name, bytes }) => oldFacts(name, bytes, map, false)),
      ],
      states: [
        ...map.states.map(({ name, bytes }) => oldFacts(name, bytes, map, false)),
        oldFacts("MEM_FREE", map.free.bytes, map, false),
      ],
      protections: [],
      largestRegions: one ? [{ name: "free", base: one.base, bytes: one.bytes }] : [],
      totalBytes: map.totalBytes,
      busyBytes: map.busyBytes,
      complete: true,
    };
  },
};

export const ADDRESS: readonly Printer<AddressSpaceReport>[] = [
  printer("kb", "kb-x86", { bits: 32 }),
  printer("kB", "kB-x64", { bits: 64 }),
  OLD,
];
