"use client";

import { Map as MapIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { linePath } from "../playbook/map-drawing";
import type { MapLayout } from "../playbook/map-layout";
import { PlaybookMap } from "../playbook/playbook-map";
import { Dialog } from "../ui/dialog";

export interface MapThumbnailProps {
  layout: MapLayout;
  current: string;
  path: readonly string[];
}

/** Brings the place where the case stands into the middle of the map. */
function revealCurrent(map: HTMLElement | null): void {
  const here = map?.querySelector('svg [aria-label$="you are here"]');
  // After the window has taken its place and its focus.
  requestAnimationFrame(() => here?.scrollIntoView({ block: "center", inline: "center" }));
}

/** The playbook in small, with the place where the case stands; it opens in full. */
export function MapThumbnail({ layout, current, path }: MapThumbnailProps): ReactNode {
  const [open, setOpen] = useState(false);
  const here = layout.nodes.find((node) => node.id === current);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="group block w-full rounded-lg border border-line bg-card p-2 text-left hover:border-line-strong"
      >
        <svg viewBox={`0 0 ${layout.width} ${layout.height}`} aria-hidden="true" className="block h-40 w-full">
          {layout.edges.map((edge) => (
            <path
              key={`${edge.from} ${edge.to}`}
              d={linePath(edge.points)}
              fill="none"
              stroke="var(--line)"
              strokeWidth="4"
            />
          ))}
          {layout.nodes.map(({ id, x, y, width, height }) => {
            const state = id === current ? "here" : path.includes(id) ? "passed" : "other";
            return (
              <rect
                key={id}
                x={x - width / 2}
                y={y - height / 2}
                width={width}
                height={height}
                rx="12"
                fill={state === "here" ? "var(--accent)" : state === "passed" ? "var(--accent-soft)" : "var(--sunken)"}
                stroke={state === "other" ? "var(--line-strong)" : "var(--accent)"}
                strokeWidth={state === "here" ? 10 : 3}
              />
            );
          })}
        </svg>
        <span className="mt-1.5 flex items-center gap-1.5 font-medium text-accent text-xs">
          <MapIcon aria-hidden className="size-3.5" />
          <span className="group-hover:underline">Map of the playbook</span>
        </span>
        <span className="block text-2xs text-soft">you are at “{here?.label ?? current}”</span>
      </button>
      <Dialog open={open} onOpenChange={setOpen} wide title={`Map: ${layout.title}`}>
        <div ref={revealCurrent}>
          <PlaybookMap layout={layout} current={current} path={path} />
        </div>
      </Dialog>
    </>
  );
}
