import { canonicalHex } from "@/evidence";
import type { HeapType } from "../../managed-heap";
import { printDate, printDateFields } from "../../printers/date";
import { printArray, printObject } from "../../printers/object";
import type { Server } from "../../server";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";
import { entriesOf, knownObjects, objectAt, ticksAt } from "../managed-objects";
import { printed } from "../printed";

const SOS = { extension: "sos", consoles: ["user", "dotnet-dump"] } as const;
const CORE = { versions: ["core"] } as const;
const SINCE_2 = { versions: ["2.0", "4.x", "core"] } as const;
const ADDRESS = "(?<address>(?:0x)?[0-9a-f`]+)";

const NOT_AN_OBJECT = ["<Note: this object has an invalid CLASS field>", "Invalid object"];

/** dotnet-dump prints as SOS does since .NET 8. */
function dialects({ kind }: Situation, now: string, ...before: readonly string[]): readonly string[] {
  return kind === "dotnet-dump" ? [now] : before;
}

function dumpObject({ server }: Situation, { address = "" }: Arguments): Answer | readonly string[] {
  const object = objectAt(server, address);
  return object ? printObject(object, server) : fail(...NOT_AN_OBJECT);
}

function dumpArray({ server }: Situation, { address = "" }: Arguments): Answer | readonly string[] {
  const object = objectAt(server, address);
  if (!object) return fail(...NOT_AN_OBJECT);
  return object.array ? printArray(object, server) : fail("Not an array, please use !DumpObj instead");
}

function dumpDate({ server }: Situation, { table = "", address = "" }: Arguments): Answer | readonly string[] {
  const startTicks = ticksAt(server, address);
  const fields = knownObjects(server).flatMap((object) => object.fields);
  const tables = [server.request.object.methodTable, ...fields.map(({ methodTable }) => methodTable)];
  if (!tables.some((known) => canonicalHex(known) === canonicalHex(table)))
    return fail(`${table} is not a MethodTable`);
  if (startTicks === null) return fail("Invalid object");
  return printDateFields({ ...server, request: { ...server.request, startTicks } });
}

function convertDate({ server }: Situation, { address = "" }: Arguments): Answer | readonly string[] {
  const ticks = ticksAt(server, address);
  return ticks === null ? fail(`Invalid parameter ${address}`) : printDate(BigInt(ticks));
}

/** What `-type` and `-mt` leave of the heap. */
function selected(server: Server, flags: string): Server["managedHeap"] {
  const type = /-type\s+(\S+)/i.exec(flags)?.[1] ?? "";
  const table = /-mt\s+([0-9a-fx`]+)/i.exec(flags)?.[1] ?? null;
  const { managedHeap } = server;
  if (type === "" && table === null) return managedHeap;
  const fits = (one: HeapType): boolean =>
    one.type.toLowerCase().includes(type.toLowerCase()) &&
    (table === null || canonicalHex(one.methodTable) === canonicalHex(table));
  const listed = entriesOf(server, type).filter((entry) => fits(entry.type));
  return { ...managedHeap, listed, counts: managedHeap.counts.filter(fits), gaps: [] };
}

function dumpHeap(situation: Situation, { flags = "" }: Arguments): readonly string[] | null {
  const { server } = situation;
  const name = (suffix: string): readonly string[] => {
    const frameworks = ["sos-1.1", "sos-2", "sos-4"].flatMap((one) => [`${one}${suffix}`, `${one}${suffix}-x86`]);
    return dialects(situation, `sos-8${suffix}`, ...frameworks, `sos-2${suffix}-x64`);
  };
  const heap = { ...server, managedHeap: selected(server, flags) };
  if (/-thinlock\b/i.test(flags)) {
    return printed(heap, "sos-dumpheap", ...dialects(situation, "thinlock-8", "thinlock-x86", "thinlock-x64"));
  }
  return printed(heap, "sos-dumpheap", ...name(/-stat\b/i.test(flags) ? "-stat" : ""));
}

function eeHeap(situation: Situation, { what = "" }: Arguments): readonly string[] | null {
  const form =
    what === "loader"
      ? ["sos-2-loader", "sos-4-loader"]
      : ["sos-1.1", "sos-2-x86", "sos-4-x86", "sos-2-x64", "sos-4-x64"];
  return printed(situation.server, "sos-eeheap", ...dialects(situation, "sos-8", ...form, "sos-5"));
}

function roots(situation: Situation, { address = "" }: Arguments): Answer | readonly string[] | null {
  const { server } = situation;
  const target = canonicalHex(address);
  const known = canonicalHex(server.rooting.target) === target;
  if (!known && objectAt(server, address) === null) return fail(`Invalid argument ${address}`);
  const rooting = known ? server.rooting : { ...server.rooting, target, roots: [] };
  const forms = dialects(situation, "dotnet-dump", "sos-2-x86", "sos-2-x64", "sos-4-x86", "sos-4-x64");
  return printed({ ...server, rooting }, "sos-gcroot", ...forms);
}

function asyncWork(situation: Situation, { flags = "" }: Arguments): readonly string[] | null {
  const now = /stats/i.test(flags) ? "stats" : /coalesce/i.test(flags) ? "coalesced" : "stacks";
  return printed(situation.server, "sos-dumpasync", ...dialects(situation, now, "sos-3"));
}

/** Commands of SOS that work on the managed heap. */
export const SOS_HEAP: readonly Command[] = [
  {
    ...SOS,
    parser: "sos-dumpobj",
    typed: new RegExp(`^(?:do|dumpobj)(?:\\s+[-/]\\w+)?\\s+${ADDRESS}$`, "i"),
    answer: dumpObject,
  },
  {
    ...SOS,
    parser: "sos-dumpobj",
    typed: new RegExp(`^(?:da|dumparray)(?:\\s+-\\w+)?\\s+${ADDRESS}$`, "i"),
    answer: dumpArray,
  },
  {
    ...SOS,
    parser: "sos-date",
    needs: SINCE_2,
    typed: new RegExp(`^dumpvc\\s+(?<table>(?:0x)?[0-9a-f\`]+)\\s+${ADDRESS}$`, "i"),
    answer: dumpDate,
  },
  {
    ...SOS,
    parser: "sos-date",
    consoles: ["user"],
    needs: { versions: ["1.1", "2.0", "4.x"] },
    typed: new RegExp(`^(?:convertvtdatetodate|cvtdd|printdatetime)\\s+${ADDRESS}$`, "i"),
    answer: convertDate,
  },
  {
    ...SOS,
    parser: "sos-date",
    consoles: ["user"],
    needs: { versions: ["1.1", "2.0", "4.x"] },
    typed: /^(?:convertticksTodate|ctd)\s+(?<ticks>\d{1,20})$/i,
    answer: (_situation, { ticks = "0" }) => printDate(BigInt(ticks)),
  },
  {
    ...SOS,
    parser: "sos-dumpheap",
    typed: /^dumpheap(?<flags>(?:\s+-(?:stat|thinlock|live|type\s+\S+|mt\s+[0-9a-fx`]+))*)$/i,
    answer: dumpHeap,
  },
  { ...SOS, parser: "sos-eeheap", typed: /^eeheap(?:\s+-(?<what>gc|loader))?$/i, answer: eeHeap },
  {
    ...SOS,
    parser: "sos-finalizequeue",
    typed: /^(?:finalizequeue|fq)(?:\s+-detail)?$/i,
    answer: (situation) =>
      printed(
        situation.server,
        "sos-finalizequeue",
        ...dialects(situation, "dotnet-dump", "sos-1.1", "sos-2-x86", "sos-2-x64", "sos-4"),
      ),
  },
  {
    ...SOS,
    parser: "sos-finalizequeue",
    consoles: ["user"],
    typed: /^finalizequeue\s+-allready$/i,
    answer: ({ server }) => printed(server, "sos-finalizequeue", "all-ready"),
  },
  { ...SOS, parser: "sos-gcroot", needs: SINCE_2, typed: new RegExp(`^gcroot\\s+${ADDRESS}$`, "i"), answer: roots },
  { ...SOS, parser: "sos-dumpasync", needs: CORE, typed: /^dumpasync(?<flags>(?:\s+--?\w+)*)$/i, answer: asyncWork },
  {
    ...SOS,
    parser: "sos-dumprequests",
    consoles: ["dotnet-dump"],
    typed: /^dumprequests$/i,
    answer: ({ server }) => printed(server, "sos-dumprequests", "dotnet-dump"),
  },
];
