"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useDeferredValue, useId, useMemo, useState } from "react";
import type { Cite } from "@/evidence";
import { count } from "@/findings/say";
import type { StackSurvey } from "@/findings/stack-groups";
import { Figure, type FigureRow } from "./figure";
import { boxWords, FlameDrawing } from "./flame-drawing";
import { type FlameBox, layOutFlame } from "./flame-layout";
import { type FlameNode, flameTree, groupsBelow, nodeName, shortFrame } from "./flame-tree";
import { LOOKS } from "./frame-looks";
import { GroupThreads } from "./group-threads";
import { pointing } from "./pointing";
import { useWidth } from "./use-width";

/** Rows of the table twin; a screen reader reads no more at once than anybody else. */
const MOST_ROWS = 60;
const MOST_GROUPS = 6;
const MOST_CITES = 6;

/** The stacks merged from their roots, as wide as the number of threads that came each way. */
export function Flame({ survey }: { survey: StackSurvey }): ReactNode {
  const idleId = useId();
  const [withIdle, setWithIdle] = useState(false);
  const everyIdle = survey.idle === survey.threads;
  const shownIdle = withIdle || everyIdle;
  const root = useMemo(() => flameTree(survey, shownIdle), [survey, shownIdle]);
  const [way, setWay] = useState<readonly FlameNode[]>([]);
  const path = way[0] === root ? way : [root];
  const focus = path.at(-1) ?? root;
  const [ref, width] = useWidth<HTMLDivElement>();
  const drawn = useDeferredValue(width);
  const layout = useMemo(() => layOutFlame(focus, drawn), [focus, drawn]);
  const [read, setRead] = useState<FlameBox | null>(null);
  const rows = useMemo(() => layout.boxes.slice(0, MOST_ROWS).map(rowOf), [layout]);
  const groups = useMemo(() => groupsBelow(focus).sort((a, b) => b.count - a.count), [focus]);

  const zoom = (node: FlameNode): void => {
    if (node === focus) return;
    setWay([...path, node]);
    setRead(null);
  };
  const zoomTo = (index: number): void => setWay(path.slice(0, Math.max(1, index + 1)));

  return (
    <Figure
      title={survey.title}
      wide
      caption={
        <>
          The top is where threads begin; each box below was called by the one above it, and is as wide as the threads
          in it. Enter or a click looks closer, Escape goes back, arrows walk.
        </>
      }
      columns={["Frame", "Whose", "Level", "Threads"]}
      rows={rows}
    >
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs">
        <span className="text-soft">
          {count(root.threads, "thread")}
          {!shownIdle && survey.idle > 0 && `, ${count(survey.idle, "idle one")} left out`}
        </span>
        {survey.idle > 0 && !everyIdle && (
          <label htmlFor={idleId} className="flex min-h-6 items-center gap-1.5">
            <input
              id={idleId}
              type="checkbox"
              checked={withIdle}
              onChange={(event) => {
                setWithIdle(event.target.checked);
                setWay([]);
              }}
              className="size-3.5 accent-(--accent)"
            />
            Show idle threads
          </label>
        )}
      </div>
      {path.length > 1 && (
        <nav aria-label="Frames looked into" className="mb-2">
          <ol className="flex flex-wrap items-center gap-x-1 text-xs">
            {path.map((node, index) => (
              <li key={node.id} className="flex min-w-0 items-center gap-1">
                {index > 0 && <ChevronRight aria-hidden className="size-3 shrink-0 text-faint" />}
                {node === focus ? (
                  <span aria-current="location" className="font-mono text-2xs [overflow-wrap:anywhere]">
                    {nodeName(node)}
                  </span>
                ) : (
                  <button
                    type="button"
                    className="link min-h-6 text-left font-mono text-2xs [overflow-wrap:anywhere]"
                    onClick={() => zoomTo(index)}
                  >
                    {nodeName(node)}
                  </button>
                )}
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div ref={ref} className="min-h-8 overflow-hidden">
        {drawn > 0 && (
          <FlameDrawing
            label={`${survey.title}, merged from their roots. ${count(root.threads, "thread")}.`}
            layout={layout}
            total={root.threads}
            onZoom={zoom}
            onZoomOut={() => zoomTo(path.length - 2)}
            onRead={setRead}
          />
        )}
      </div>
      <p className="mt-2 min-h-10 rounded-md bg-sunken px-2.5 py-1.5 font-mono text-2xs [overflow-wrap:anywhere] print:hidden">
        {read ? boxWords(read, root.threads) : "Point at a box to read it in full."}
      </p>
      {path.length > 1 && (
        <section aria-label={`Threads in ${nodeName(focus)}`} className="mt-3">
          <h4 className="mb-1 font-medium text-sm">{count(focus.threads, "thread")} here</h4>
          {groups.slice(0, MOST_GROUPS).map((group) => (
            <div key={group.id} className="mb-1">
              <p className="font-mono text-2xs text-soft [overflow-wrap:anywhere]">
                {group.count} × {group.telling.flatMap((place) => shortOf(survey, group.frames[place])).join(" ↳ ")}
              </p>
              <GroupThreads group={group} />
            </div>
          ))}
          {groups.length > MOST_GROUPS && (
            <p className="text-soft text-xs">
              and {count(groups.length - MOST_GROUPS, "more kind")} of stack: look closer.
            </p>
          )}
        </section>
      )}
    </Figure>
  );
}

function shortOf({ frames }: StackSurvey, index: number | undefined): string[] {
  const frame = index === undefined ? undefined : frames[index];
  return frame ? [shortFrame(frame)] : [];
}

/** The first threads of a node by their lines; the groups below it lead to all. */
function citesOf(node: FlameNode): Cite[] {
  const cites: Cite[] = [];
  for (const { threads } of groupsBelow(node)) {
    for (const thread of threads) {
      if (cites.length >= MOST_CITES) return cites;
      cites.push(...thread.cites);
    }
  }
  return cites;
}

function rowOf({ key, node, name, family, level }: FlameBox): FigureRow {
  const cites = citesOf(node);
  return {
    id: key,
    head: name,
    cells: [LOOKS[family].says, String(level), node.threads.toLocaleString("en-US")],
    findings: cites.length > 0 ? [pointing(name, cites)] : [],
  };
}
