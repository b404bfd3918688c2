import type { AspNetRequestsReport, HttpContextRow } from "@/evidence";
import { contextsOf, type HttpContext } from "../contexts";
import type { Facts } from "../facts";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

type Dialect = "sos" | "mex" | "netext" | "netext-order";

export function urlOf({ path, query }: HttpContext, dialect: Dialect): string {
  if (dialect === "sos") return query === "" ? path : `${path} ${query}`;
  const whole = query === "" ? path : `${path}?${query}`;
  return dialect === "mex" ? whole : `http://shop.contoso.com:80${whole}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

export function spanText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days}.${clock}` : clock;
}

/** When the debugger says that it began: the later, the shorter it runs. */
export function startOf({ runningSeconds }: HttpContext): string {
  const seconds = 80_000 - (runningSeconds ?? 0);
  return `3/12/2024 ${Math.floor(seconds / 3600) - 12 || 12}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)} PM`;
}

function sosRow(context: HttpContext, address: string): string {
  const { timeoutSeconds, runningSeconds, thread, returnCode, verb } = context;
  const running = runningSeconds === null ? "" : `${runningSeconds} Sec`;
  return `0x${address}  ${String(timeoutSeconds).padStart(8)} Sec  ${(runningSeconds === null ? "yes" : "no").padStart(9)}  ${running.padStart(10)}  ${String(thread ?? "XXX").padStart(8)}  ${String(returnCode).padStart(10)}  ${verb.padStart(5)}  ${urlOf(context, "sos")}`;
}

function mexRow(context: HttpContext, address: string): string {
  const { timeoutSeconds, runningSeconds, thread, returnCode, verb } = context;
  const flag = context.sessionLocked ? "SL" : context.isAsync ? "AS" : "  ";
  const cells = [
    (runningSeconds === null ? "yes" : "no").padStart(9),
    ` ${String(timeoutSeconds).padStart(7)}`,
    String(runningSeconds ?? "").padStart(12),
    String(thread ?? "").padStart(9),
    String(returnCode).padStart(11),
  ];
  return `${flag} ${address} ${cells.join("")} ${verb.padEnd(4)} ${urlOf(context, "mex")}`;
}

function netextRow(context: HttpContext, address: string, dialect: Dialect): string {
  const { timeoutSeconds, runningSeconds, thread, returnCode, verb } = context;
  const timeout = timeoutSeconds === 0 ? "Not set" : spanText(timeoutSeconds);
  const start = dialect === "netext-order" ? `${startOf(context).padEnd(27)} ` : "";
  const running = runningSeconds === null ? "Finished" : spanText(runningSeconds);
  return `${address} ${start}${String(thread ?? "--").padStart(4)} ${timeout.padEnd(8)} ${running.padEnd(9)} ${String(returnCode).padStart(5)} ${verb.padEnd(8)} ${urlOf(context, dialect)}`;
}

const HEADS: Readonly<Record<Dialect, string>> = {
  sos: "HttpContext    Timeout  Completed     Running  ThreadId  ReturnCode   Verb  RequestPath+QueryString",
  mex: "   Address  Completed Timeout Time (secs) ThreadId ReturnCode Verb Url",
  netext: "HttpContext    Thread Time Out Running  Status Verb     Url",
  "netext-order": "HttpContext      Start Time                    Thread Time Out Running  Status Verb     Url",
};

/** Without its thread, mex prints no cell for it, and what follows moves up: such a row says nothing of a thread. */
function print(server: Server, dialect: Dialect): string[] {
  const contexts = contextsOf(server);
  const rows = contexts.map((context) => {
    const address = pointer(context.address, server.runtime.bits);
    if (dialect === "sos") return sosRow(context, address);
    return dialect === "mex" ? mexRow(context, address) : netextRow(context, address, dialect);
  });
  const count = contexts.length;
  if (dialect === "sos") {
    return [
      "Going to dump the HttpContexts found in the heap.",
      HEADS.sos,
      ...rows,
      `Total ${count} HttpContext objects`,
    ];
  }
  if (dialect !== "mex") return [HEADS[dialect], ...rows];
  const legend = ["   AS == possibly async request", "   SL == session locked"];
  return [HEADS.mex, ...rows, `${count} contexts found (${count} displayed).`, ...legend];
}

function facts(context: HttpContext, dialect: Dialect): Facts<HttpContextRow> {
  const ofNetext = dialect === "netext" || dialect === "netext-order";
  return {
    httpContext: context.address,
    timeoutSeconds: ofNetext && context.timeoutSeconds === 0 ? null : context.timeoutSeconds,
    completed: context.runningSeconds === null,
    runningSeconds: context.runningSeconds,
    thread: context.thread,
    returnCode: context.returnCode,
    verb: context.verb,
    path: urlOf(context, dialect),
    sessionLocked: dialect === "mex" && context.sessionLocked,
    async: dialect === "mex" && context.isAsync && !context.sessionLocked,
    startTime: dialect === "netext-order" ? startOf(context) : null,
  };
}

const COMMANDS: Readonly<Record<Dialect, string>> = {
  sos: "!aspxpages",
  mex: "!mex.aspxpagesext",
  netext: "!whttp",
  "netext-order": "!whttp /order",
};

function printer(dialect: Dialect, name: string, needs: Printer["needs"]): Printer<AspNetRequestsReport> {
  return {
    parser: "sos-aspxpages",
    dialect: name,
    needs,
    prompt: "user",
    command: () => COMMANDS[dialect],
    print: (server) => print(server, dialect),
    expected: (server) => {
      const contexts = contextsOf(server);
      const counted = dialect === "sos" || dialect === "mex";
      return {
        kind: "aspnet-requests",
        rows: contexts.map((context) => facts(context, dialect)),
        total: counted ? contexts.length : null,
        displayed: counted ? contexts.length : null,
        dialect: dialect === "netext-order" ? "netext" : dialect,
        complete: counted,
      };
    },
  };
}

export const ASPXPAGES: readonly Printer<AspNetRequestsReport>[] = [
  printer("sos", "sos-x86", { bits: 32 }),
  printer("sos", "psscor-x64", { bits: 64 }),
  printer("mex", "mex-x86", { bits: 32 }),
  printer("mex", "mex-x64", { bits: 64 }),
  printer("netext", "netext-x86", { bits: 32 }),
  printer("netext", "netext-x64", { bits: 64 }),
  printer("netext-order", "netext-order-x64", { bits: 64 }),
];
