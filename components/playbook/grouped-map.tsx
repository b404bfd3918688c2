"use client";

import { Check } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { count } from "@/findings/say";
import { cx } from "../ui/cx";
import { groupState, type NodeState, wasTaken } from "./map-drawing";
import type { MapGroup, MapOverview } from "./map-layout";
import { Line, MapPicture } from "./map-picture";
import { MapScroll } from "./map-scroll";

export interface GroupedMapProps {
  overview: MapOverview;
  title: string;
  /** The first step. */
  start: string;
  current?: string;
  path?: readonly string[];
}

const LOOKS: Readonly<Record<NodeState, string>> = {
  here: "border-accent bg-accent text-accent-ink",
  passed: "border-accent bg-accent-soft text-ink",
  other: "border-line-strong bg-card text-ink",
};
const SAID: Readonly<Record<NodeState, string>> = { here: "you are here", passed: "passed", other: "" };

interface GroupBoxProps {
  group: MapGroup;
  state: NodeState;
  open: boolean;
  controls: string;
  onOpen: () => void;
}

function GroupBox({ group, state, open, controls, onOpen }: GroupBoxProps): ReactNode {
  const { x, y, width, height, label, steps } = group;
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-controls={controls}
      onClick={onOpen}
      style={{ left: x - width / 2, top: y - height / 2, width, height }}
      className={cx(
        "absolute grid content-center rounded-xl border px-2 text-center leading-tight hover:border-accent",
        LOOKS[state],
        open && "outline-2 outline-accent outline-offset-3",
      )}
    >
      <span className="flex items-center justify-center gap-1 whitespace-nowrap font-medium text-sm">
        {state === "passed" && <Check aria-hidden className="size-3.5 shrink-0 text-accent" strokeWidth={3} />}
        {label}
      </span>
      <span className={cx("text-2xs", state === "here" ? "text-accent-ink" : "text-soft")}>
        {[count(steps.length, "step"), SAID[state]].filter(Boolean).join(" · ")}
      </span>
    </button>
  );
}

/** The groups of a playbook, one of which is open below them: the one where the case stands, to begin with. */
export function GroupedMap({ overview, title, start, current, path = [] }: GroupedMapProps): ReactNode {
  const { groups, edges, width, height } = overview;
  const groupOf = (step: string): string | undefined => groups.find(({ steps }) => steps.includes(step))?.id;
  const [chosen, setChosen] = useState<string | null>(null);
  const region = useId();
  const opened = groups.find(({ id }) => id === (chosen ?? groupOf(current ?? start))) ?? groups[0];
  const way = (current === undefined ? path : [...path, current]).flatMap((step) => groupOf(step) ?? []);
  const firstStep = opened?.layout.nodes.find(({ id }) => id === current) ?? opened?.layout.nodes[0];
  if (!opened) return null;
  return (
    <div className="grid gap-3 print:hidden">
      <MapScroll label={`Groups of the playbook ${title}`} focus={opened}>
        <div className="relative mx-auto" style={{ width, height }}>
          <svg aria-hidden="true" width={width} height={height} className="absolute inset-0 overflow-visible">
            {edges.map((edge) => (
              <Line key={`${edge.from} ${edge.to}`} edge={edge} taken={wasTaken(edge, undefined, way)} />
            ))}
          </svg>
          {groups.map((group) => (
            <GroupBox
              key={group.id}
              group={group}
              state={groupState(group, current, path)}
              open={group.id === opened.id}
              controls={region}
              onOpen={() => setChosen(group.id)}
            />
          ))}
        </div>
      </MapScroll>
      <div id={region}>
        <h3 className="mb-1.5 font-medium text-sm" aria-live="polite">
          {opened.label}: {count(opened.steps.length, "step")} and where they lead
        </h3>
        <MapScroll key={opened.id} label={`Map of the group ${opened.label}`} focus={firstStep ?? { x: 0, y: 0 }}>
          <MapPicture
            part={opened.layout}
            title={`Steps of the group ${opened.label} and the ways out of them`}
            current={current}
            path={path}
          />
        </MapScroll>
      </div>
    </div>
  );
}
