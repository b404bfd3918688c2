import type { Row } from "./row";

/** One line of `netstat`. */
export interface Connection extends Row {
  protocol: "tcp" | "udp";
  localAddress: string;
  /** Null for a name that was printed instead. */
  localPort: number | null;
  /** Null for `*`. */
  remoteAddress: string | null;
  remotePort: number | null;
  /** `LISTENING`, `ESTABLISHED`, `CLOSE_WAIT` …, whatever the language and the tool; null for UDP. */
  state: string | null;
  /** Decimal. */
  processId: number | null;
  /** `-b`: the program, and the service within it. */
  image: string | null;
  service: string | null;
}

/** `netstat -ano[b]`, `Get-NetTCPConnection`. */
export interface ConnectionsReport {
  kind: "connections";
  tool: "netstat" | "get-nettcpconnection";
  connections: readonly Connection[];
  /** True when the head is there and nobody cut rows out; the end of the list has no mark. */
  complete: boolean;
}

/** Requests that HTTP.sys ended for one reason, in one application pool. */
export interface HttpErrorGroup extends Row {
  lastLine: number;
  /** `QueueFull`, `Timer_ConnectionIdle` … as printed. */
  reason: string;
  queueName: string | null;
  count: number;
  /** First and last, ISO 8601 in UTC. */
  firstTime: string | null;
  lastTime: string | null;
  statuses: readonly { status: number; count: number }[];
  /** Lines of the first entries, for citing. */
  lines: readonly number[];
}

/** The HTTPERR log, counted. */
export interface HttpErrorsReport {
  kind: "http-errors";
  fields: readonly string[];
  entries: number;
  firstTime: string | null;
  lastTime: string | null;
  /** Most frequent first. */
  reasons: readonly HttpErrorGroup[];
}
