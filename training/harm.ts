import type { Server } from "@/simulator/server";
import type { Target } from "./drill";
import { kindOf } from "./targets";

/** A line that ends the hang, and with it what could have been seen of it. */
export interface Harm {
  /** Stable: mistakes refer to it. */
  id: "restart" | "recycle" | "kill" | "delete" | "reboot";
  /** Minutes until the server hangs again, and somebody has noticed. */
  minutes: number;
  output: readonly string[];
}

interface HarmfulLine {
  id: Harm["id"];
  /** Consoles that it is typed at. */
  at: readonly ReturnType<typeof kindOf>[];
  typed: RegExp;
  output(server: Server): readonly string[];
}

const WINDOWS = ["cmd", "powershell"] as const;
const POWERSHELL = ["powershell"] as const;
const UNIX = ["unix"] as const;
const NOTHING = (): readonly string[] => [];

/** The pool is gone for so long, users log on again, and the hang is waited for once more. */
const MINUTES: Readonly<Record<Harm["id"], number>> = { restart: 30, recycle: 30, kill: 30, delete: 40, reboot: 45 };

function poolOf({ web }: Server): string {
  return web.workers[0]?.applicationPool ?? "DefaultAppPool";
}

const HARMFUL: readonly HarmfulLine[] = [
  {
    id: "restart",
    at: WINDOWS,
    typed: /^iisreset(?:\.exe)?(?:\s|$)/i,
    output: () => [
      "",
      "Attempting stop...",
      "Internet services successfully stopped",
      "Attempting start...",
      "Internet services successfully restarted",
    ],
  },
  {
    id: "restart",
    at: WINDOWS,
    typed: /^(?:net\s+stop|sc(?:\.exe)?\s+stop)\s+(?:w3svc|was|http|iisadmin)\b/i,
    output: () => ["The World Wide Web Publishing Service was stopped successfully."],
  },
  { id: "restart", at: POWERSHELL, typed: /^(?:restart|stop)-(?:service|website)\b/i, output: NOTHING },
  {
    id: "recycle",
    at: WINDOWS,
    typed: /^(?:\S*\\)?appcmd(?:\.exe)?\s+(?:recycle|stop)\s+app/i,
    output: (server) => [`"${poolOf(server)}" successfully recycled`],
  },
  { id: "recycle", at: POWERSHELL, typed: /^(?:restart|stop)-webapppool\b/i, output: NOTHING },
  {
    id: "kill",
    at: WINDOWS,
    typed: /^taskkill\s+\/\S/i,
    output: ({ process }) => [
      `SUCCESS: The process "${process.image}" with PID ${Number.parseInt(process.id, 16)} has been terminated.`,
    ],
  },
  { id: "kill", at: POWERSHELL, typed: /^stop-process\b/i, output: NOTHING },
  { id: "kill", at: UNIX, typed: /^(?:sudo\s+)?(?:kill|pkill|killall)\s+\S/i, output: NOTHING },
  {
    id: "restart",
    at: UNIX,
    typed: /^(?:systemctl|service|docker|kubectl)\s+(?:\S+\s+)?(?:restart|stop|delete)\b/i,
    output: NOTHING,
  },
  { id: "delete", at: WINDOWS, typed: /^(?:rd|rmdir|del|erase)\s+\S/i, output: NOTHING },
  { id: "delete", at: POWERSHELL, typed: /^(?:remove-item|rm)\s+\S/i, output: NOTHING },
  { id: "delete", at: UNIX, typed: /^(?:sudo\s+)?rm\s+\S/i, output: NOTHING },
  { id: "reboot", at: WINDOWS, typed: /^shutdown\s+\/?\S/i, output: NOTHING },
  { id: "reboot", at: POWERSHELL, typed: /^restart-computer\b/i, output: NOTHING },
  { id: "reboot", at: UNIX, typed: /^(?:sudo\s+)?(?:reboot|shutdown)\b/i, output: NOTHING },
];

/** What a line does to the customer's server; null where it only looks. */
export function harmOf(server: Server, target: Target, line: string): Harm | null {
  const kind = kindOf(target);
  const plain = line.trim();
  const found = HARMFUL.find(({ at, typed }) => at.includes(kind) && typed.test(plain));
  return found ? { id: found.id, minutes: MINUTES[found.id], output: found.output(server) } : null;
}

/** Beginnings of such lines: whoever may type them finds them among the rest. */
export const HARMFUL_LINES: Readonly<Partial<Record<ReturnType<typeof kindOf>, readonly string[]>>> = {
  cmd: ["appcmd recycle apppool", "iisreset", "shutdown /r", "taskkill /pid"],
  powershell: ["Remove-Item", "Restart-Computer", "Restart-WebAppPool", "Stop-Process", "iisreset"],
  unix: ["kill", "rm", "systemctl restart"],
};
