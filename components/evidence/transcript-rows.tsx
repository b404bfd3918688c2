"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { UnfoldVertical } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { TranscriptRow } from "./line-notes";

/** Above this the rows scroll in a window of their own, and only those in sight are drawn. */
const MANY = 400;

export interface TranscriptRowsProps {
  /** Name of the list for screen readers. */
  label: string;
  rows: readonly TranscriptRow[];
  renderLine: (line: number) => ReactNode;
  onUnfold: (first: number, last: number) => void;
  /** Line to bring into view; a new turn brings it up again. */
  target: { line: number; turn: number } | null;
}

function Fold({
  first,
  last,
  onUnfold,
}: {
  first: number;
  last: number;
  onUnfold: TranscriptRowsProps["onUnfold"];
}): ReactNode {
  return (
    <button
      type="button"
      onClick={() => onUnfold(first, last)}
      className="flex min-h-7 w-full items-center gap-2 border-line border-y border-dashed bg-sunken px-3 py-0.5 text-2xs text-soft hover:text-ink"
    >
      <UnfoldVertical aria-hidden className="size-3.5" />
      Show lines {first}–{last}
    </button>
  );
}

function rowKey(row: TranscriptRow): string {
  return row.kind === "line" ? `${row.line}` : `${row.first}-${row.last}`;
}

function useReveal(
  target: TranscriptRowsProps["target"],
  reveal: (line: number) => HTMLElement | null | undefined,
): void {
  const done = useRef(0);
  useEffect(() => {
    if (!target || done.current === target.turn) return;
    const row = reveal(target.line);
    if (!row) return;
    done.current = target.turn;
    row.scrollIntoView({ block: "center" });
    (row.querySelector<HTMLElement>("button[data-line]") ?? row).focus({ preventScroll: true });
  });
}

function ManyRows({ label, rows, renderLine, onUnfold, target }: TranscriptRowsProps): ReactNode {
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 23,
    overscan: 12,
    getItemKey: (index) => {
      const row = rows[index];
      return row ? rowKey(row) : index;
    },
  });
  useReveal(target, (line) => {
    const index = rows.findIndex((row) => row.kind === "line" && row.line === line);
    if (index < 0) return null;
    virtualizer.scrollToIndex(index, { align: "center" });
    return scroller.current?.querySelector<HTMLElement>(`[data-row="${line}"]`);
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
      tabIndex={0}
      className="max-h-[70vh] overflow-y-auto overscroll-contain"
    >
      <div style={{ height: before }} />
      <ol>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={item.key}
              data-index={item.index}
              data-row={row.kind === "line" ? row.line : undefined}
              ref={virtualizer.measureElement}
              tabIndex={-1}
            >
              {row.kind === "line" ? renderLine(row.line) : <Fold {...row} onUnfold={onUnfold} />}
            </li>
          );
        })}
      </ol>
      <div style={{ height: after }} />
    </section>
  );
}

function FewRows({ label, rows, renderLine, onUnfold, target }: TranscriptRowsProps): ReactNode {
  const list = useRef<HTMLOListElement>(null);
  useReveal(target, (line) => list.current?.querySelector<HTMLElement>(`[data-row="${line}"]`));
  return (
    <ol ref={list} aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)} data-row={row.kind === "line" ? row.line : undefined} tabIndex={-1}>
          {row.kind === "line" ? renderLine(row.line) : <Fold {...row} onUnfold={onUnfold} />}
        </li>
      ))}
    </ol>
  );
}

/** The rows of a transcript, all at once or, when there are many, only those in sight. */
export function TranscriptRows(props: TranscriptRowsProps): ReactNode {
  return props.rows.length > MANY ? <ManyRows {...props} /> : <FewRows {...props} />;
}
