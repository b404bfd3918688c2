import type { CallbackDataReport, CompletionNode } from "@/evidence";
import type { Facts } from "../facts";
import type { CallbackNode } from "../filter-manager";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

function wide(address: string, { runtime: { bits } }: Server): string {
  return pointer(address, bits);
}

const FLAGS = "[00000009] Irp SystemBuffer";

function nodeLines(node: CallbackNode, server: Server): string[] {
  const { callback } = server.filterManager;
  const { address, instance, routine } = node;
  const show = (value: string): string => wide(value, server);
  const minor = callback.code === 3 ? 0 : 1;
  const places = routine ? `${show(routine.address)}-${show(routine.context)}  ` : " ".repeat(18);
  const mark = routine ? " " : ">";
  const completion = routine ? "0000" : "    ";
  const owner = `("${instance.filter.name}","${instance.name}")${routine ? `  ${routine.symbol}` : ""}`;
  return [
    `${mark}[${callback.code},${minor}]    00000884  00   ${completion}   ${show(instance.address)} ${show(callback.file)} ${places} ${show(address)}`,
    `            ${owner}`,
    `     Args: ${callback.args.map(show).join(" ")}`,
  ];
}

function emptyNode(server: Server): string[] {
  const zero = wide("0", server);
  return [
    ` [0,0]    00000000  00   0000   ${zero} ${zero} ${zero}-${zero}   ${wide(server.filterManager.callback.control, server)}`,
    `     Args: ${[zero, zero, zero, zero, zero, zero].join(" ")}`,
  ];
}

/** `!fltkd.cbd`: an operation on its way through the filters. */
export function printCallback(server: Server): string[] {
  const { callback } = server.filterManager;
  const { control, address, operation, code, irp, device, file, thread, kernelMode, completion, working } = callback;
  const show = (value: string): string => wide(value, server);
  const own = (name: string, value: string): string => `${name.padEnd(25)}: ${value}`;
  const wideZero = server.runtime.bits === 64 ? "0000000000000000" : "00000000";
  return [
    "",
    `IRP_CTRL: ${show(control)}  ${operation} (${code}) ${FLAGS}`,
    own("Flags", "[1000000c] DontCopyParms Synchronize FixedAlloc"),
    own("Irp", show(irp)),
    own("DeviceObject", `${show(device.address)} "${device.name}"`),
    own("FileObject", show(file)),
    own("CompletionNodeStack", `${show(control)}   Size=${completion.length + 1}  Next=${completion.length}`),
    own("SyncEvent", `(${show(control)})`),
    own("InitiatingInstance", wideZero),
    own("CallbackData", `(${show(address)})`),
    ` ${own("Flags", FLAGS)}`,
    ` ${own("Thread", show(thread))}`,
    ` ${own("RequestorMode", kernelMode ? "[00] KernelMode" : "[01] UserMode")}`,
    ` ${own("IoStatus.Status", "0x00000000")}`,
    ` ${own("IoStatus.Information", wideZero)}`,
    "",
    "   Cmd     IrpFl   OpFl  CmpFl  Instance FileObjt Completion-Context  Node Adr",
    "--------- -------- ----- -----  -------- -------- ------------------  --------",
    ...emptyNode(server),
    ...[...completion].reverse().flatMap((node) => nodeLines(node, server)),
    ...(working ? ["Working IOPB:", ...nodeLines(working, server)] : []),
  ];
}

function nodeFacts(
  { instance, routine }: CallbackNode,
  { filterManager: { callback } }: Server,
): Facts<CompletionNode> {
  return {
    working: routine === null,
    code: `${callback.code},${callback.code === 3 ? 0 : 1}`,
    irpFlags: "884",
    instance: instance.address,
    fileObject: callback.file,
    filter: instance.filter.name,
    instanceName: instance.name,
    completionRoutine: routine?.symbol ?? null,
    completionAddress: routine?.address ?? null,
    completionContext: routine && routine.context !== "0" ? routine.context : null,
    args: callback.args,
  };
}

function callbackFacts(server: Server): Facts<CallbackDataReport> {
  const { callback } = server.filterManager;
  const { completion, working } = callback;
  return {
    kind: "callback-data",
    address: callback.control,
    callbackData: callback.address,
    operation: callback.operation,
    majorCode: callback.code,
    flagNames: ["Irp", "SystemBuffer"],
    irp: callback.irp,
    deviceObject: callback.device.address,
    device: callback.device.name,
    fileObject: callback.file,
    initiatingInstance: null,
    thread: callback.thread,
    requestorMode: callback.kernelMode ? "KernelMode" : "UserMode",
    ioStatus: "0",
    nodes: [...[...completion].reverse(), ...(working ? [working] : [])].map((node) => nodeFacts(node, server)),
  };
}

function printer(dialect: string, needs: Printer["needs"]): Printer<CallbackDataReport> {
  return {
    parser: "fltkd-cbd",
    dialect,
    needs,
    prompt: "kernel",
    command: (server) => `!fltkd.cbd ${wide(server.filterManager.callback.address, server)}`,
    print: printCallback,
    expected: callbackFacts,
  };
}

export const FLTKD_CALLBACK: readonly Printer<CallbackDataReport>[] = [
  printer("x86", { bits: 32 }),
  printer("x64", { bits: 64 }),
];
