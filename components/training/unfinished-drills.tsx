"use client";

import { Trash2 } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import type { AttemptRecord } from "@/browser/attempt-record";
import { count } from "@/findings/say";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { drillAddress } from "./drill-address";
import { type DrillName, drillName } from "./drill-names";

export interface UnfinishedDrillsProps {
  drills: readonly DrillName[];
  attempts: readonly AttemptRecord[];
  onRemove: (id: string) => void;
}

/** Attempts that can be gone on with. */
export function UnfinishedDrills({ drills, attempts, onRemove }: UnfinishedDrillsProps): ReactNode {
  const [removing, setRemoving] = useState<AttemptRecord | null>(null);
  const open = attempts.filter(({ finished }) => finished === null);
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="unfinished">
      <h2 id="unfinished" className="panel-title mb-2">
        Go on
      </h2>
      <ul className="rounded-lg border border-line bg-card">
        {open.map((attempt) => (
          <li
            key={attempt.id}
            className="flex items-center gap-2 border-line border-t py-1 pr-1.5 pl-4 first:border-t-0"
          >
            <div className="min-w-0 flex-1 py-1.5">
              <Link href={drillAddress(attempt.code, attempt.id)} className="font-medium hover:underline">
                {drillName(attempt.code, drills)}
              </Link>
              <p className="text-soft text-xs">
                <span className="font-mono">{attempt.code}</span> · {count(attempt.acts, "input")}
              </p>
            </div>
            <Button
              kind="quiet"
              className="px-2 text-soft"
              aria-label={`Delete the attempt at ${attempt.code}`}
              onClick={() => setRemoving(attempt)}
            >
              <Trash2 aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(next) => !next && setRemoving(null)}
        title="Delete this attempt?"
        description="What you typed in it goes for good. The drill itself can be begun again."
        action="Delete the attempt"
        onConfirm={() => removing && onRemove(removing.id)}
      />
    </section>
  );
}
