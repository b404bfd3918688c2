"use client";

import { ArrowDown, ArrowUp, Check, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type ClassRow, COLUMNS, type Column, type Sorting, sortRows } from "@/training/results/class-table";
import { cx } from "../ui/cx";
import { type DrillName, drillName, timeText } from "./drill-names";

const FIGURES: readonly Column[] = ["points", "minutes", "seconds", "hints", "wrongAccusations", "tries"];
const HEADINGS: Readonly<Record<Column, string>> = { ...COLUMNS, seconds: "Time" };

function Heading({ column, sorting, onSort }: { column: Column; sorting: Sorting; onSort: () => void }): ReactNode {
  const isBy = sorting.by === column;
  const Arrow = sorting.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isBy ? (sorting.descending ? "descending" : "ascending") : "none"}
      className={cx("border-line border-b p-0 align-bottom", FIGURES.includes(column) ? "text-right" : "text-left")}
    >
      <button
        type="button"
        onClick={onSort}
        className="inline-flex min-h-9 items-end gap-1 px-2.5 [text-align:inherit] py-1.5 font-medium text-xs hover:text-accent"
      >
        {HEADINGS[column]}
        <Arrow aria-hidden className={cx("size-3.5 shrink-0", isBy ? "" : "opacity-0")} />
      </button>
    </th>
  );
}

function Passed({ passed }: { passed: boolean }): ReactNode {
  const Icon = passed ? Check : X;
  return (
    <span className={cx("whitespace-nowrap [&_svg]:inline", passed ? "text-accent" : "text-confirmed")}>
      <Icon aria-hidden className="size-3.5" />
      {passed ? "passed" : "failed"}
    </span>
  );
}

function Cells({ row, written }: { row: ClassRow; written: readonly DrillName[] }): ReactNode {
  const texts: Readonly<Record<Exclude<Column, "trainee">, ReactNode>> = {
    code: (
      <>
        {drillName(row.code, written)} <code className="font-mono text-soft text-xs">{row.code}</code>
        {!row.inSet && <span className="text-likely text-xs"> · not of this set</span>}
      </>
    ),
    points: (
      <>
        {row.points} <Passed passed={row.passed} />
      </>
    ),
    minutes: row.minutes,
    seconds: timeText(row.seconds),
    hints: row.hints,
    wrongAccusations: row.wrongAccusations,
    worstMistake: row.worstMistake || <span className="text-soft">none</span>,
    tries: row.tries,
    finishedAt: `${row.finishedAt.slice(0, 10)} ${row.finishedAt.slice(11, 16)}`,
  };
  return Object.entries(texts).map(([column, text]) => (
    <td
      key={column}
      className={cx(
        "border-line border-b px-2.5 py-1.5 align-top",
        FIGURES.includes(column as Column) && "whitespace-nowrap text-right tabular-nums",
      )}
    >
      {text}
    </td>
  ));
}

/** Who, which drill, how well, and what went wrong. */
export function ClassTable({ rows, written }: { rows: readonly ClassRow[]; written: readonly DrillName[] }): ReactNode {
  const [sorting, setSorting] = useState<Sorting>({ by: "trainee", descending: false });
  const sort = (by: Column): void => {
    setSorting((before) => ({ by, descending: before.by === by && !before.descending }));
  };
  return (
    <section aria-label="Table of the results" className="overflow-x-auto rounded-lg border border-line bg-card">
      <table className="w-full min-w-[60rem] border-collapse text-sm">
        <thead>
          <tr>
            {(Object.keys(COLUMNS) as Column[]).map((column) => (
              <Heading key={column} column={column} sorting={sorting} onSort={() => sort(column)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sortRows(rows, sorting).map((row) => (
            <tr key={row.result.seal}>
              <th scope="row" className="border-line border-b px-2.5 py-1.5 text-left align-top font-medium">
                {row.trainee}
              </th>
              <Cells row={row} written={written} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
