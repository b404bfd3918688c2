"use client";

import { type ReactNode, useState } from "react";
import type { ClassSet } from "@/training/results/class-set";
import { classRows, type Try, traineeLines } from "@/training/results/class-table";
import { Button } from "../ui/button";
import { Segmented } from "../ui/segmented";
import type { DrillName } from "./drill-names";
import { FileChooser } from "./file-chooser";
import { ClassExports } from "./trainer-exports";
import { ClassTable } from "./trainer-table";
import type { ClassResults } from "./use-class-results";

export interface CollectProps {
  set: ClassSet;
  written: readonly DrillName[];
  class: ClassResults;
}

function Missing({ lines }: { lines: ReturnType<typeof traineeLines> }): ReactNode {
  return (
    <ul className="grid gap-0.5 text-sm">
      {lines.map(({ trainee, passed, missing, mean }) => (
        <li key={trainee}>
          <b className="font-medium">{trainee}</b>: {passed} passed, {mean} points on average over the set
          {missing.length > 0 ? `; missing: ${missing.join(", ")}` : "; nothing is missing"}
        </li>
      ))}
    </ul>
  );
}

/** Takes the class's result files and shows them in one table. */
export function CollectResults({ set, written, class: collected }: CollectProps): ReactNode {
  const [which, setWhich] = useState<Try>("best");
  const { results, reading, take, clear } = collected;
  // Without a set every drill belongs to it.
  const whole = set.codes.length > 0 ? set : { ...set, codes: [...new Set(results.map(({ result }) => result.code))] };
  const rows = classRows(results, which, whole);
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <FileChooser label="Open result files" disabled={reading !== null} onFiles={(files) => void take(files)} />
        <p role="status" className="text-soft text-sm">
          {reading
            ? `Playing ${Math.min(reading.done + 1, reading.of)} of ${reading.of} again …`
            : "or drop them anywhere on this page. Each is checked by playing it again."}
        </p>
      </div>
      {rows.length > 0 && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <Segmented
              label="Of several tries"
              value={which}
              onChange={setWhich}
              options={[
                { value: "best", label: "the best" },
                { value: "first", label: "the first" },
                { value: "last", label: "the last" },
              ]}
            />
            <Button kind="quiet" onClick={clear}>
              Empty the table
            </Button>
          </div>
          <ClassTable rows={rows} written={written} />
          <Missing lines={traineeLines(rows, whole)} />
          <ClassExports rows={rows} set={{ ...whole, title: whole.title.trim() || "Class set" }} />
        </>
      )}
    </div>
  );
}
