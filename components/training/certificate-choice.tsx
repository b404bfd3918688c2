"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { useAttempts } from "@/browser/use-attempts";
import { MASTERY } from "@/training/results/class-set";
import { Button } from "../ui/button";
import { type DrillName, drillName } from "./drill-names";
import { type FinishedAttempt, isFinished } from "./past-results";
import { Field, Tick } from "./trainer-field";
import { useTraineeName } from "./use-trainee-name";

export interface CertificateChoiceProps {
  written: readonly DrillName[];
  busy: boolean;
  onMake: (records: readonly FinishedAttempt[], name: string) => void;
}

/** The best of the tries at each drill, best first. */
function bestTries(records: readonly FinishedAttempt[]): FinishedAttempt[] {
  const byPoints = [...records].sort((a, b) => b.finished.summary.total - a.finished.summary.total);
  const codes = new Set<string>();
  return byPoints.filter(({ finished: { summary } }) => {
    const isNew = !codes.has(summary.code);
    codes.add(summary.code);
    return isNew && summary.solved;
  });
}

/** Chooses the drills that go on a certificate, and the name. */
export function CertificateChoice({ written, busy, onMake }: CertificateChoiceProps): ReactNode {
  const { state, attempts } = useAttempts();
  const trainee = useTraineeName();
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const tries = bestTries(attempts.filter(isFinished));
  const isChosen = ({ id, finished }: FinishedAttempt): boolean => changed.get(id) ?? finished.summary.total >= MASTERY;
  const chosen = tries.filter(isChosen);
  const { name } = trainee;
  if (tries.length === 0) {
    return (
      <p className="text-soft text-sm">
        {state === "loading" ? "Looking for finished drills …" : "No drill is solved in this browser yet. "}
        {state === "ready" && (
          <Link href="/training" className="link">
            Choose one
          </Link>
        )}
      </p>
    );
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (name !== null && chosen.length > 0) onMake(chosen, name);
      }}
    >
      <Field
        label="Name on the certificate"
        value={trainee.typed}
        onChange={trainee.onChange}
        autoComplete="name"
        required
        aria-invalid={trainee.problem !== null}
        hint={trainee.problem ?? "As it stands here it goes into the results, and the code rests on it."}
        className="max-w-sm"
      />
      <fieldset>
        <legend className="mb-1 font-medium text-sm">Solved drills, each with its best try</legend>
        {tries.map((record) => (
          <Tick
            key={record.id}
            checked={isChosen(record)}
            onChange={(on) => setChanged(new Map([...changed, [record.id, on]]))}
            label={
              <>
                {drillName(record.finished.summary.code, written)}{" "}
                <code className="font-mono text-soft text-xs">{record.finished.summary.code}</code>{" "}
                <span className="text-soft">· {record.finished.summary.total} points</span>
              </>
            }
          />
        ))}
      </fieldset>
      <div>
        <Button type="submit" kind="primary" disabled={busy || name === null || chosen.length === 0}>
          {busy ? "Playing the drills again …" : "Make the certificate"}
        </Button>
      </div>
    </form>
  );
}
