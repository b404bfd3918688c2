import type { StackObjectsReport } from "@/evidence";
import type { HeapObject, StackObject } from "../objects";
import type { Server } from "../server";
import { capital, pointer } from "./pointers";
import type { Printer } from "./printer";

/** `sos-8` is what SOS and dotnet-dump print since they were rewritten for .NET 8. */
export type StackObjectsDialect = "sos-1.1" | "sos-2" | "sos-8";

/** What stands behind the type: a string's text, an array's element type. */
function remark({ text, array }: HeapObject): string | null {
  if (text !== null) return text;
  return array ? `(${array.element}[])` : null;
}

function printRow({ place, inRegister, object }: StackObject, server: Server, dialect: StackObjectsDialect): string {
  const { bits } = server.runtime;
  const more = remark(object);
  const type = more === null || dialect === "sos-8" ? object.type : `${object.type}    ${more}`;
  if (dialect === "sos-1.1") {
    const where = (inRegister ? place : `0x${pointer(place, bits)}`).padEnd(10);
    return `${where} 0x${pointer(object.address, bits)} ${type}`;
  }
  if (dialect === "sos-8") {
    const where = inRegister ? place : place.padStart(12, "0");
    return `${where.padStart(16)} ${object.address.padStart(12, "0").padStart(16)} ${type}`;
  }
  const where = inRegister ? place.padEnd(bits / 4) : capital(place, bits);
  return `${where} ${pointer(object.address, bits)} ${type}`;
}

function heading(dialect: StackObjectsDialect, { runtime: { bits } }: Server): string {
  if (dialect === "sos-1.1") return "ESP/REG    Object     Name";
  if (dialect === "sos-8") return "          SP/REG           Object Name";
  return bits === 32 ? "ESP/REG  Object   Name" : "RSP/REG          Object           Name";
}

/** `!dso`: what the current thread's stack refers to. */
export function printStackObjects(server: Server, dialect: StackObjectsDialect): string[] {
  const { number, osThreadId } = server.current;
  return [
    dialect === "sos-1.1" ? `Thread ${number}` : `OS Thread Id: 0x${osThreadId} (${number})`,
    heading(dialect, server),
    ...server.stackObjects.map((row) => printRow(row, server, dialect)),
  ];
}

function printer(
  form: StackObjectsDialect,
  more: Pick<Printer, "dialect" | "needs"> & Partial<Printer>,
): Printer<StackObjectsReport> {
  return {
    parser: "sos-dumpstackobjects",
    prompt: "user",
    command: () => "!dso",
    print: (server) => printStackObjects(server, form),
    ...more,
    expected: ({ current, stackObjects }) => ({
      kind: "stack-objects",
      thread: current.number,
      osThreadId: form === "sos-1.1" ? null : current.osThreadId,
      objects: stackObjects.map(({ place, object }) => ({
        location: place,
        object: object.address,
        type: object.type,
        value: form === "sos-8" ? null : remark(object),
      })),
    }),
  };
}

export const STACK_OBJECTS: readonly Printer<StackObjectsReport>[] = [
  printer("sos-1.1", { dialect: "sos-1.1", needs: { versions: ["1.1"] } }),
  printer("sos-2", { dialect: "sos-2-x86", needs: { versions: ["2.0", "4.x", "core"], bits: 32 } }),
  printer("sos-2", {
    dialect: "sos-2-x64",
    needs: { versions: ["2.0", "4.x", "core"], bits: 64 },
    command: () => "!DumpStackObjects",
  }),
  printer("sos-8", {
    dialect: "sos-8",
    needs: { versions: ["core"], systems: ["2019", "linux"] },
    prompt: "dotnet-dump",
    command: () => "dso",
  }),
];
