"use client";

import { Tabs } from "radix-ui";
import { type ReactNode, useState } from "react";
import { count } from "@/findings/say";
import type { Target } from "@/training/drill";
import type { TargetView } from "@/training/view";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { useOpenDrill } from "./open-drill";

const TAB =
  "inline-flex min-h-10 shrink-0 items-center gap-2 whitespace-nowrap border-transparent border-b-2 px-3 font-medium text-sm text-soft hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink pointer-coarse:min-h-11";

/** The places to type at. Opening one may cost the customer time: it says so and asks first. */
export function TargetTabs({ children }: { children: ReactNode }): ReactNode {
  const { view, take } = useOpenDrill();
  const [asking, setAsking] = useState<TargetView | null>(null);

  const choose = (target: string): void => {
    const chosen = view.targets.find((one) => one.target === target);
    if (!chosen || chosen.target === view.target) return;
    if (!chosen.open && chosen.minutes > 0) setAsking(chosen);
    else void take({ do: "open", target: chosen.target });
  };
  return (
    <Tabs.Root
      value={view.target}
      onValueChange={choose}
      activationMode="manual"
      className="flex min-h-0 flex-1 flex-col"
    >
      <Tabs.List
        aria-label="Where you type"
        className="flex overflow-x-auto overflow-y-hidden border-line border-b bg-card"
      >
        {view.targets.map(({ target, label, open, minutes }) => (
          <Tabs.Trigger key={target} value={target} className={TAB}>
            {label}
            {!open && minutes > 0 && (
              <span className="rounded bg-likely-soft px-1.5 text-2xs text-likely">costs {minutes} min</span>
            )}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value={view.target} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        {children}
      </Tabs.Content>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Open “${asking?.label ?? ""}”?`}
        description={`It takes ${count(asking?.minutes ?? 0, "minute")} of the customer's time. ${asking?.why ?? ""}`}
        action={`Spend ${count(asking?.minutes ?? 0, "minute")}`}
        cancel="Not now"
        kind="primary"
        onConfirm={() => asking && void take({ do: "open", target: asking.target })}
      />
    </Tabs.Root>
  );
}

/** What a target is called. */
export function labelOf(targets: readonly TargetView[], target: Target): string {
  return targets.find((one) => one.target === target)?.label ?? target;
}
