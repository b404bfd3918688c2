import type { Hex } from "../hex";
import type { Row } from "./row";

/** One request that ASP.NET has in memory. */
export interface HttpContextRow extends Row {
  httpContext: Hex;
  /** After which ASP.NET gives the request up; null when none is set. */
  timeoutSeconds: number | null;
  completed: boolean;
  /** How long it has been running; null for one that is completed, and where it is not printed. */
  runningSeconds: number | null;
  /** Debugger thread number; null when no thread works for it now (`XXX`, `--`). */
  thread: number | null;
  returnCode: number | null;
  verb: string | null;
  /** As printed: a path, or a whole URL. SOS puts a blank in front of the query. */
  path: string | null;
  /** `SL`: holds its session. */
  sessionLocked: boolean;
  /** `AS`: may go on without a thread. */
  async: boolean;
  /** As printed, in the zone of the debugger (`!whttp /order`). */
  startTime: string | null;
}

/** `!aspxpages`, `!aspxpagesext`, `!whttp`. */
export interface AspNetRequestsReport {
  kind: "aspnet-requests";
  rows: readonly HttpContextRow[];
  /** Contexts found, as the last line counts them. */
  total: number | null;
  /** How many of them were to be shown. */
  displayed: number | null;
  dialect: "sos" | "mex" | "netext" | null;
  /** As many rows as the last line counts, and none left out. */
  complete: boolean;
}
