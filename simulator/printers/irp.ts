import type { IrpLocation, IrpReport } from "@/evidence";
import type { Irp, IrpStep } from "../devices";
import type { Facts } from "../facts";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

/** `codes` is that of debuggers before Windows 10, with numbers for functions. */
export type IrpDialect = "named" | "codes";

const HEADING = "     cmd  flg cl Device   File     Completion-Context";
const NOTHING = "00000000";
/** How a driver that set a routine wants to be called: on success, error and cancel. */
const INVOKE_ALWAYS = 0xe0;

/** Null pointers have eight zeros on every machine. */
function wide(address: string, { runtime: { bits } }: Server): string {
  return address === "0" ? NOTHING : pointer(address, bits);
}

function control({ completion, pending }: IrpStep): number {
  return (completion ? INVOKE_ALWAYS : 0) + (pending ? 1 : 0);
}

function numbers(step: IrpStep | null, server: Server): string {
  if (step === null) return ` 0  0 ${NOTHING} ${NOTHING} ${NOTHING}-${NOTHING}    `;
  const { device, completion, pending } = step;
  const words = `${completion ? " Success Error Cancel" : ""}${pending ? " pending" : ""}`;
  const routine = `${wide(completion?.address ?? "0", server)}-${wide(completion?.context ?? "0", server)}`;
  const file = wide(server.devices.file.address, server);
  return ` 0 ${control(step).toString(16).padStart(2)} ${wide(device.address, server)} ${file} ${routine}${words}`;
}

function argsText(step: IrpStep | null): string {
  const args = step?.args ?? ["0", "0", "0", "0"];
  return args.map((word) => pointer(word, 32)).join(" ");
}

function printStep(step: IrpStep | null, at: number, irp: Irp, server: Server, dialect: IrpDialect): string[] {
  const mark = at + 1 === irp.current ? ">" : " ";
  const [major, minor] = step ? [irp.major.code, irp.minor] : [0, 0];
  const driver = step ? `${step.device.driver}\t${step.completion?.routine ?? ""}`.trimEnd() : "";
  if (dialect === "codes") {
    const code = `[${major.toString(16).padStart(3)},${String(minor).padStart(2)}]`;
    return [
      `${mark}${code}  ${numbers(step, server)}`,
      driver === "" ? "" : `\t       ${driver}`,
      `\t\t\tArgs: ${argsText(step)}`,
    ];
  }
  const name = step ? `[${irp.major.name}(${major.toString(16)}), N/A(${minor})]` : "[N/A(0), N/A(0)]";
  return [
    `${mark}${name}`,
    `           ${numbers(step, server)}`,
    driver === "" ? "" : `           ${driver}`,
    `            Args: ${argsText(step)}`,
  ];
}

function ownerLine({ mdl, systemBuffer, thread }: Irp, server: Server, dialect: IrpDialect): string {
  const owner = `Thread ${wide(thread, server)}:  Irp stack trace.  `;
  if (dialect === "codes") return ` ${mdl ? `Mdl = ${wide(mdl, server)}` : "No Mdl"} ${owner}`;
  const buffer = systemBuffer ? `System buffer=${wide(systemBuffer, server)}:` : "No System Buffer:";
  return ` ${mdl ? `Mdl=${wide(mdl, server)}:` : "No Mdl:"} ${buffer} ${owner}`;
}

/** `!irp`: a request with what each driver on its way was asked for. */
export function printIrp(server: Server, dialect: IrpDialect, detailed: boolean): string[] {
  const { irp } = server.devices;
  const { steps, current, currentAddress, flags, cancel } = irp;
  const details = [
    `Flags = ${pointer(flags, 32)}`,
    "IoStatus.Status = 00000000",
    `CancelRoutine = ${cancel ? `${wide(cancel.address, server)} ${cancel.routine}` : NOTHING}`,
  ];
  return [
    `Irp is active with ${steps.length} stacks ${current} is current (= 0x${wide(currentAddress, server)})`,
    ownerLine(irp, server, dialect),
    ...(detailed ? details : []),
    HEADING,
    ...steps.flatMap((step, at) => printStep(step, at, irp, server, dialect)),
  ];
}

function objectOf(address: string | undefined): string | null {
  return address === undefined || address === "0" ? null : address;
}

function stepFacts(step: IrpStep | null, at: number, server: Server): Facts<IrpLocation> {
  const { irp, file } = server.devices;
  const current = at + 1 === irp.current;
  return {
    current,
    major: step ? irp.major.name : null,
    majorCode: step ? irp.major.code.toString(16) : "0",
    minor: null,
    minorCode: step ? String(irp.minor) : "0",
    flags: "0",
    control: step ? control(step).toString(16) : "0",
    device: step?.device.address ?? null,
    file: step ? file.address : null,
    driver: step?.device.driver ?? null,
    completionRoutine: step?.completion?.routine ?? null,
    completionAddress: step?.completion?.address ?? null,
    completionContext: objectOf(step?.completion?.context),
    invokeOn: step?.completion ? ["success", "error", "cancel"] : [],
    pending: step?.pending ?? false,
    args: step?.args ?? ["0", "0", "0", "0"],
  };
}

function facts(server: Server, dialect: IrpDialect, detailed: boolean, echoed: boolean): Facts<IrpReport> {
  const { address, steps, current, mdl, systemBuffer, thread, cancel } = server.devices.irp;
  return {
    kind: "irp",
    address: echoed ? address : null,
    stacks: steps.length,
    currentStack: current,
    mdl,
    systemBuffer: dialect === "codes" ? null : systemBuffer,
    thread,
    completed: false,
    pendingReturned: false,
    locations: steps.map((step, at) => stepFacts(step, at, server)),
    ioStatus: detailed ? "0" : null,
    cancelRoutine: detailed ? (cancel?.routine ?? null) : null,
    complete: true,
  };
}

function printer(name: string, dialect: IrpDialect, needs: Printer["needs"], detailed = false): Printer<IrpReport> {
  return {
    parser: "kd-irp",
    dialect: name,
    needs,
    prompt: "kernel",
    command: (server) => `!irp ${wide(server.devices.irp.address, server)}${detailed ? " 1" : ""}`,
    print: (server) => printIrp(server, dialect, detailed),
    expected: (server, echoed) => facts(server, dialect, detailed, echoed),
  };
}

export const IRP: readonly Printer<IrpReport>[] = [
  printer("codes-x86", "codes", { bits: 32 }),
  printer("codes-x64", "codes", { bits: 64 }),
  printer("codes-details", "codes", { bits: 32 }, true),
  printer("named-x86", "named", { bits: 32 }),
  printer("named-x64", "named", { bits: 64 }),
];
