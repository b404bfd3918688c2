import type { AspNetRequestsReport } from "@/evidence";
import { contextsOf, type HttpContext } from "../contexts";
import type { Facts } from "../facts";
import type { Server } from "../server";
import { spanText, startOf, urlOf } from "./aspxpages";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

type Running = HttpContext & { runningSeconds: number };

/** The first request that is not done; how a finished one looks is not known. Null where the process has none. */
function contextOf(server: Server): Running | null {
  const [first, ...rest] = contextsOf(server);
  const context = [first, ...rest].find((one) => one && one.runningSeconds !== null) ?? first;
  return context ? { ...context, runningSeconds: context.runningSeconds ?? 0 } : null;
}

/** `!whttp ADDRESS`: one request that is running; nothing where there is none. */
function printContext(context: Running | null, server: Server): string[] {
  if (!context) return [];
  const { timeoutSeconds, returnCode, verb } = context;
  const address = pointer(context.address, server.runtime.bits);
  const rule = "=".repeat(32);
  const body = verb === "POST" ? ["Body:", "[--- Start ---]", '{"id":7}', "[---  End ---]"] : [];
  return [
    "",
    "Context Info",
    rule,
    `Address           : ${address}`,
    "Target/Dump Time  : 3/12/2024 10:13:20 PM",
    `Request Time      : ${startOf(context)}`,
    `Running time      : ${spanText(context.runningSeconds)}`,
    `Timeout           : ${spanText(timeoutSeconds)}`,
    `Timeout Start Time: ${startOf(context)}`,
    "Timeout Limit Time: 3/13/2024 9:00:00 AM",
    `Managed Thread Id : ${(0x1b4c + (context.thread ?? 0)).toString(16)}`,
    `Managed Thread Id : ${(context.thread ?? 0).toString(16)}`,
    `HttpContext.Items: ${address}`,
    "",
    "Request Info",
    rule,
    `${verb} ${urlOf(context, "netext")} `,
    `Content Type    : ${verb === "POST" ? "application/json; charset=utf-8" : "(NULL)"}`,
    `Content Length  : ${verb === "POST" ? 8 : 0}`,
    "Target in Server: D:\\sites\\shop\\start.aspx",
    ...body,
    "",
    "Response Info",
    rule,
    "Warning: Response has not completed",
    `Status          : ${returnCode} (NULL)`,
    "",
    "Server Variables",
    rule,
    "ALL_HTTP: HTTP_HOST:shop.contoso.com",
    "HTTP_USER_AGENT:Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
    "",
    "ALL_RAW: Host: shop.contoso.com",
    "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
    "",
    "APPL_MD_PATH: /LM/W3SVC/1/ROOT",
    "SERVER_PORT: 80",
    `REQUEST_METHOD: ${verb}`,
    "",
    "You may also be interested in",
    rule,
    `Dump HttpContext fields: !wselect * from ${address}`,
    `Xml Formatted Request  : !wfrom -obj ${address} select $xml($rawfield(_request._rawContent._data))`,
  ];
}

function rowOf(context: Running): Facts<AspNetRequestsReport>["rows"][number] {
  const { address, timeoutSeconds, runningSeconds, returnCode, verb } = context;
  return {
    httpContext: address,
    timeoutSeconds,
    completed: false,
    runningSeconds,
    thread: null,
    returnCode,
    verb,
    path: urlOf(context, "netext"),
    sessionLocked: false,
    async: false,
    startTime: startOf(context),
  };
}

function printer(dialect: string, needs: Printer["needs"]): Printer<AspNetRequestsReport> {
  return {
    parser: "netext-whttp",
    dialect,
    needs,
    prompt: "user",
    command: (server) => `!whttp ${pointer(contextOf(server)?.address ?? "0", server.runtime.bits)}`,
    print: (server) => printContext(contextOf(server), server),
    expected: (server) => {
      const context = contextOf(server);
      return {
        kind: "aspnet-requests",
        rows: context ? [rowOf(context)] : [],
        total: null,
        displayed: null,
        dialect: "netext",
        complete: false,
      };
    },
  };
}

export const HTTP_CONTEXT: readonly Printer<AspNetRequestsReport>[] = [
  printer("x86", { bits: 32 }),
  printer("x64", { bits: 64 }),
];
