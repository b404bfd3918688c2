import type { Kernel } from "./kernel";

/** A process as the system lists it; ids are decimal. */
export interface Task {
  image: string;
  processId: number;
  services: readonly string[];
  sessionName: string;
  sessionNumber: number;
  /** In kilobytes. */
  workingSet: number;
  status: "Running" | "Unknown";
  user: string | null;
  cpuSeconds: number;
}

const SERVICES: Readonly<Record<string, readonly string[]>> = {
  "svchost.exe": ["BrokerInfrastructure", "DcomLaunch", "IKEEXT", "LSM", "PlugPlay", "Power", "RpcSs", "W3SVC", "WAS"],
  "sqlservr.exe": ["MSSQLSERVER"],
  "AcmeBkpAgent.exe": ["AcmeBkpSvc"],
};
const USERS: Readonly<Record<string, string>> = {
  "svchost.exe": "NT AUTHORITY\\SYSTEM",
  "sqlservr.exe": "NT SERVICE\\MSSQLSERVER",
};
const PAGE_KB = 4;

/** The processes of the kernel, with their names in full and the services within them. */
export function makeTasks({ processes }: Kernel, image: string): Task[] {
  const idle: Task = {
    image: "System Idle Process",
    processId: 0,
    services: [],
    sessionName: "Services",
    sessionNumber: 0,
    workingSet: 8,
    status: "Unknown",
    user: "NT AUTHORITY\\SYSTEM",
    cpuSeconds: 0,
  };
  const tasks = processes.map((process, at): Task => {
    const worker = at === processes.length - 1;
    const name = worker
      ? image
      : (Object.keys(SERVICES).find((full) => full.startsWith(process.image)) ?? process.image);
    const session = process.sessionId ?? 0;
    return {
      image: name,
      processId: Number.parseInt(process.processId, 16),
      services: SERVICES[name] ?? [],
      sessionName: session === 0 ? "Services" : session === 1 ? "Console" : `RDP-Tcp#${session}`,
      sessionNumber: session,
      workingSet: PAGE_KB * process.workingSet,
      status: worker ? "Unknown" : "Running",
      user: worker ? "IIS APPPOOL\\Shop" : (USERS[name] ?? null),
      cpuSeconds: Math.floor((process.userTime + process.kernelTime) / 1000),
    };
  });
  return [idle, ...tasks];
}
