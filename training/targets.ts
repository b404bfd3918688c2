import type { Debugger, Target as Place, System } from "@/machines/ask";
import type { ConsoleKind } from "@/simulator/console/command";
import { consolesOf } from "@/simulator/console/console";
import type { Drill, Target } from "./drill";

/** `Get-ChildItem`: a verb and a noun, which only PowerShell knows. */
const CMDLET = /^[A-Z][a-z]+-[A-Z]/;

/** The console that a command of the procedure is typed at. */
export function consoleFor(command: string, place: Place, tool: Debugger, system: System): ConsoleKind {
  if (place === "kernel-dump") return "kernel";
  if (place === "process-dump") return tool === "dotnet-dump" ? "dotnet-dump" : "user";
  if (system === "linux") return "unix";
  return CMDLET.test(command) ? "powershell" : "cmd";
}

/** Targets of a later dump, by those of the first. */
const SECOND = { user: "user-second", "dotnet-dump": "dotnet-dump-second" } as const;

function isDump(kind: Target): kind is keyof typeof SECOND {
  return kind in SECOND;
}

export function secondOf(kind: ConsoleKind): Target {
  return isDump(kind) ? SECOND[kind] : kind;
}

/** What kind of console stands at a target. */
export function kindOf(target: Target): ConsoleKind {
  if (target === "user-second") return "user";
  return target === "dotnet-dump-second" ? "dotnet-dump" : target;
}

export function isSecond(target: Target): boolean {
  return target === "user-second" || target === "dotnet-dump-second";
}

/** Everything that can be typed at, in the order it is offered. */
export function targetsOf({ hang: { server } }: Drill): Target[] {
  return consolesOf(server).flatMap((kind): Target[] => (isDump(kind) ? [kind, SECOND[kind]] : [kind]));
}

/** Where a trainee stands at first: in the dump that the customer sent. */
export function firstTarget(drill: Drill): Target {
  const kind = consoleFor("", "process-dump", drill.tool, "windows");
  return targetsOf(drill).includes(kind) ? kind : (targetsOf(drill)[0] ?? "cmd");
}

const LABELS: Readonly<Record<Target, string>> = {
  user: "Process dump in WinDbg",
  "user-second": "A later dump in WinDbg",
  "dotnet-dump": "Process dump in dotnet-dump",
  "dotnet-dump-second": "A later dump in dotnet-dump",
  kernel: "Kernel dump",
  cmd: "Command prompt of the server",
  powershell: "PowerShell of the server",
  unix: "Shell of the container",
};

export function labelOf(target: Target): string {
  return LABELS[target];
}

/** Minutes of the customer that opening costs, and why. */
const OPENING: Partial<Readonly<Record<Target, { minutes: number; why: string }>>> = {
  kernel: {
    minutes: 20,
    why: "A kernel dump stops the whole server while it is written, and the server has to restart for it.",
  },
  "user-second": { minutes: 1, why: "The process stands still while its dump is written." },
  "dotnet-dump-second": { minutes: 1, why: "The process stands still while its dump is written." },
};

export function openingOf(target: Target): { minutes: number; why: string | null } {
  return OPENING[target] ?? { minutes: 0, why: null };
}
