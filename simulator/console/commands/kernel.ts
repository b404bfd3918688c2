import { canonicalHex, type Hex } from "@/evidence";
import type { Device, DeviceStack } from "../../devices";
import type { ProcessState } from "../../kernel";
import type { KernelThreadState } from "../../kernel-threads";
import { printDevice, printDeviceStack, printDriver, printFile } from "../../printers/devices";
import { printIrp } from "../../printers/irp";
import { printMemory } from "../../printers/kernel-memory";
import { printKernelStacks } from "../../printers/kernel-stacks";
import { type KernelDialect, printKernelThread } from "../../printers/kernel-thread";
import { printRows } from "../../printers/native-rows";
import { stackForm } from "../../printers/native-stack";
import { pointer } from "../../printers/pointers";
import { printProcess, printProcesses } from "../../printers/process";
import { printResources } from "../../printers/resources";
import { printRunning } from "../../printers/running";
import type { Server } from "../../server";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";

const KERNEL = { consoles: ["kernel"], extension: "debugger" } as const;
const ADDRESS = "(?<address>(?:0x)?[0-9a-f`]+)";

function dialectOf({ runtime: { system, bits } }: Server): KernelDialect {
  if (system === "2003" && bits === 32) return "2003";
  return system === "2019" && bits === 64 ? "10" : "2012";
}

function isAt(typed: string): (place: { address: Hex }) => boolean {
  const address = canonicalHex(typed);
  return (place) => canonicalHex(place.address) === address;
}

/** Every kernel thread that is known, those of the system's own process last. */
function threadsOf({ kernel }: Server): KernelThreadState[] {
  return [kernel.suspect, ...kernel.processes.flatMap(({ threads }) => threads), ...kernel.strangers];
}

function thread({ server, implicit }: Situation, { address = "" }: Arguments): Answer | readonly string[] {
  const wanted = address === "" || address === "-1" ? implicit.address : address;
  const found = threadsOf(server).find(isAt(wanted));
  if (!found) return fail(`TYPE mismatch for thread object at ${pointer(canonicalHex(wanted), server.runtime.bits)}`);
  return printKernelThread(found, server, dialectOf(server));
}

/** Names are kept in 15 characters, and compared without their ending where it was left out. */
function isNamed(name: string): (process: ProcessState) => boolean {
  const wanted = name.toLowerCase().slice(0, 15);
  return ({ image }) => image.toLowerCase() === wanted || image.toLowerCase().replace(/\.exe$/, "") === wanted;
}

function processes({ server }: Situation, { flags = "0", name = "" }: Arguments): Answer | readonly string[] {
  const { kernel } = server;
  const dialect = dialectOf(server);
  const wanted = name === "" ? kernel.processes : kernel.processes.filter(isNamed(name));
  const heads = { ...server, kernel: { ...kernel, processes: wanted } };
  if (Number.parseInt(flags, 16) < 2) return printProcesses(heads, dialect);
  return wanted.flatMap((process) => printProcess(process, server, dialect));
}

function process({ server, implicit }: Situation, { address = "", flags = "" }: Arguments): Answer | readonly string[] {
  const { kernel } = server;
  const found = kernel.processes.find(isAt(address === "" || address === "-1" ? implicit.process : address));
  if (!found) return fail(`TYPE mismatch for process object at ${address}`);
  const withThreads = flags === "" || (Number.parseInt(flags, 16) & 2) !== 0;
  if (withThreads) return printProcess(found, server, dialectOf(server));
  const lines = printProcesses({ ...server, kernel: { ...kernel, processes: [found] } }, dialectOf(server));
  return lines.filter((line) => !line.startsWith("****"));
}

/** `!locks`, or one of them by its address. */
function resources({ server }: Situation, { address = "" }: Arguments): Answer | readonly string[] {
  const { kernel } = server;
  if (address === "") return printResources(server);
  const found = kernel.resources.filter(isAt(address));
  if (found.length === 0) return fail(`Unable to read _ERESOURCE at ${address}`);
  return printResources({ ...server, kernel: { ...kernel, resources: found, totalLocks: 1 } });
}

function goToThread({ server }: Situation, { address = "" }: Arguments): Answer {
  const found = threadsOf(server).find(isAt(address));
  if (!found) return fail(`TYPE mismatch for thread object at ${address}`);
  return { lines: [`Implicit thread is now ${pointer(found.address, server.runtime.bits)}`], implicit: found };
}

function goToProcess({ server }: Situation, { address = "" }: Arguments): Answer {
  const found = server.kernel.processes.find(isAt(address));
  if (!found) return fail(`TYPE mismatch for process object at ${address}`);
  const [first] = found.threads;
  const lines = [`Implicit process is now ${pointer(found.address, server.runtime.bits)}`, "Loading User Symbols"];
  return first ? { lines, implicit: first } : { lines };
}

function irp({ server }: Situation, { address = "", details = "" }: Arguments): Answer | readonly string[] {
  const dialect = server.runtime.system === "2019" ? "named" : "codes";
  const { devices } = server;
  if (isAt(address)(devices.irp)) return printIrp(server, dialect, details !== "");
  const owner = threadsOf(server).find(({ irps }) => irps.some(isAt(address)));
  if (!owner) return fail(`${address} is not a valid IRP`);
  const mine = { ...devices.irp, address: canonicalHex(address), thread: owner.address };
  return printIrp({ ...server, devices: { ...devices, irp: mine } }, dialect, details !== "");
}

function placeOf(
  { devices }: Server,
  fits: (device: Device) => boolean,
): { stack: DeviceStack; device: Device } | null {
  for (const stack of [devices.fileSystem, devices.volume]) {
    const device = stack.devices.find(fits);
    if (device) return { stack, device };
  }
  return null;
}

function device({ server }: Situation, { what = "", address = "" }: Arguments): Answer | readonly string[] {
  const place = placeOf(server, isAt(address));
  if (!place) return fail(`${address} is not a device object`);
  return what.toLowerCase() === "devobj"
    ? printDevice(place, server)
    : printDeviceStack(place.stack, place.device, server);
}

function driver({ server }: Situation, { name = "", flags = "" }: Arguments): Answer | readonly string[] {
  const wanted = name.toLowerCase();
  const place = placeOf(server, ({ driver: full, driverObject }) => {
    const last = full.toLowerCase().split("\\").at(-1);
    return full.toLowerCase() === wanted || last === wanted || canonicalHex(driverObject) === canonicalHex(name);
  });
  if (!place) return fail(`Driver object ${name} not found`);
  return printDriver(place.device, server, (Number.parseInt(flags || "0", 16) & 2) !== 0);
}

function file({ server }: Situation, { address = "" }: Arguments): Answer | readonly string[] {
  return isAt(address)(server.devices.file) ? printFile(server) : fail(`${address} is not a file object`);
}

function stacks({ server }: Situation, { detail = "1", filter = "" }: Arguments): readonly string[] {
  const modern = dialectOf(server) !== "2003";
  const form = { modern, detail: Math.min(2, Number(detail)) as 0 | 1 | 2, filter: filter === "" ? null : filter };
  return printKernelStacks(server, form);
}

function running({ server }: Situation, { flags = "" }: Arguments): readonly string[] {
  const modern = dialectOf(server) !== "2003";
  return printRunning(server, { modern, idle: flags.includes("i"), stacks: flags.includes("t") });
}

/** Commands for a kernel dump. */
export const KERNEL_COMMANDS: readonly Command[] = [
  {
    consoles: ["kernel"],
    parser: "windbg-stack",
    typed: /^k(?<letters>[bpPvnfL]*)(?:\s+(?:0x|L)?[0-9a-f]{1,6})?$/,
    answer: ({ server: { runtime }, implicit }, { letters = "" }) =>
      printRows(implicit.frames, stackForm(letters, runtime), runtime.bits),
  },
  {
    consoles: ["kernel"],
    parser: null,
    typed: new RegExp(`^\\.thread(?:\\s+/\\w)*\\s+${ADDRESS}$`, "i"),
    answer: goToThread,
  },
  {
    consoles: ["kernel"],
    parser: null,
    typed: new RegExp(`^\\.process(?:\\s+/\\w)*\\s+${ADDRESS}$`, "i"),
    answer: goToProcess,
  },
  {
    ...KERNEL,
    parser: "kd-locks",
    typed: /^locks(?:\s+-[vpd])*(?:\s+(?<address>(?:0x)?[0-9a-f`]+))?$/i,
    answer: resources,
  },
  {
    ...KERNEL,
    parser: "kd-thread",
    typed: /^thread(?:\s+(?<address>-1|(?:0x)?[0-9a-f`]+))?(?:\s+[0-9a-fx]+)?$/i,
    answer: thread,
  },
  {
    ...KERNEL,
    parser: "kd-process",
    typed: /^process\s+0(?:\s+(?<flags>[0-9a-f]{1,2})(?:\s+(?<name>[\w.]+))?)?$/i,
    answer: processes,
  },
  {
    ...KERNEL,
    parser: "kd-process",
    typed: /^process(?:\s+(?<address>-1|(?:0x)?[0-9a-f`]+))?(?:\s+(?<flags>[0-9a-fx]{1,4}))?$/i,
    answer: process,
  },
  { ...KERNEL, parser: "kd-irp", typed: new RegExp(`^irp\\s+${ADDRESS}(?:\\s+(?<details>\\d))?$`, "i"), answer: irp },
  {
    ...KERNEL,
    parser: "kd-devstack",
    typed: new RegExp(`^(?<what>devstack)\\s+${ADDRESS}$`, "i"),
    answer: device,
  },
  { ...KERNEL, parser: "kd-devobj", typed: new RegExp(`^(?<what>devobj)\\s+${ADDRESS}$`, "i"), answer: device },
  {
    ...KERNEL,
    parser: "kd-drvobj",
    typed: /^drvobj\s+(?<name>[\\\w]+)(?:\s+(?<flags>[0-9a-f]))?$/i,
    answer: driver,
  },
  { ...KERNEL, parser: "kd-fileobj", typed: new RegExp(`^fileobj\\s+${ADDRESS}$`, "i"), answer: file },
  {
    ...KERNEL,
    parser: "kd-vm",
    typed: /^vm(?:\s+(?<flags>[0-9a-f]{1,2}))?$/i,
    needs: { systems: ["2003", "2008-r2", "2019"] },
    answer: ({ server }, { flags = "" }) => printMemory(server, flags === ""),
  },
  {
    ...KERNEL,
    parser: "kd-stacks",
    typed: /^stacks(?:\s+(?<detail>[0-9]))?(?:\s+(?<filter>[\w!]+))?$/i,
    answer: stacks,
  },
  { ...KERNEL, parser: "kd-running", typed: /^running(?:\s+-(?<flags>[it]{1,2}))?$/i, answer: running },
];
