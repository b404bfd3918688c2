import type { ManagedFrame, ManagedStack, ManagedStacksReport, ManagedValue } from "@/evidence";
import type { Facts } from "../facts";
import type { Method } from "../methods";
import type { Server } from "../server";
import type { ManagedCall, Variable } from "../stacks";
import type { Thread } from "../threads";
import { capital, pointer } from "./pointers";
import type { Printer } from "./printer";
import { oldSignature, parameterText, signature } from "./signature";

/** `sos-2-x64` prints return addresses and no transitions. */
export type ClrstackDialect = "sos-1.1" | "sos-2-x86" | "sos-2-x64" | "sos-4" | "dotnet-dump";

export interface ClrstackRequest {
  dialect: ClrstackDialect;
  threads: readonly Thread[];
  /** What `-p` and `-l` add. */
  parameters?: boolean;
  locals?: boolean;
  /** dotnet-dump's `-all` leaves the debugger's numbers out. */
  numbered?: boolean;
}

const FRAME_NAMES: Readonly<Record<NonNullable<Method["transition"]>, string>> = {
  "inlined-call": "InlinedCallFrame",
  helper: "HelperMethodFrame",
  "protected-helper": "HelperMethodFrame_1OBJ",
  gc: "GCFrame",
  context: "ContextTransitionFrame",
  com: "ComMethodFrame",
  debugger: "DebuggerU2MCatchHandlerFrame",
};

const NOT_MANAGED = [
  "Unable to walk the managed stack. The current thread is likely not a ",
  "managed thread. You can run !threads to get a list of managed threads in",
  "the process",
];

function frameName({ transition }: ManagedCall, dialect: ClrstackDialect): string | null {
  if (transition === null) return null;
  const old = dialect === "sos-1.1" || dialect === "sos-2-x86";
  return old && transition === "inlined-call" ? "NDirectMethodFrameStandalone" : FRAME_NAMES[transition];
}

/** The frames a dialect prints. */
function listed(calls: readonly ManagedCall[], dialect: ClrstackDialect): readonly ManagedCall[] {
  return dialect === "sos-2-x64" ? calls.filter(({ transition }) => transition === null) : calls;
}

function printVariable({ section, name, place, value }: Variable, server: Server): string {
  const { bits } = server.runtime;
  if (value === null) return "        <no data>";
  const where = place === null ? "<CLR reg>" : `0x${pointer(place, bits)}`;
  const subject = section === "parameter" ? `${name} (${where})` : where;
  return `        ${subject} = 0x${pointer(value, bits)}`;
}

function printVariables(call: ManagedCall, server: Server, { parameters, locals }: ClrstackRequest): string[] {
  const first = parameters ? call.variables.filter(({ section }) => section === "parameter") : [];
  const second = locals ? call.variables.filter(({ section }) => section === "local") : [];
  if (call.transition !== null || (!parameters && !locals)) return [];
  return [
    ...(first.length > 0 ? ["    PARAMETERS:", ...first.map((variable) => printVariable(variable, server))] : []),
    ...(second.length > 0 ? ["    LOCALS:", ...second.map((variable) => printVariable(variable, server))] : []),
    "",
  ];
}

function hasSource(call: ManagedCall, dialect: ClrstackDialect): boolean {
  return call.source !== null && call.transition === null && (dialect === "sos-4" || dialect === "dotnet-dump");
}

function printCall(call: ManagedCall, server: Server, { dialect }: ClrstackRequest): string {
  const { bits } = server.runtime;
  const frame = frameName(call, dialect);
  if (dialect === "sos-1.1") {
    const start = `0x${pointer(call.sp, bits)} 0x${pointer(call.ip, bits)}`;
    return [start, ...(frame ? [`[FRAME: ${frame}]`] : []), ...(call.name ? [oldSignature(call)] : [])].join(" ");
  }
  const sp = dialect === "dotnet-dump" ? capital(call.sp, bits) : pointer(call.sp, bits);
  const ip = dialect === "dotnet-dump" && frame === null ? capital(call.ip, bits) : pointer(call.ip, bits);
  const site = call.name ? signature(call) : "";
  const source = hasSource(call, dialect) ? ` [${call.source}]` : "";
  return frame === null ? `${sp} ${ip} ${site}${source}` : `${sp} ${ip} [${frame}: ${pointer(call.sp, bits)}] ${site}`;
}

function heading(dialect: ClrstackDialect, { runtime: { bits } }: Server): string {
  if (dialect === "sos-1.1") return "ESP         EIP       ";
  if (dialect === "sos-2-x86") return "ESP       EIP     ";
  if (dialect === "sos-2-x64") return "Child-SP         RetAddr          Call Site";
  return bits === 32 ? "Child SP       IP Call Site" : "        Child SP               IP Call Site";
}

function printStack(thread: Thread, server: Server, request: ClrstackRequest): string[] {
  const { dialect, numbered = true } = request;
  const old = dialect === "sos-1.1";
  const number = numbered ? ` (${thread.number})` : "";
  const title = old ? `Thread ${thread.number}` : `OS Thread Id: 0x${thread.osThreadId}${number}`;
  if (!thread.managed) {
    const failed = dialect === "sos-4" ? ["Failed to start stack walk: 80070057"] : [];
    return [title, ...(old ? ["Not a managed thread."] : [...NOT_MANAGED, ...failed])];
  }
  const rows = listed(thread.managed, dialect).flatMap((call) => [
    printCall(call, server, request),
    ...printVariables(call, server, request),
  ]);
  return [title, heading(dialect, server), ...rows];
}

/** `!clrstack`: the managed stacks. */
export function printClrstack(server: Server, request: ClrstackRequest): string[] {
  const banner =
    request.dialect === "sos-1.1" && server.seed % 2 === 0
      ? [`Loaded Son of Strike data table version 5 from "${server.runtime.folder}\\${server.runtime.module}.dll"`]
      : [];
  return [...banner, ...request.threads.flatMap((thread) => printStack(thread, server, request))];
}

function valueFacts({ section, name, place, value }: Variable): Facts<ManagedValue> {
  if (value === null) return { section, name: null, place: null, value: null };
  return { section, name, place: place ?? "CLR reg", value };
}

function frameFacts(call: ManagedCall, { dialect, parameters, locals }: ClrstackRequest): Facts<ManagedFrame> {
  const returns = dialect === "sos-2-x64";
  const shown = call.transition === null ? call.variables : [];
  return {
    childSp: call.sp,
    ip: returns ? null : call.ip,
    returnAddress: returns ? call.ip : null,
    transition: frameName(call, dialect),
    module: null,
    method: call.name || null,
    parameters: call.name ? parameterText(call, dialect === "sos-1.1") : null,
    source: hasSource(call, dialect) ? call.source : null,
    values: shown.filter(({ section }) => (section === "parameter" ? parameters : locals)).map(valueFacts),
  };
}

function stackFacts(thread: Thread, request: ClrstackRequest): Facts<ManagedStack> {
  const { dialect, numbered = true } = request;
  return {
    thread: numbered ? thread.number : null,
    osThreadId: dialect === "sos-1.1" ? null : thread.osThreadId,
    frames: listed(thread.managed ?? [], dialect).map((call) => frameFacts(call, request)),
    walk: thread.managed ? "walked" : "none",
    cut: false,
  };
}

/** Threads that a dialect can show: dotnet-dump's `-all` skips those that run no managed code. */
function managedOnly({ threads }: Server): readonly Thread[] {
  return threads.filter(({ managed }) => managed !== null);
}

interface Form {
  dialect: string;
  needs: Printer["needs"];
  command: (server: Server) => string;
  request: (server: Server) => ClrstackRequest;
  prompt?: Printer["prompt"];
  allThreads?: boolean;
}

function printer({
  dialect,
  needs,
  command,
  request,
  prompt = "user",
  allThreads = false,
}: Form): Printer<ManagedStacksReport> {
  return {
    parser: "sos-clrstack",
    dialect,
    needs,
    prompt,
    command,
    print: (server) => printClrstack(server, request(server)),
    expected: (server, echoed) => ({
      kind: "managed-stacks",
      stacks: request(server).threads.map((thread) => stackFacts(thread, request(server))),
      allThreads: allThreads && (echoed || request(server).numbered !== false),
    }),
  };
}

function owner(server: Server): Thread {
  const found = managedOnly(server).find(({ role }) => role !== "finalizer");
  return found ?? server.current;
}

function oneThread(dialect: string, form: ClrstackDialect, needs: Printer["needs"]): Form {
  return {
    dialect,
    needs,
    command: (server) => `~${owner(server).number}e !clrstack`,
    request: (server) => ({ dialect: form, threads: [owner(server)] }),
  };
}

function everyThread(dialect: string, form: ClrstackDialect, needs: Printer["needs"]): Form {
  return {
    dialect,
    needs,
    allThreads: true,
    command: () => "~*e !clrstack",
    request: ({ threads }) => ({ dialect: form, threads }),
  };
}

function withVariables(dialect: string, form: ClrstackDialect, needs: Printer["needs"]): Form {
  return {
    ...oneThread(dialect, form, needs),
    command: (server) => `~${owner(server).number}e !clrstack -a`,
    request: (server) => ({ dialect: form, threads: [owner(server)], parameters: true, locals: true }),
  };
}

const DOTNET_DUMP = { versions: ["core"], systems: ["2019", "linux"] } as const;

const FORMS: readonly Form[] = [
  oneThread("sos-1.1", "sos-1.1", { versions: ["1.1"] }),
  everyThread("sos-1.1-all", "sos-1.1", { versions: ["1.1"] }),
  oneThread("sos-2-x86", "sos-2-x86", { versions: ["2.0"], bits: 32 }),
  everyThread("sos-2-x86-all", "sos-2-x86", { versions: ["2.0"], bits: 32 }),
  oneThread("sos-2-x64", "sos-2-x64", { versions: ["2.0"], bits: 64 }),
  oneThread("sos-4-x86", "sos-4", { versions: ["4.x", "core"], bits: 32 }),
  oneThread("sos-4-x64", "sos-4", { versions: ["4.x", "core"], bits: 64 }),
  everyThread("sos-4-all", "sos-4", { versions: ["4.x", "core"] }),
  withVariables("sos-4-variables", "sos-4", { versions: ["4.x", "core"] }),
  { ...oneThread("dotnet-dump", "dotnet-dump", DOTNET_DUMP), prompt: "dotnet-dump", command: () => "clrstack" },
  {
    dialect: "dotnet-dump-all",
    needs: DOTNET_DUMP,
    prompt: "dotnet-dump",
    allThreads: true,
    command: () => "clrstack -all",
    request: (server) => ({ dialect: "dotnet-dump", threads: managedOnly(server), numbered: false }),
  },
];

export const CLRSTACK: readonly Printer<ManagedStacksReport>[] = FORMS.map(printer);
