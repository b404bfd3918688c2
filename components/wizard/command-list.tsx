import { Cpu, type LucideIcon, Server, ShieldHalf } from "lucide-react";
import type { ReactNode } from "react";
import type { Target } from "@/machines/ask";
import type { NextCommand } from "@/machines/resolve";
import { CopyButton } from "../ui/copy-button";
import { CommandRow } from "./command-row";

const TARGETS: readonly { target: Target; where: string; icon: LucideIcon }[] = [
  { target: "process-dump", where: "In the process dump", icon: Cpu },
  { target: "kernel-dump", where: "In a kernel dump", icon: ShieldHalf },
  { target: "server", where: "On the server", icon: Server },
];

/** Commands, grouped by where they are typed. */
export function CommandList({ commands }: { commands: readonly NextCommand[] }): ReactNode {
  return TARGETS.map(({ target, where, icon: Icon }) => {
    const here = commands.filter((next) => next.target === target);
    const whole = here.filter((next) => next.complete);
    if (here.length === 0) return null;
    return (
      <div key={target} className="mt-3 first:mt-0">
        <div className="mb-1.5 flex min-h-7 flex-wrap items-center justify-between gap-x-3">
          <p className="flex items-center gap-1.5 text-soft text-xs">
            <Icon aria-hidden className="size-3.5" />
            {where}
          </p>
          {whole.length > 1 && (
            <CopyButton
              text={whole.map((next) => next.command).join("\n")}
              what={`${whole.length} commands, ${where.toLowerCase()}`}
              label="Copy all"
              className="min-h-7 px-2 text-xs"
            />
          )}
        </div>
        <ul aria-label={where} className="grid gap-1.5">
          {here.map((next) => (
            <CommandRow key={`${next.id} ${next.command}`} next={next} />
          ))}
        </ul>
      </div>
    );
  });
}
