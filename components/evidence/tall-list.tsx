"use client";

import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { afterScroll, drawnHeight, positionOf, rowsInSight, scrollAt, type TallPlace } from "./tall-scroll";

const ROW = 22;
/** Milliseconds without scrolling after which the scroll bar is put where the rows are. */
const REST = 160;

export interface TallListProps {
  /** For screen readers, with the count. */
  label: string;
  rows: number;
  /** Row to bring into sight; a new turn brings it up again. */
  target: { row: number; turn: number } | null;
  /** First and last row in sight, whenever they change. */
  onSight: (first: number, last: number) => void;
  renderRow: (row: number) => ReactNode;
}

/** Rows of one height, any number of them: only those in sight are drawn. */
export function TallList({ label, rows, target, onSight, renderRow }: TallListProps): ReactNode {
  const scroller = useRef<HTMLElement>(null);
  const place = useRef<TallPlace>({ position: 0, scroll: 0 });
  const [view, setView] = useState(600);
  const [position, setPosition] = useState(0);
  const tall = { rows, rowHeight: ROW, view };
  const { first, last } = rowsInSight(tall, position);

  const settle = useEffectEvent((): void => {
    const scroll = scrollAt(tall, place.current.position);
    if (!scroller.current || Math.abs(scroll - scroller.current.scrollTop) < 1) return;
    place.current = { position: place.current.position, scroll };
    scroller.current.scrollTop = scroll;
    place.current.scroll = scroller.current.scrollTop;
  });
  const follow = useEffectEvent((): void => {
    if (!scroller.current) return;
    place.current = afterScroll(tall, place.current, scroller.current.scrollTop);
    setPosition(place.current.position);
  });
  const reveal = useEffectEvent((row: number): void => {
    const next = positionOf(tall, row, place.current.position);
    place.current = { position: next, scroll: place.current.scroll };
    settle();
    setPosition(next);
  });
  const see = useEffectEvent(onSight);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = (): void => setView(element.clientHeight);
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    measure();
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onScroll = (): void => {
      clearTimeout(rest);
      rest = setTimeout(settle, REST);
      follow();
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      watcher.disconnect();
      clearTimeout(rest);
      element.removeEventListener("scroll", onScroll);
    };
  }, []);
  useEffect(() => see(first, last), [first, last]);
  useEffect(() => {
    if (!target) return;
    reveal(target.row);
    scroller.current?.scrollIntoView({ block: "nearest" });
  }, [target]);

  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  return (
    <section
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
      tabIndex={0}
      // What stands above may take another line once the place is known: no row may leave the window by that.
      className="h-[min(70vh,44rem)] scroll-my-16 overflow-y-auto overscroll-contain"
    >
      <div style={{ height: drawnHeight(tall) }}>
        <ol className="sticky top-0 overflow-hidden" style={{ height: Math.min(view, rows * ROW) }}>
          {shown.map((row) => (
            <li
              key={row}
              aria-setsize={rows}
              aria-posinset={row + 1}
              className="absolute inset-x-0 overflow-hidden"
              style={{ height: ROW, top: row * ROW - position }}
            >
              {renderRow(row)}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
