import type { Cost } from "@/machines/ask";
import { PLAYBOOKS } from "@/machines/list";
import type { Target } from "./drill";

/** Minutes of the customer that a command takes, by what it costs; the restart for a kernel dump is paid once, on opening it. */
const MINUTES: Readonly<Record<Cost, number>> = {
  safe: 0,
  live: 1,
  slow: 5,
  elevated: 1,
  "stops-process": 2,
  "needs-reboot": 0,
};

const TAKES_DUMP = /^(?:procdump|dotnet-dump\s+collect)\b/i;
const SHELLS: readonly Target[] = ["cmd", "powershell", "unix"];

function costsByParser(): ReadonlyMap<string, Cost> {
  const costs = new Map<string, Cost>();
  for (const { steps, gaps } of PLAYBOOKS) {
    const asks = Object.values(steps).flatMap(({ ask }) => [
      ...ask.commands,
      ...ask.alternatives.flatMap(({ commands }) => commands),
    ]);
    for (const { command, cost } of [...asks, ...gaps]) if (!costs.has(command)) costs.set(command, cost);
  }
  return costs;
}

const COSTS = costsByParser();

/** What a line costs the customer. A dump that is open costs nothing, however long somebody looks at it. */
export function minutesOf(target: Target, line: string, parser: string | null): number {
  if (!SHELLS.includes(target)) return 0;
  if (TAKES_DUMP.test(line.trim())) return MINUTES["stops-process"];
  return parser === null ? 0 : MINUTES[COSTS.get(parser) ?? "live"];
}
