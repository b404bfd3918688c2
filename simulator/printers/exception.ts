import type { ExceptionsReport, ManagedException, ManagedFrame } from "@/evidence";
import type { ThreadExceptions, ThrownException, ThrownFrame } from "../exceptions";
import type { Facts } from "../facts";
import type { Server } from "../server";
import { capital, pointer } from "./pointers";
import type { Printer } from "./printer";
import { parameterText, signature } from "./signature";

export interface ExceptionForm {
  /** dotnet-dump names files and its own command. */
  core: boolean;
  lines: boolean;
  nested: boolean;
}

const NO_EXCEPTION = "There is no current managed exception on this thread";
const UNMANAGED = "The current thread is unmanaged";
const MORE = "There are nested exceptions on this thread. Run with -nested for details";

function moduleName({ assembly }: ThrownFrame, { core }: ExceptionForm): string {
  return core ? `${assembly}.dll` : assembly.replaceAll(".", "_");
}

function printFrame(frame: ThrownFrame, { runtime: { bits } }: Server, form: ExceptionForm): string {
  const { call, offset } = frame;
  const source = form.lines && call.source !== null ? ` [${call.source}]` : "";
  const place = `${capital(call.sp, bits)} ${capital(call.ip, bits)}`;
  return `    ${place} ${moduleName(frame, form)}!${signature(call)}+0x${offset.toString(16)}${source}`;
}

function innerText({ inner }: ThrownException, { runtime: { bits } }: Server, { core }: ExceptionForm): string {
  if (inner === null) return "<none>";
  const more = core
    ? `printexception ${capital(inner.object, bits)}`
    : `!PrintException ${pointer(inner.object, bits)}`;
  return `${inner.type}, Use ${more} to see more.`;
}

function printOne(exception: ThrownException, server: Server, form: ExceptionForm): string[] {
  const { object, type, message, frames, hResult } = exception;
  const { bits } = server.runtime;
  const [first = "<none>", ...more] = message;
  const columns = bits === 32 ? "    SP       IP       Function" : "    SP               IP               Function";
  return [
    `Exception object: ${pointer(object, bits)}`,
    `Exception type:   ${type}`,
    `Message:          ${first}`,
    ...more,
    `InnerException:   ${innerText(exception, server, form)}`,
    "StackTrace (generated):",
    ...(frames.length > 0 ? [columns, ...frames.map((frame) => printFrame(frame, server, form)), ""] : ["<none>"]),
    "StackTraceString: <none>",
    `HResult: ${hResult}`,
  ];
}

/** `!pe`: what a thread threw last, with those it was handling then. */
export function printException({ last, nested }: ThreadExceptions, server: Server, form: ExceptionForm): string[] {
  const heading = "Nested exception -------------------------------------------------------------";
  return [
    ...printOne(last, server, form),
    ...(form.nested
      ? nested.flatMap((exception) => ["", heading, ...printOne(exception, server, form)])
      : nested.length > 0
        ? [MORE]
        : []),
  ];
}

function frameFacts(frame: ThrownFrame, form: ExceptionForm): Facts<ManagedFrame> {
  const { call } = frame;
  return {
    childSp: call.sp,
    ip: call.ip,
    returnAddress: null,
    transition: null,
    module: moduleName(frame, form),
    method: call.name,
    parameters: parameterText(call, false),
    source: form.lines ? call.source : null,
    values: [],
  };
}

function oneFacts(exception: ThrownException, nested: boolean, form: ExceptionForm): Facts<ManagedException> {
  const { object, type, message, inner, frames, hResult } = exception;
  return {
    object,
    type,
    message: message.length > 0 ? message.join("\n") : null,
    innerExceptionType: inner?.type ?? null,
    innerException: inner?.object ?? null,
    frames: frames.map((frame) => frameFacts(frame, form)),
    stackTraceString: null,
    hResult,
    nested,
    complete: true,
  };
}

/** The first thread that threw anything. */
function subject({ exceptions }: Server): ThreadExceptions | undefined {
  return exceptions[0];
}

function facts(server: Server, form: ExceptionForm): Facts<ExceptionsReport> {
  const thrown = subject(server);
  if (!thrown) return { kind: "exceptions", exceptions: [], none: none(server), moreNested: false };
  return {
    kind: "exceptions",
    exceptions: [
      oneFacts(thrown.last, false, form),
      ...(form.nested ? thrown.nested.map((exception) => oneFacts(exception, true, form)) : []),
    ],
    none: null,
    moreNested: !form.nested && thrown.nested.length > 0,
  };
}

function none({ current }: Server): ExceptionsReport["none"] {
  return current.runtime === null ? "unmanaged-thread" : "no-exception";
}

function printer(
  dialect: string,
  form: ExceptionForm,
  needs: Printer["needs"],
  flags = "",
  prompt: Printer["prompt"] = "user",
): Printer<ExceptionsReport> {
  const command = (server: Server): string => {
    const thrown = subject(server);
    const address = thrown && prompt === "dotnet-dump" ? ` ${pointer(thrown.last.object, server.runtime.bits)}` : "";
    if (prompt === "dotnet-dump") return `pe${flags}${address}`;
    return `${thrown ? `~${thrown.thread.number}e ` : ""}!pe${flags}`;
  };
  return {
    parser: "sos-pe",
    dialect,
    needs,
    prompt,
    command,
    print: (server) => {
      const thrown = subject(server);
      if (thrown) return printException(thrown, server, form);
      return [none(server) === "unmanaged-thread" ? UNMANAGED : NO_EXCEPTION];
    },
    expected: (server) => facts(server, form),
  };
}

const PLAIN: ExceptionForm = { core: false, lines: false, nested: false };
const DOTNET_DUMP = { versions: ["core"], systems: ["2019", "linux"] } as const;

export const EXCEPTION: readonly Printer<ExceptionsReport>[] = [
  printer("framework-x86", PLAIN, { versions: ["2.0", "4.x", "core"], bits: 32 }),
  printer("framework-x64", PLAIN, { versions: ["2.0", "4.x", "core"], bits: 64 }),
  printer("framework-nested", { ...PLAIN, nested: true }, { versions: ["2.0", "4.x", "core"] }, " -nested"),
  printer("framework-lines", { ...PLAIN, lines: true }, { versions: ["4.x"] }, " -lines"),
  printer("core", { ...PLAIN, core: true }, DOTNET_DUMP, "", "dotnet-dump"),
  printer("core-all", { core: true, lines: true, nested: true }, DOTNET_DUMP, " -lines -nested", "dotnet-dump"),
];
