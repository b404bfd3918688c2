import type { Deadlock, Finding } from "@/evidence";
import { cite, fact, type Rule } from "../rule";

const isMonitor = (type: string): boolean => /^(?:SyncBlock|thinlock)$/i.test(type);
const isSection = (type: string): boolean => /^Crit(?:ical)?Sec/i.test(type);

/** Which ring it is: of monitors, of critical sections, or of several kinds. */
function kindOf({ holders }: Deadlock): string {
  const types = holders.map(({ holds }) => holds.type);
  if (types.some(isMonitor)) return "lock-cycle";
  return types.every(isSection) ? "critical-section-cycle" : "mixed-lock-cycle";
}

const lockName = ({ type, address, objectType }: Deadlock["holders"][number]["holds"]): string =>
  objectType === null ? `the ${type} ${address}` : `the lock on ${objectType}`;

/** Deadlocks that the debugger's extension has worked out by itself. */
export const deadlocks: Rule = {
  id: "deadlocks",
  finds: ["lock-cycle", "critical-section-cycle", "mixed-lock-cycle"],
  derive(evidence) {
    return evidence.of("deadlocks").flatMap(({ report, block }): Finding[] =>
      report.deadlocks
        .filter(({ holders }) => holders.length > 1)
        .map((deadlock) =>
          fact(
            kindOf(deadlock),
            `Deadlock: ${deadlock.holders.map(({ clrThread, holds, waitsFor }) => `CLR thread ${clrThread} holds ${lockName(holds)} and waits for ${lockName(waitsFor)}`).join("; ")}.`,
            [cite(block, deadlock.line), ...deadlock.holders.map(({ line }) => cite(block, line))],
            {
              clrThreads: deadlock.holders.map(({ clrThread }) => clrThread),
              types: deadlock.holders.map(({ holds }) => holds.objectType ?? holds.type),
            },
          ),
        ),
    );
  },
};
