import type { Row } from "./row";

/** One process of `tasklist`. */
export interface Task extends Row {
  image: string;
  /** Decimal. */
  processId: number;
  /** `/svc`: empty for a process without services; null when the list has no such column. */
  services: readonly string[] | null;
  sessionName: string | null;
  sessionNumber: number | null;
  memoryBytes: number | null;
  /** `/v`. */
  status: string | null;
  user: string | null;
  cpuSeconds: number | null;
}

/** `tasklist [/svc|/v] [/fo table|csv|list]`. */
export interface TasksReport {
  kind: "tasks";
  tasks: readonly Task[];
  /** True when the head is there and every line below it was read; the end of the list has no mark. */
  complete: boolean;
}

/** One service or driver of `sc query`. */
export interface ServiceRow extends Row {
  lastLine: number;
  name: string;
  displayName: string | null;
  /** `FILE_SYSTEM_DRIVER`, `WIN32_OWN_PROCESS`. */
  type: string | null;
  typeCode: number | null;
  /** `RUNNING`, `STOPPED`, `STOP_PENDING` … */
  state: string | null;
  stateCode: number | null;
  /** `STOPPABLE`, `NOT_PAUSABLE` … */
  controls: readonly string[];
  win32ExitCode: number | null;
  /** `sc queryex`: decimal; null for none. */
  processId: number | null;
}

/** `sc query type= filesys` and its kin. */
export interface ServicesReport {
  kind: "services";
  services: readonly ServiceRow[];
  /** From the command line. Without a state, only what runs is listed. */
  scope: { type: string | null; state: string | null };
  /** False when the tool said that there is more, or the last entry was cut. */
  complete: boolean;
}
