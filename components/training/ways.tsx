"use client";

import { Check, CircleDashed } from "lucide-react";
import type { ReactNode } from "react";
import { count } from "@/findings/say";
import { cx } from "../ui/cx";
import { useOpenDrill } from "./open-drill";
import { JUDGEMENTS, ownWay } from "./own-way";
import { labelOf } from "./target-tabs";

const LOOKS: Readonly<Record<string, string>> = {
  asked: "text-accent",
  useful: "text-accent",
  harmful: "font-semibold text-confirmed",
  detour: "text-likely",
};

function Minutes({ minutes }: { minutes: number }): ReactNode {
  return minutes > 0 ? <span className="whitespace-nowrap"> · {minutes} min</span> : null;
}

function OwnWay(): ReactNode {
  const { view, acts } = useOpenDrill();
  const steps = ownWay(view, acts);
  if (steps.length === 0) return <p className="text-sm text-soft">You did nothing.</p>;
  return (
    <ol className="grid gap-2">
      {steps.map(({ act, says, isCommand, judged, minutes }, index) => (
        <li key={act} className="grid grid-cols-[1.75rem_minmax(0,1fr)] text-sm">
          <span className="text-soft">{index + 1}</span>
          <div className="min-w-0">
            <p className={cx("[overflow-wrap:anywhere]", isCommand && "font-mono text-xs")}>{says}</p>
            {judged && (
              <p className="text-soft text-xs">
                <span className={LOOKS[judged]}>{JUDGEMENTS[judged]}</span>
                <Minutes minutes={minutes} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function BestWay(): ReactNode {
  const { view, acts } = useOpenDrill();
  const own = ownWay(view, acts);
  const placeOf = (act: number): number => own.findIndex((step) => step.act === act) + 1;
  return (
    <ol className="grid gap-2.5">
      {(view.debrief?.best ?? []).map(({ title, target, command, why, minutes, acts: same }) => {
        const places = same.map(placeOf).filter((place) => place > 0);
        return (
          <li key={`${title} ${command}`} className="grid grid-cols-[1.75rem_minmax(0,1fr)] text-sm">
            {same.length > 0 ? (
              <Check aria-hidden className="mt-0.5 size-4 text-accent" />
            ) : (
              <CircleDashed aria-hidden className="mt-0.5 size-4 text-soft" />
            )}
            <div className="min-w-0">
              <p className="font-medium">{title}</p>
              <p className={cx("[overflow-wrap:anywhere]", target !== null && "font-mono text-xs")}>{command}</p>
              <p className="text-soft text-xs">
                {same.length > 0
                  ? `You did it${places.length > 0 ? ` (${places.join(", ")})` : ""}. `
                  : "You did not do it. "}
                {why} {target && `In: ${labelOf(view.targets, target)}`}
                <Minutes minutes={minutes} />
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** The trainee's way beside the best one. */
export function Ways(): ReactNode {
  const { view } = useOpenDrill();
  const best = view.debrief?.best ?? [];
  const minutes = best.reduce((sum, step) => sum + step.minutes, 0);
  return (
    <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
      <section aria-labelledby="own-way" className="rounded-xl border border-line bg-card p-4.5">
        <h3 id="own-way" className="mb-2.5 font-semibold">
          Your way
          <span className="font-normal text-soft text-xs">
            {" "}
            · {count(view.spent.commands, "command")}, {count(view.spent.minutes, "minute")}
          </span>
        </h3>
        <OwnWay />
      </section>
      <section aria-labelledby="best-way" className="rounded-xl border border-line bg-card p-4.5">
        <h3 id="best-way" className="mb-2.5 font-semibold">
          The best way
          <span className="font-normal text-soft text-xs">
            {" "}
            · {count(best.length, "step")}, {count(minutes, "minute")}
          </span>
        </h3>
        <BestWay />
      </section>
    </div>
  );
}
