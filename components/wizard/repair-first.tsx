import { Wrench } from "lucide-react";
import type { ReactNode } from "react";
import type { Repair } from "@/machines/repairs";
import type { NextCommand } from "@/machines/resolve";
import { CommandList } from "./command-list";

export interface RepairFirstProps {
  repairs: readonly Repair[];
  /** The step's own commands, which stand below. */
  asked: readonly NextCommand[];
}

/** What has to be mended before the step's commands can bring anything. */
export function RepairFirst({ repairs, asked }: RepairFirstProps): ReactNode {
  const own = new Set(asked.map(({ command }) => command));
  return repairs.map(({ code, what, fix, commands, again }) => {
    const more = again.filter(({ command }) => !own.has(command));
    // The fix stands above the commands; each of them need not say it again.
    const mending = commands.map((next) => ({ ...next, why: "" }));
    return (
      <section
        key={code}
        aria-labelledby={`repair-${code}`}
        className="mt-4 rounded-lg border border-likely/40 bg-likely-soft p-3.5"
      >
        <h3 id={`repair-${code}`} className="flex gap-2 font-semibold text-sm">
          <Wrench aria-hidden className="mt-0.5 size-4 shrink-0 text-likely" />
          <span>
            <span className="text-likely">First: </span>
            {what}
          </span>
        </h3>
        <p className="mt-1 mb-2.5 text-sm">{fix}</p>
        <CommandList commands={[...mending, ...more]} />
      </section>
    );
  });
}
