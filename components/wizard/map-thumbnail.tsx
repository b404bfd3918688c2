"use client";

import { Map as MapIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { groupState, linePath, nodeState } from "../playbook/map-drawing";
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

/** What fits into a thumbnail: the groups where there are any, else the steps. */
function thumbnailOf({ overview, width, height, nodes, edges }: MapLayout, current: string, path: readonly string[]) {
  const boxes = overview
    ? overview.groups.map((group) => ({ ...group, state: groupState(group, current, path) }))
    : nodes.map((node) => ({ ...node, state: nodeState(node.id, current, path) }));
  return overview ? { ...overview, boxes } : { width, height, edges, boxes };
}

/** The playbook in small, with the place where the case stands; it opens in full. */
export function MapThumbnail({ layout, current, path }: MapThumbnailProps): ReactNode {
  const [open, setOpen] = useState(false);
  const here = layout.nodes.find((node) => node.id === current);
  const drawn = thumbnailOf(layout, current, path);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="group block w-full rounded-lg border border-line bg-card p-2 text-left hover:border-line-strong"
      >
        <svg viewBox={`0 0 ${drawn.width} ${drawn.height}`} aria-hidden="true" className="block h-40 w-full">
          {drawn.edges.map((edge) => (
            <path
              key={`${edge.from} ${edge.to}`}
              d={linePath(edge.points)}
              fill="none"
              stroke="var(--line)"
              strokeWidth="4"
            />
          ))}
          {drawn.boxes.map(({ id, x, y, width, height, state }) => (
            <rect
              key={id}
              x={x - width / 2}
              y={y - height / 2}
              width={width}
              height={height}
              rx="12"
              fill={state === "here" ? "var(--accent)" : state === "passed" ? "var(--accent-soft)" : "var(--sunken)"}
              stroke={state === "other" ? "var(--line-strong)" : "var(--accent)"}
              strokeWidth={state === "here" ? 8 : 3}
            />
          ))}
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
