import type { ModuleRow, ModulesReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Module, UnloadedModule } from "../modules";
import type { Server } from "../server";
import { ticked } from "./pointers";
import type { Printer } from "./printer";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function heading({ runtime: { bits } }: Server): string {
  return bits === 32 ? "start    end        module name" : "start             end                 module name";
}

function symbolText({ symbols, symbolFile }: Module): string {
  const status = `(${symbols})`.padEnd(22);
  return symbolFile === null ? status : `${status} ${symbolFile}`;
}

function printRow(module: Module, { runtime: { bits } }: Server): string {
  return `${ticked(module.start, bits)} ${ticked(module.end, bits)}   ${module.name.padEnd(10)} ${symbolText(module)}`;
}

function printUnloaded({ name, start, end }: UnloadedModule, { runtime: { bits } }: Server): string {
  return `${ticked(start, bits)} ${ticked(end, bits)}   ${name}`;
}

/** The debugger shows the time of its own machine; this one stands in UTC. */
function stampText(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = String(date.getUTCDate()).padStart(2);
  const clock = date.toISOString().slice(11, 19);
  return `${WEEKDAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${clock} ${date.getUTCFullYear()}`;
}

/** A reproducible build carries a hash where the time would stand. */
function timestampText({ timestamp, hash }: Module): string {
  return timestamp === null
    ? `${hash.toUpperCase()} (This is a reproducible build file hash, not a timestamp)`
    : `${stampText(timestamp)} (${timestamp.toString(16).toUpperCase()})`;
}

function printDetails(module: Module, modern: boolean): string[] {
  const { version } = module;
  const row = (label: string, value: string): string => `    ${label.padEnd(18)}${value}`;
  const resource = (label: string, value: string): string => `    ${modern ? "    " : ""}${label.padEnd(18)}${value}`;
  return [
    `    Image path: ${module.imagePath}`,
    `    Image name: ${module.imageName}`,
    ...(modern ? ["    Browse all global symbols  functions  data  Symbol Reload"] : []),
    row("Timestamp:", timestampText(module)),
    row("CheckSum:", module.checkSum.padStart(8, "0").toUpperCase()),
    row("ImageSize:", "0099C000"),
    row("File version:", version),
    row("Product version:", version),
    row("File flags:", "0 (Mask 3F)"),
    row("File OS:", "40004 NT Win32"),
    row("File type:", "2.0 Dll"),
    row("File date:", "00000000.00000000"),
    row("Translations:", "0409.04b0"),
    ...(modern ? ["    Information from resource tables:"] : []),
    resource("CompanyName:", module.companyName),
    resource("ProductName:", module.productName),
    resource("InternalName:", module.imageName),
    resource("OriginalFilename:", module.imageName),
    resource("ProductVersion:", version),
    resource("FileVersion:", version),
    resource("FileDescription:", module.fileDescription),
    resource("LegalCopyright:", "Copyright (c) the owner."),
  ];
}

/** `lm`: what is loaded, and was. */
export function printModules(
  modules: readonly Module[],
  unloaded: readonly UnloadedModule[],
  server: Server,
): string[] {
  return [
    heading(server),
    ...modules.map((module) => printRow(module, server)),
    ...(unloaded.length > 0
      ? ["", "Unloaded modules:", ...unloaded.map((module) => printUnloaded(module, server))]
      : []),
  ];
}

/** `lmvm X`: everything about one module. */
export function printModule(module: Module, server: Server, modern: boolean): string[] {
  return [
    ...(modern ? ["Browse full module list"] : []),
    heading(server),
    printRow(module, server),
    ...printDetails(module, modern),
  ];
}

const NO_DETAILS = {
  imagePath: null,
  imageName: null,
  companyName: null,
  productName: null,
  fileDescription: null,
  fileVersion: null,
  productVersion: null,
  timestamp: null,
  timestampText: null,
  unloaded: false,
};

function rowFacts({ name, start, end, symbols }: Module): Facts<ModuleRow> {
  return { ...NO_DETAILS, start, end, name, symbols };
}

function detailFacts(module: Module): Facts<ModuleRow> {
  const { timestamp } = module;
  return {
    ...rowFacts(module),
    imagePath: module.imagePath,
    imageName: module.imageName,
    companyName: module.companyName,
    productName: module.productName,
    fileDescription: module.fileDescription,
    fileVersion: module.version,
    productVersion: module.version,
    timestamp: timestamp === null ? null : new Date(timestamp * 1000).toISOString().replace(".000Z", "Z"),
    timestampText: timestamp === null ? timestampText(module) : stampText(timestamp),
  };
}

function unloadedFacts({ name, start, end }: UnloadedModule): Facts<ModuleRow> {
  return { ...NO_DETAILS, start, end, name, imageName: name, symbols: null, unloaded: true };
}

function list(dialect: string, kind: "modules" | "drivers", needs: Printer["needs"]): Printer<ModulesReport> {
  const unloaded = (server: Server): readonly UnloadedModule[] => (kind === "drivers" ? server.unloadedDrivers : []);
  return {
    parser: "windbg-modules",
    dialect,
    needs,
    prompt: kind === "drivers" ? "kernel" : "user",
    command: () => "lm",
    print: (server) => printModules(server[kind], unloaded(server), server),
    expected: (server) => ({
      kind: "modules",
      modules: [...server[kind].map(rowFacts), ...unloaded(server).map(unloadedFacts)],
      bits: server.runtime.bits,
    }),
  };
}

function one(
  dialect: string,
  kind: "modules" | "drivers",
  needs: Printer["needs"],
  modern: boolean,
): Printer<ModulesReport> {
  const chosen = (server: Server): Module => {
    const module = server[kind].at(-1);
    if (!module) throw new RangeError("A server has modules.");
    return module;
  };
  return {
    parser: "windbg-modules",
    dialect,
    needs,
    prompt: kind === "drivers" ? "kernel" : "user",
    command: (server) => `lmvm ${chosen(server).name}`,
    print: (server) => printModule(chosen(server), server, modern),
    expected: (server) => ({ kind: "modules", modules: [detailFacts(chosen(server))], bits: server.runtime.bits }),
  };
}

export const MODULES: readonly Printer<ModulesReport>[] = [
  list("lm-x86", "modules", { bits: 32 }),
  list("lm-x64", "modules", { bits: 64 }),
  list("lm-kernel", "drivers", {}),
  one("lmvm-x86", "drivers", { bits: 32, systems: ["2003", "2008-r2"] }, false),
  one("lmvm-x64", "modules", { bits: 64, systems: ["2003", "2008-r2"] }, false),
  one("lmvm-new", "drivers", { systems: ["2019"] }, true),
];
