import type { ProcessEnvironmentReport } from "@/evidence";
import { environmentOf, type ProcessEnvironment } from "../environment";
import type { Facts } from "../facts";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** As a debugger three hours east of UTC prints it. */
function stampText(seconds: number): string {
  const at = new Date((seconds + 10_800) * 1000);
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(":");
  return `${MONTHS[at.getUTCMonth()]} ${two(at.getUTCDate())} ${clock} ${at.getUTCFullYear()}`;
}

function imageRow({ base, timestamp, path }: ProcessEnvironment["images"][number], width: number): string {
  const stamp = timestamp === null ? "" : `${timestamp.toString(16).padStart(8, "0")} ${stampText(timestamp)} `;
  return `${base.padStart(width)} ${stamp}${path}`;
}

function print(server: Server, modern: boolean): string[] {
  const { bits } = server.runtime;
  const peb = environmentOf(server);
  const wide = (address: string): string => pointer(address, bits);
  const width = bits === 64 ? 24 : 16;
  return [
    `PEB at ${wide(peb.address)}`,
    "    InheritedAddressSpace:    No",
    "    ReadImageFileExecOptions: No",
    `    BeingDebugged:            ${peb.beingDebugged ? "Yes" : "No"}`,
    `    ImageBaseAddress:         ${wide(peb.imageBase)}`,
    ...(modern ? ["    NtGlobalFlag:             400", "    NtGlobalFlag2:            0"] : []),
    `    Ldr                       ${wide(peb.loader)}`,
    "    Ldr.Initialized:          Yes",
    ...peb.lists.map(([name, first, last]) => `    ${`Ldr.${name}:`.padEnd(36)} ${wide(first)} . ${wide(last)}`),
    `${"Base".padStart(width)} TimeStamp                     Module`,
    ...peb.images.map((image) => imageRow(image, width)),
    `    SubSystemData:     ${wide("0")}`,
    `    ProcessHeap:       ${wide(peb.heap)}`,
    `    ProcessParameters: ${wide(peb.parameters)}`,
    ...(modern ? [`    CurrentDirectory:  '${peb.directory}'`] : []),
    "    WindowTitle:  '< Name not readable >'",
    `    ImageFile:    '${peb.imageFile}'`,
    `    CommandLine:  '${peb.commandLine}'`,
    "    DllPath:      '< Name not readable >'",
    `    Environment:  ${wide(peb.block)}`,
    ...peb.variables.map(([name, value]) => `        ${name}=${value}`),
    "",
  ];
}

function facts(server: Server, modern: boolean): Facts<ProcessEnvironmentReport> {
  const peb = environmentOf(server);
  return {
    kind: "process-environment",
    address: peb.address,
    wow64: false,
    inheritedAddressSpace: false,
    readImageFileExecOptions: false,
    beingDebugged: peb.beingDebugged,
    imageBaseAddress: peb.imageBase,
    ntGlobalFlag: modern ? "400" : null,
    ntGlobalFlag2: modern ? "0" : null,
    ldr: peb.loader,
    ldrInitialized: true,
    moduleLists: peb.lists.map(([name, first, last]) => ({ name, first, last })),
    modules: peb.images.map(({ base, timestamp, path }) => ({
      base,
      timestamp: timestamp === null ? null : new Date(timestamp * 1000).toISOString().replace(".000Z", "Z"),
      path,
    })),
    subSystemData: "0",
    processHeap: peb.heap,
    processParameters: peb.parameters,
    currentDirectory: modern ? peb.directory : null,
    windowTitle: null,
    imageFile: peb.imageFile,
    applicationPool: peb.applicationPool,
    dllPath: null,
    environment: peb.block,
    variables: peb.variables.map(([name, value]) => ({ name, value })),
    bits: server.runtime.bits,
    complete: true,
  };
}

function printer(dialect: string, needs: Printer["needs"], modern: boolean): Printer<ProcessEnvironmentReport> {
  return {
    parser: "windbg-peb",
    dialect,
    needs,
    prompt: "user",
    command: () => "!peb",
    print: (server) => print(server, modern),
    expected: (server) => facts(server, modern),
  };
}

export const PEB: readonly Printer<ProcessEnvironmentReport>[] = [
  printer("x86", { systems: ["2003", "2008-r2"], bits: 32 }, false),
  printer("x64", { systems: ["2003", "2008-r2"], bits: 64 }, false),
  printer("x86-new", { systems: ["2019"], bits: 32 }, true),
  printer("x64-new", { systems: ["2019"], bits: 64 }, true),
];
