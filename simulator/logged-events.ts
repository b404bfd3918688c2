import type { LoggedEvent as EventReport } from "@/evidence";
import type { Clock } from "./clock";
import type { Memory } from "./memory";
import type { Random } from "./random";
import type { System } from "./runtime";

type Told = Pick<
  EventReport,
  "meaning" | "applicationPool" | "processId" | "device" | "disk" | "eventCode" | "reason" | "programs"
>;

/** An entry of the event log, with what its text says. */
export interface LoggedEvent extends Told {
  /** Milliseconds since 1970, UTC. */
  time: number;
  log: "System" | "Application";
  source: string;
  eventId: number;
  level: "Error" | "Warning" | "Information";
  message: readonly string[];
}

export interface EventPlan {
  clock: Clock;
  system: System;
  processId: number;
  image: string;
  applicationPool: string;
  memory: Memory;
}

const NOTHING: Told = {
  meaning: null,
  applicationPool: null,
  processId: null,
  device: null,
  disk: null,
  eventCode: null,
  reason: null,
  programs: [],
};

type Kind = (plan: EventPlan, random: Random) => Omit<LoggedEvent, "time">;

/** What the service that watches worker processes says; IIS 6 under another name and number. */
function ofPool(id: number, meaning: EventReport["meaning"], text: string): Kind {
  return ({ system, processId, applicationPool }) => {
    const old = system === "2003";
    return {
      ...NOTHING,
      log: "System",
      source: old ? "W3SVC" : "Microsoft-Windows-WAS",
      eventId: old ? id - 4000 : id,
      level: "Warning",
      message: [`A process serving application pool '${applicationPool}' ${text}. The process id was '${processId}'.`],
      meaning,
      applicationPool,
      processId,
    };
  };
}

const RETRIED: Kind = (_plan, random) => {
  const disk = random.int(0, 3);
  const device = `\\Device\\0000003${disk}`;
  return {
    ...NOTHING,
    log: "System",
    source: "disk",
    eventId: 153,
    level: "Warning",
    message: [`The IO operation at logical block address 0x1f2e8 for Disk ${disk} (PDO name: ${device}) was retried.`],
    meaning: "io-retried",
    device,
    disk,
  };
};

const RESET: Kind = (_plan, random) => {
  const device = `\\Device\\RaidPort${random.int(0, 2)}`;
  return {
    ...NOTHING,
    log: "System",
    source: "storahci",
    eventId: 129,
    level: "Warning",
    message: [`Reset to device, ${device}, was issued.`],
    meaning: "device-reset",
    device,
  };
};

const LOW_MEMORY: Kind = ({ memory }) => {
  const programs = memory.processes.slice(0, 3).map(({ image, processId, commit }) => ({
    image,
    processId: Number.parseInt(processId, 16),
    bytes: commit * 1024,
  }));
  const told = programs.map(({ image, processId, bytes }) => `${image} (${processId}) consumed ${bytes} bytes`);
  const list = told.length > 1 ? `${told.slice(0, -1).join(", ")}, and ${told.at(-1)}` : told.join();
  return {
    ...NOTHING,
    log: "System",
    source: "Microsoft-Windows-Resource-Exhaustion-Detector",
    eventId: 2004,
    level: "Warning",
    message: [
      `Windows successfully diagnosed a low virtual memory condition. The following programs consumed the most virtual memory: ${list}.`,
    ],
    meaning: "low-virtual-memory",
    programs,
  };
};

const ABORTED: Kind = ({ system, processId, image }) => ({
  ...NOTHING,
  log: "Application",
  source: system === "2003" ? "ASP.NET 2.0.50727.0" : "ASP.NET 4.0.30319.0",
  eventId: 1309,
  level: "Warning",
  message: [
    "Event code: 3001",
    "Event message: The request has been aborted.",
    "Process information:",
    `Process ID: ${processId}`,
    `Process name: ${image}`,
    "Exception information:",
    "Exception type: HttpException",
    "Exception message: Request timed out.",
  ],
  meaning: "request-aborted",
  processId,
  eventCode: 3001,
});

/** The application ends, in a process that goes on: the next request starts it anew. */
const SHUT_DOWN: Kind = ({ system }, random) => {
  const reason = random.pick([
    "Bin directory change or directory rename.",
    "Change notification for the bin directory.",
    "Configuration changed.",
  ]);
  return {
    ...NOTHING,
    log: "Application",
    source: system === "2003" ? "ASP.NET 2.0.50727.0" : "ASP.NET 4.0.30319.0",
    eventId: 1305,
    level: "Information",
    message: ["Event code: 1002", `Event message: Application is shutting down. Reason: ${reason}`],
    meaning: "application-shutdown",
    eventCode: 1002,
    reason,
  };
};

const UNHEALTHY: Kind = () => ({
  ...NOTHING,
  log: "Application",
  source: "Microsoft-Windows-IIS-W3SVC-WP",
  eventId: 2262,
  level: "Warning",
  message: [
    "ISAPI 'C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\aspnet_isapi.dll' reported itself as unhealthy for the following reason: 'Deadlock detected'.",
  ],
  meaning: "isapi-unhealthy",
  reason: "Deadlock detected",
});

const STARTED: Kind = () => ({
  ...NOTHING,
  log: "System",
  source: "Service Control Manager",
  eventId: 7036,
  level: "Information",
  message: ["The Acme Backup service entered the running state."],
});

export const EVENT_KINDS = {
  pingFailed: ofPool(5010, "ping-failed", "failed to respond to a ping"),
  shutdownSlow: ofPool(5013, "shutdown-time-limit", "exceeded time limits during shut down"),
  communicationError: ofPool(
    5011,
    "communication-error",
    "suffered a fatal communication error with the Windows Process Activation Service",
  ),
  retried: RETRIED,
  reset: RESET,
  lowMemory: LOW_MEMORY,
  aborted: ABORTED,
  shutDown: SHUT_DOWN,
  unhealthy: UNHEALTHY,
  started: STARTED,
} as const satisfies Record<string, Kind>;

type EventKind = keyof typeof EVENT_KINDS;
const KINDS = Object.keys(EVENT_KINDS) as EventKind[];
/** Versions of Windows that know no more than some of them. */
const OLD_KINDS: readonly EventKind[] = ["pingFailed", "shutdownSlow", "reset", "aborted", "started"];

/** Entries of the last hours, the newest first; of these kinds, or of some that are drawn. */
export function makeEvents(plan: EventPlan, random: Random, told?: readonly EventKind[]): LoggedEvent[] {
  const kinds = told ?? random.sample(plan.system === "2003" ? OLD_KINDS : KINDS, random.int(1, 5));
  let time = plan.clock.session;
  return kinds.map((kind) => {
    time -= 1000 * random.int(5, 4000) + random.pick([0, 123, 500]);
    return { time, ...EVENT_KINDS[kind](plan, random) };
  });
}
