import type { DateReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Field, HeapObject } from "../objects";
import type { Server } from "../server";
import { printFields, printFile, printHead } from "./object";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

const EPOCH_TICKS = 621_355_968_000_000_000n;
const DAY_TICKS = 864_000_000_000n;
const UTC_BITS = 0x4000000000000000n;

function pad(value: bigint | number, width = 2): string {
  return String(value).padStart(width, "0");
}

interface Parts {
  days: bigint;
  clock: string;
  /** Seven digits. */
  fraction: string;
  /** `2007-06-21`. */
  date: string;
}

function partsOf(ticks: bigint): Parts {
  const ofDay = ticks % DAY_TICKS;
  const seconds = ofDay / 10_000_000n;
  const clock = `${pad(seconds / 3600n)}:${pad((seconds / 60n) % 60n)}:${pad(seconds % 60n)}`;
  const instant = new Date(Number((ticks - EPOCH_TICKS) / 10_000n));
  return {
    days: ticks / DAY_TICKS,
    clock,
    fraction: pad(ofDay % 10_000_000n, 7),
    date: instant.toISOString().slice(0, 10),
  };
}

/** `!convertvtdatetodate`: the same value as a duration and as a date. */
export function printDate(ticks: bigint): string[] {
  const { days, clock, fraction, date } = partsOf(ticks);
  const [year, month, day] = date.split("-");
  return [`As a TimeSpan: ${days}.${clock}.${fraction}`, `As a DateTime: ${month}/${day}/${year} ${clock}`];
}

/** `!dumpvc` of a DateTime: the ticks with the kind in the two highest bits. */
export function printDateFields({ runtime, request }: Server): string[] {
  const { object } = request;
  const value: HeapObject = { ...object, type: "System.DateTime", sizeBytes: 24 };
  const data: Field = {
    methodTable: object.methodTable,
    token: "40001d6",
    offset: 0,
    type: "System.UInt64",
    valueType: true,
    isStatic: false,
    value: (BigInt(request.startTicks) | UTC_BITS).toString(),
    name: runtime.version === "core" ? "_dateData" : "dateData",
    perDomain: [],
  };
  return [...printHead(value, runtime), printFile(object.file, runtime), ...printFields([data], runtime)];
}

function facts({ request }: Server, more: Pick<DateReport, "address" | "dateKind">): Facts<DateReport> {
  const { date, clock, fraction } = partsOf(BigInt(request.startTicks));
  const instant = `${date}T${clock}.${fraction}Z`.replace(/\.?0+Z$/, "Z");
  return { kind: "date", instant, ticks: request.startTicks, ...more };
}

const base = { parser: "sos-date", prompt: "user" } as const;

export const DATE: readonly Printer<DateReport>[] = [
  {
    ...base,
    dialect: "convertvtdatetodate",
    needs: { versions: ["1.1", "2.0"] },
    command: ({ request, runtime }) => `!convertvtdatetodate ${pointer(request.startAddress, runtime.bits)}`,
    print: ({ request }) => printDate(BigInt(request.startTicks)),
    expected: (server, echoed) =>
      facts(server, { address: echoed ? server.request.startAddress : null, dateKind: "unspecified" }),
  },
  {
    ...base,
    dialect: "convertticksToDate",
    needs: { versions: ["2.0", "4.x"] },
    command: ({ request }) => `!convertticksToDate ${request.startTicks}`,
    print: ({ request }) => printDate(BigInt(request.startTicks)),
    expected: (server) => facts(server, { address: null, dateKind: "unspecified" }),
  },
  {
    ...base,
    dialect: "dumpvc",
    needs: { versions: ["2.0", "4.x", "core"] },
    command: ({ request, runtime }) =>
      `!dumpvc ${pointer(request.object.methodTable, runtime.bits)} ${pointer(request.startAddress, runtime.bits)}`,
    print: printDateFields,
    expected: (server, echoed) =>
      facts(server, {
        address: echoed ? server.request.startAddress : null,
        dateKind: "utc",
      }),
  },
];
