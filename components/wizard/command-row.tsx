import { Activity, Hourglass, KeyRound, type LucideIcon, PauseCircle, RotateCcw, ShieldCheck } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { COSTS, type Cost } from "@/machines/ask";
import type { NextCommand } from "@/machines/resolve";
import { CommandText } from "../ui/command-text";
import { CopyButton } from "../ui/copy-button";

const COST_ICONS: Readonly<Record<Cost, LucideIcon>> = {
  safe: ShieldCheck,
  live: Activity,
  slow: Hourglass,
  elevated: KeyRound,
  "stops-process": PauseCircle,
  "needs-reboot": RotateCcw,
};

/** A command with what it costs, why it is asked for, and a button to copy it. */
export function CommandRow({ next }: { next: NextCommand }): ReactNode {
  const Icon = COST_ICONS[next.cost];
  return (
    <li className="grid gap-x-3 gap-y-1.5 rounded-lg bg-sunken py-2 pr-2 pl-3.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div className="min-w-0">
        <CommandText command={next.command} />
        {next.why && <p className="mt-1 text-soft text-xs">{next.why}</p>}
        <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-2xs text-soft">
          <span className="inline-flex items-center gap-1">
            <Icon aria-hidden className="size-3.5" />
            {COSTS[next.cost]}
          </span>
          {next.id && (
            <Link href={`/commands/${next.id}`} className="link inline-flex min-h-6 items-center font-normal">
              what it prints
              <span className="sr-only">: {next.command}</span>
            </Link>
          )}
          {!next.complete && (
            <span className="font-medium text-likely">
              {next.id ? "fill in the underlined part: an earlier output would give it" : "fill in the underlined part"}
            </span>
          )}
        </p>
      </div>
      <CopyButton text={next.command} what={next.command} className="justify-self-start sm:justify-self-end" />
    </li>
  );
}
