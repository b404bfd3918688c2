"use client";

import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { cx } from "../ui/cx";
import { OutputRow, type OutputRowProps, rowLook } from "./output-row";

export interface MarkingListProps {
  act: number;
  /** The line that brought them. */
  typed: string;
  rows: readonly OutputRowProps[];
  onToggle: (act: number, line: number) => void;
}

/** Brings the focus to the output above or below. */
function leave(list: HTMLElement, step: 1 | -1): void {
  const lists = [...document.querySelectorAll<HTMLElement>("[data-marking-list]")];
  lists[lists.indexOf(list) + step]?.focus();
}

/** The lines of an output to choose from, by arrows and space. */
export function MarkingList({ act, typed, rows, onToggle }: MarkingListProps): ReactNode {
  const id = useId();
  const [active, setActive] = useState(0);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const last = rows.length - 1;
    const places: Readonly<Record<string, number>> = {
      ArrowUp: active - 1,
      ArrowDown: active + 1,
      PageUp: Math.max(0, active - 10),
      PageDown: Math.min(last, active + 10),
      Home: 0,
      End: last,
    };
    const to = places[event.key];
    if (to === undefined && event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (to === undefined) onToggle(act, active);
    else if (to < 0 || to > last) leave(event.currentTarget, to < 0 ? -1 : 1);
    else {
      setActive(to);
      document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: "nearest" });
    }
  };
  return (
    <div
      role="listbox"
      data-marking-list
      tabIndex={0}
      aria-multiselectable="true"
      aria-label={`Lines of ${typed}`}
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={onKeyDown}
      className="group/list w-max min-w-full outline-offset-[-2px]"
    >
      {rows.map((row) => (
        <div
          key={row.line}
          id={`${id}-${row.line}`}
          role="option"
          tabIndex={-1}
          aria-selected={row.marked}
          data-act={act}
          data-line={row.line}
          className={cx(
            rowLook(row),
            "cursor-pointer outline-offset-[-2px] hover:bg-mark",
            row.line === active && "group-focus/list:outline-2 group-focus/list:outline-accent",
          )}
        >
          <OutputRow {...row} />
        </div>
      ))}
    </div>
  );
}
