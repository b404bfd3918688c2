import type { FieldRow, Hex, ObjectReport } from "@/evidence";
import type { Bits } from "../addresses";
import type { Facts } from "../facts";
import type { Field, HeapObject } from "../objects";
import type { Runtime } from "../runtime";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

/** Widest type that a field row shows whole. */
const TYPE_WIDTH = 20;

/** Long type names lose their front: `...ections.Hashtable`. */
export function shortType(type: string): string {
  return type.length <= TYPE_WIDTH ? type : `...${type.slice(3 - TYPE_WIDTH)}`;
}

const STRUCTS = ["System.DateTime"];

function oldType({ type, valueType }: Field): string {
  if (STRUCTS.includes(type)) return "VALUETYPE";
  return valueType ? type : "CLASS";
}

function isAddress({ type, valueType }: Field): boolean {
  return !valueType || STRUCTS.includes(type);
}

function domains({ perDomain }: Field, show: (address: Hex) => string): string {
  return perDomain
    .map(({ domain, value }) => ` ${show(domain)}:${value === null ? "NotInit" : show(value)} `)
    .join(" ");
}

function printOldField(field: Field): string[] {
  const start = `0x${pointer(field.methodTable, 32)} 0x${field.token} ${`0x${field.offset.toString(16)}`.padStart(10)} ${oldType(field).padStart(20)}`;
  if (field.isStatic) {
    const values = domains(field, (address) => `0x${pointer(address, 32)}`);
    return [`${start}     shared   static ${field.name}`, `    >> Domain:Value ${values}<<`];
  }
  const text = STRUCTS.includes(field.type)
    ? `start at ${field.value}`
    : isAddress(field)
      ? `0x${pointer(field.value ?? "0", 32)}`
      : field.value;
  return [`${start}   instance ${text} ${field.name}`];
}

/** Core keeps one value of a static field; the frameworks keep one for each domain. */
function soleValue({ perDomain: [first] }: Field): Hex {
  return first?.value ?? "0";
}

function printField(field: Field, { bits, version }: Runtime): string[] {
  const wide = (address: Hex): string => pointer(address, bits);
  const start = [
    wide(field.methodTable),
    field.token.padStart(8),
    field.offset.toString(16).padStart(8),
    shortType(field.type).padStart(TYPE_WIDTH),
    field.valueType ? " 1" : " 0",
  ].join(" ");
  const width = bits / 4;
  if (!field.isStatic) {
    const value = isAddress(field) ? wide(field.value ?? "0") : (field.value ?? "").padStart(width);
    return [`${start} instance ${value} ${field.name}`];
  }
  if (version === "core") return [`${start}   static ${wide(soleValue(field))} ${field.name}`];
  const indent = " ".repeat(bits === 64 ? 33 : 4);
  return [
    `${start}   shared ${"static".padStart(width)} ${field.name}`,
    `${indent}>> Domain:Value ${domains(field, wide)} <<`,
  ];
}

function fieldsHeading(bits: Bits): string {
  const gap = bits === 64 ? "        " : "";
  return `      ${gap}MT    Field   Offset                 Type VT     Attr    ${gap}Value Name`;
}

function printOldObject(object: HeapObject): string[] {
  const { fields } = object;
  return [
    `Name: ${object.type}`,
    `MethodTable 0x${pointer(object.methodTable, 32)}`,
    `EEClass 0x${pointer(object.eeClass, 32)}`,
    `Size ${object.sizeBytes}(0x${object.sizeBytes.toString(16)}) bytes`,
    `GC Generation: ${object.generation}`,
    `mdToken: 0x${pointer(object.token, 32)}  (${object.file})`,
    ...(object.text === null ? [] : [`String: ${object.text}`]),
    `FieldDesc*: 0x${pointer(object.eeClass, 32)}`,
    ...(fields.length > 0 ? ["        MT      Field     Offset                 Type       Attr      Value Name"] : []),
    ...fields.flatMap(printOldField),
  ];
}

export function printHead(object: HeapObject, { bits, version }: Runtime): string[] {
  const padded = version !== "2.0";
  const label = (text: string): string => (padded ? text.padEnd(13) : `${text} `);
  return [
    `${label("Name:")}${object.type}`,
    `${label("MethodTable:")}${pointer(object.methodTable, bits)}`,
    `${label("EEClass:")}${pointer(object.eeClass, bits)}`,
    `${label("Size:")}${object.sizeBytes}(0x${object.sizeBytes.toString(16)}) bytes`,
  ];
}

export function printFields(fields: readonly Field[], runtime: Runtime): string[] {
  if (fields.length === 0) return ["Fields:", "None"];
  return ["Fields:", fieldsHeading(runtime.bits), ...fields.flatMap((field) => printField(field, runtime))];
}

export function printFile(file: string, { version }: Runtime): string {
  return version === "2.0" ? ` (${file})` : `File:        ${file}`;
}

/** `!do`: one object with its fields. */
export function printObject(object: HeapObject, { runtime }: Server): string[] {
  if (runtime.version === "1.1") return printOldObject(object);
  const padded = runtime.version !== "2.0";
  const { array, thinLock, text } = object;
  const shape = array ? `Rank 1, Number of elements ${array.elements.length}, Type CLASS` : "";
  return [
    ...printHead(object, runtime),
    ...(array ? [padded ? `Array:       ${shape} (Print Array)` : `Array: ${shape}`] : []),
    ...(array && !padded ? [`Element Type: ${array.element}`] : []),
    ...(array ? [] : [printFile(object.file, runtime)]),
    ...(text === null ? [] : [padded ? `String:      ${text}` : `String: ${text}`]),
    ...printFields(object.fields, runtime),
    ...(thinLock
      ? [
          `ThinLock owner ${thinLock.managedThreadId.toString(16)} (${pointer(thinLock.thread, runtime.bits)}), Recursive ${thinLock.recursion}`,
        ]
      : []),
  ];
}

/** `!dumparray`: an array with its elements. */
export function printArray(object: HeapObject, { runtime }: Server): string[] {
  const elements = object.array?.elements ?? [];
  return [
    ...printHead(object, runtime),
    `Array:       Rank 1, Number of elements ${elements.length}, Type CLASS`,
    `Element Methodtable: ${pointer(object.eeClass, runtime.bits)}`,
    ...elements.map((element, at) => `[${at}] ${element === null ? "null" : pointer(element, runtime.bits)}`),
  ];
}

/** The last column as it is printed; a static of the frameworks says `static` there. */
function valueText(field: Field, { version, bits }: Runtime): string | null {
  const wide = (address: Hex): string => `${version === "1.1" ? "0x" : ""}${pointer(address, bits)}`;
  if (field.isStatic) return version === "core" ? wide(soleValue(field)) : null;
  if (version === "1.1" && STRUCTS.includes(field.type)) return field.value;
  return isAddress(field) ? wide(field.value ?? "0") : field.value;
}

function fieldFacts(field: Field, runtime: Runtime): Facts<FieldRow> {
  const old = runtime.version === "1.1";
  const perDomain = field.isStatic && runtime.version !== "core" ? field.perDomain : [];
  return {
    methodTable: field.methodTable,
    field: field.token,
    offset: field.offset.toString(16),
    type: old ? oldType(field) : shortType(field.type),
    valueType: old ? STRUCTS.includes(field.type) : field.valueType,
    attr: !field.isStatic ? "instance" : runtime.version === "core" ? "static" : "shared static",
    value: valueText(field, runtime),
    name: field.name,
    perDomain: perDomain.map(({ domain, value }) => ({
      domain,
      value: value === null ? null : `${old ? "0x" : ""}${pointer(value, runtime.bits)}`,
    })),
  };
}

function objectFacts(object: HeapObject, { runtime }: Server, echoed: boolean): Facts<ObjectReport> {
  const old = runtime.version === "1.1";
  return {
    kind: "object",
    address: echoed ? object.address : null,
    name: object.type,
    methodTable: object.methodTable,
    eeClass: object.eeClass,
    sizeBytes: object.sizeBytes,
    gcGeneration: old ? object.generation : null,
    file: object.array ? null : object.file,
    string: object.text,
    array: object.array
      ? {
          rank: 1,
          length: object.array.elements.length,
          elementType: runtime.version === "2.0" ? object.array.element : "CLASS",
        }
      : null,
    elements: [],
    fields: object.fields.map((field) => fieldFacts(field, runtime)),
    thinLock:
      old || !object.thinLock
        ? null
        : {
            managedThreadId: object.thinLock.managedThreadId,
            threadObject: object.thinLock.thread,
            recursion: object.thinLock.recursion,
          },
  };
}

const SHAPES = { request: null, string: 0, array: 1, own: 2 } as const;

function objectOf({ request, objects }: Server, shape: keyof typeof SHAPES): HeapObject {
  return objects[SHAPES[shape] ?? -1] ?? request.object;
}

function printer(
  shape: keyof typeof SHAPES,
  dialect: string,
  needs: Printer["needs"],
  typed = "!do",
): Printer<ObjectReport> {
  return {
    parser: "sos-dumpobj",
    dialect: `${shape}-${dialect}`,
    needs,
    prompt: "user",
    command: (server) => `${typed} ${pointer(objectOf(server, shape).address, server.runtime.bits)}`,
    print: (server) => printObject(objectOf(server, shape), server),
    expected: (server, echoed) => objectFacts(objectOf(server, shape), server, echoed),
  };
}

const ELEMENTS: Printer<ObjectReport> = {
  ...printer("array", "elements", { versions: ["4.x", "core"] }, "!dumparray"),
  print: (server) => printArray(objectOf(server, "array"), server),
  expected: (server, echoed) => {
    const object = objectOf(server, "array");
    return {
      ...objectFacts(object, server, echoed),
      elements: (object.array?.elements ?? []).map((address, at) => ({ index: String(at), address })),
    };
  },
};

export const OBJECT: readonly Printer<ObjectReport>[] = [
  printer("request", "sos-1.1", { versions: ["1.1"] }),
  printer("string", "sos-1.1", { versions: ["1.1"] }),
  printer("request", "sos-2", { versions: ["2.0"] }),
  printer("string", "sos-2", { versions: ["2.0"] }),
  printer("array", "sos-2", { versions: ["2.0"] }),
  printer("request", "sos-4", { versions: ["4.x", "core"] }, "!DumpObj /d"),
  printer("string", "sos-4", { versions: ["4.x", "core"] }),
  printer("array", "sos-4", { versions: ["4.x", "core"] }),
  printer("own", "sos-4", { versions: ["4.x", "core"] }),
  ELEMENTS,
];
