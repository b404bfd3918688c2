"use client";

import { Check, CircleDot, CircleSlash2 } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { Playbook } from "@/machines/playbook";
import { ShowLines } from "../evidence/show-lines";
import { cx } from "../ui/cx";
import { useOpenCase } from "./open-case";
import { type WayStep, waySteps } from "./way-steps";

const STATES: Readonly<Record<WayStep["state"], string>> = {
  passed: "passed",
  skipped: "skipped",
  current: "this step",
  ahead: "ahead",
};

function Dot({ state }: { state: WayStep["state"] }): ReactNode {
  const look = "absolute top-1 left-0 flex size-4 items-center justify-center rounded-full";
  if (state === "passed") {
    return (
      <span className={cx(look, "bg-accent text-accent-ink")}>
        <Check aria-hidden className="size-3" strokeWidth={3} />
      </span>
    );
  }
  if (state === "skipped") return <CircleSlash2 aria-hidden className={cx(look, "bg-card text-soft")} />;
  if (state === "current") {
    return <CircleDot aria-hidden className={cx(look, "bg-card text-accent ring-4 ring-accent-soft")} />;
  }
  return <span className={cx(look, "scale-75 border-[1.5px] border-line-strong border-dashed bg-paper")} />;
}

function Row({ step, last }: { step: WayStep; last: boolean }): ReactNode {
  const { state, brought, reason } = step;
  return (
    <li className="relative pb-3 pl-6.5" aria-current={state === "current" ? "step" : undefined}>
      {!last && (
        <span
          aria-hidden="true"
          className={cx(
            "absolute top-5 bottom-[-0.25rem] left-[0.45rem] border-l-[1.5px]",
            state === "passed" ? "border-accent/40" : "border-line border-dashed",
          )}
        />
      )}
      <Dot state={state} />
      <p
        className={cx(
          "text-sm leading-snug",
          state === "current" ? "font-semibold" : state === "ahead" ? "text-soft" : "font-medium",
        )}
      >
        {step.label}
        {state !== "current" && <span className="sr-only">, {STATES[state]}</span>}
      </p>
      {brought && (
        <div className="mt-0.5 text-soft text-xs leading-snug">
          <p className="line-clamp-3" title={brought.says}>
            {brought.says}
          </p>
          <ShowLines finding={brought} short most={1} />
        </div>
      )}
      {state === "skipped" && (
        <p className="mt-0.5 text-soft text-xs leading-snug">Skipped{reason ? `: ${reason}` : ""}</p>
      )}
      {state === "passed" && !brought && (
        <p className="mt-0.5 text-soft text-xs leading-snug">Not needed: the evidence goes past it</p>
      )}
    </li>
  );
}

/** The steps passed with what they brought, the step at hand, and what lies ahead. */
export function Way({ playbook }: { playbook: Playbook }): ReactNode {
  const { diagnosed: subject, diagnosis } = useOpenCase();
  const steps = useMemo(() => waySteps(playbook, subject, diagnosis), [playbook, subject, diagnosis]);
  return (
    <section aria-labelledby="way">
      <h2 id="way" tabIndex={-1} className="panel-title mb-3">
        The way so far
      </h2>
      <ol>
        {steps.map((step, index) => (
          <Row key={step.id} step={step} last={index === steps.length - 1} />
        ))}
      </ol>
    </section>
  );
}
