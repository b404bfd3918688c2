"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { type FlameBox, type FlameLayout, FONT, neighbour } from "./flame-layout";
import type { FlameNode } from "./flame-tree";
import { FamilyLegend, FamilyPatterns, LOOKS, patternId } from "./frame-looks";

export interface FlameDrawingProps {
  label: string;
  layout: FlameLayout;
  /** Threads in the whole drawing, to say shares of. */
  total: number;
  onZoom: (node: FlameNode) => void;
  onZoomOut: () => void;
  /** The box that is pointed at or has the focus. */
  onRead: (box: FlameBox | null) => void;
}

const BAND = 8;

function share(threads: number, total: number): string {
  return total === 0 ? "" : `${Math.round((threads / total) * 100)} %`;
}

/** `Shop.Orders.Place, application, 72 threads, 25 %`. */
export function boxWords({ name, node, family }: FlameBox, total: number): string {
  const threads = `${node.threads.toLocaleString("en-US")} ${node.threads === 1 ? "thread" : "threads"}`;
  return `${name}, ${LOOKS[family].says}, ${threads}, ${share(node.threads, total)}`;
}

/** The boxes themselves: a tree that is walked with the arrow keys and zoomed with Enter and Escape. */
export function FlameDrawing({ label, layout, total, onZoom, onZoomOut, onRead }: FlameDrawingProps): ReactNode {
  const drawing = useId();
  const boxes = useRef(new Map<string, SVGGElement>());
  const [at, setAt] = useState<string | null>(null);
  const current = layout.boxes.some(({ key }) => key === at) ? at : (layout.boxes[0]?.key ?? null);

  const move = (event: KeyboardEvent, box: FlameBox): void => {
    if (event.key === "Enter" || event.key === " ") onZoom(box.node);
    else if (event.key === "Escape" || event.key === "Backspace") onZoomOut();
    else if (event.key === "Home") boxes.current.get(layout.boxes[0]?.key ?? "")?.focus();
    else if (event.key.startsWith("Arrow")) {
      const next = neighbour(layout, box.key, event.key);
      if (next !== null) boxes.current.get(next)?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <div role="tree" aria-label={label}>
        <svg
          role="presentation"
          width={layout.width}
          height={layout.height}
          className="block font-mono"
          onPointerLeave={() => onRead(null)}
        >
          <FamilyPatterns drawing={drawing} />
          {layout.boxes.map((box) => {
            const { key, x, y, width, height, text, family, level } = box;
            const { ink } = LOOKS[family];
            return (
              <g
                key={key}
                ref={(element) => {
                  if (element) boxes.current.set(key, element);
                  else boxes.current.delete(key);
                }}
                role="treeitem"
                aria-level={level}
                aria-label={boxWords(box, total)}
                tabIndex={key === current ? 0 : -1}
                className="group/box cursor-zoom-in outline-none"
                onClick={() => onZoom(box.node)}
                onKeyDown={(event) => move(event, box)}
                onFocus={() => {
                  setAt(key);
                  onRead(box);
                }}
                onPointerEnter={() => onRead(box)}
              >
                <rect
                  x={x + 0.5}
                  y={y + 0.5}
                  width={Math.max(0.5, width - 1)}
                  height={height - 1}
                  fill={`color-mix(in oklab, ${ink} 13%, var(--card))`}
                  stroke={ink}
                  strokeOpacity="0.45"
                  strokeDasharray={family === "unnamed" ? "3 3" : undefined}
                  className="group-hover/box:[stroke-opacity:1]"
                />
                <rect
                  x={x + 1}
                  y={y + 1}
                  width={Math.min(BAND, Math.max(0, width - 2))}
                  height={height - 2}
                  fill={`url(#${patternId(drawing, family)})`}
                />
                <rect
                  x={x + 1.25}
                  y={y + 1.25}
                  width={Math.max(0.5, width - 2.5)}
                  height={height - 2.5}
                  fill="none"
                  stroke="var(--accent)"
                  strokeWidth="2.5"
                  className="opacity-0 group-focus-visible/box:opacity-100"
                />
                <text x={x + BAND + 4} y={y + height / 2 + FONT * 0.36} fontSize={FONT} fill="var(--ink)">
                  {text}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
      <FamilyLegend drawing={drawing} families={new Set(layout.boxes.map(({ family }) => family))} />
    </>
  );
}
