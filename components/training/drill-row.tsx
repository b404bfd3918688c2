import { CircleDashed, CircleDot, Trophy } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { TOPIC_NAMES } from "@/training/topics";
import { drillAddress } from "./drill-address";
import type { DrillCard } from "./drill-card";
import type { DrillState } from "./drill-states";

function StateMark({ state: { begun, best } }: { state: DrillState }): ReactNode {
  const Icon = begun ? CircleDot : best === null ? CircleDashed : Trophy;
  const words = [begun && "in progress", best !== null && `best: ${best}`].filter(Boolean).join(" · ") || "new";
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap text-soft text-xs">
      <Icon aria-hidden className={begun || best !== null ? "size-3.5 text-accent" : "size-3.5"} />
      {words}
    </span>
  );
}

/** A written drill, with how it stands. */
export function DrillRow({ drill, state }: { drill: DrillCard; state: DrillState }): ReactNode {
  const { id, title, summary, topic, minutes } = drill;
  return (
    <li className="relative border-line border-t px-4 py-3 first:border-t-0 hover:bg-sunken">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <Link
          href={state.begun ? drillAddress(state.begun.code, state.begun.id) : `/training/${id}`}
          prefetch={false}
          className="font-medium text-accent after:absolute after:inset-0"
        >
          {title}
        </Link>
        <StateMark state={state} />
      </div>
      <p className="mt-0.5 text-sm">{summary}</p>
      <p className="mt-0.5 text-soft text-xs">{`${TOPIC_NAMES[topic]} · about ${minutes} minutes`}</p>
    </li>
  );
}
