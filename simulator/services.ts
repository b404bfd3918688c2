import type { Filter } from "./filters";
import type { Random } from "./random";
import type { Task } from "./tasks";

export interface Service {
  name: string;
  displayName: string;
  typeCode: number;
  type: "FILE_SYSTEM_DRIVER" | "WIN32_OWN_PROCESS" | "WIN32_SHARE_PROCESS";
  stateCode: number;
  state: "STOPPED" | "STOP_PENDING" | "RUNNING";
  controls: readonly string[];
  exitCode: number;
  checkpoint: number;
  /** Milliseconds. */
  waitHint: number;
  /** Decimal; zero for one that runs in no process. */
  processId: number;
}

const RUNS = { stateCode: 4, state: "RUNNING", exitCode: 0, checkpoint: 0, waitHint: 0 } as const;

function driver(name: string, displayName: string, stoppable: boolean): Service {
  return {
    name,
    displayName,
    typeCode: 2,
    type: "FILE_SYSTEM_DRIVER",
    ...RUNS,
    controls: [stoppable ? "STOPPABLE" : "NOT_STOPPABLE", "NOT_PAUSABLE", "IGNORES_SHUTDOWN"],
    processId: 0,
  };
}

/** The file-system drivers: every filter is one, and so are those it stands on. */
export function makeDrivers(filters: readonly Filter[]): Service[] {
  return [
    ...filters.map(({ name, legacy }) => driver(name, name === "AcmeBkp" ? "Acme Backup Filter" : name, !legacy)),
    driver("FltMgr", "FltMgr", true),
    driver("Mup", "Mup", false),
    driver("Ntfs", "Ntfs", true),
  ];
}

/** The web server's own service: it cannot stop while a worker process hangs. */
export function makeWebService(tasks: readonly Task[], random: Random): Service {
  const host = tasks.find(({ services }) => services.includes("W3SVC"));
  const stopping = random.chance(0.3);
  return {
    name: "w3svc",
    displayName: "World Wide Web Publishing Service",
    typeCode: 0x20,
    type: "WIN32_SHARE_PROCESS",
    ...RUNS,
    ...(stopping ? { stateCode: 3, state: "STOP_PENDING" as const, checkpoint: 1, waitHint: 30_000 } : {}),
    controls: ["STOPPABLE", "PAUSABLE", "ACCEPTS_SHUTDOWN"],
    processId: host?.processId ?? 0,
  };
}
