"use client";

import { ChevronRight, Lock } from "lucide-react";
import { type ReactNode, useState } from "react";
import { familyOf } from "@/findings/frame-families";
import { count, list } from "@/findings/say";
import type { StackGroup, StackSurvey } from "@/findings/stack-groups";
import { Breakable } from "./breakable";
import { shortFrame } from "./flame-tree";
import { LOOKS } from "./frame-looks";
import { GroupThreads } from "./group-threads";
import { shortType } from "./lock-words";
import { Marked } from "./marked";

export interface StackGroupRowProps {
  survey: StackSurvey;
  group: StackGroup;
  /** Frames to point out. */
  matches: ReadonlySet<number>;
  words: string;
}

/** So many frames are shown at first: the top ones, which tell most. */
const FEW = 30;

/** `waits to enter a monitor`, of one thread or of many. */
export function activityWords({ doing, idle }: StackGroup, threads: number): string {
  const says = idle?.says ?? doing?.says ?? "nothing known by name";
  if (idle || threads === 1) return says;
  return says.replace(/^is /, "are ").replace(/^(\w+?[^s])s /, "$1 ");
}

function Frames({ survey, group, matches, words }: StackGroupRowProps): ReactNode {
  const [all, setAll] = useState(false);
  const placed = group.frames.map((at, place) => ({ at, place }));
  const shown = all ? placed : placed.slice(0, FEW);
  return (
    <>
      <ol
        aria-label="Stack, top frame first"
        className="mb-2 rounded-md border border-line bg-sunken py-1.5 font-mono text-2xs"
      >
        {shown.map(({ at, place }) => {
          const frame = survey.frames[at];
          if (!frame) return null;
          const family = familyOf(frame.name, frame.side);
          const telling = group.telling.includes(place);
          return (
            <li
              key={place}
              className={`border-l-3 py-px pr-2 pl-5 -indent-3 leading-[1.45] [overflow-wrap:anywhere] ${telling ? "font-semibold" : ""}`}
              style={{ borderColor: LOOKS[family].ink }}
            >
              <Marked text={frame.name} words={matches.has(at) ? words : ""} />
              <span className="sr-only">, {LOOKS[family].says}</span>
            </li>
          );
        })}
      </ol>
      {group.frames.length > FEW && (
        <button type="button" className="link mb-2 min-h-6 text-xs" onClick={() => setAll(!all)}>
          {all ? "Show the top only" : `Show all ${group.frames.length} frames`}
        </button>
      )}
    </>
  );
}

/** One kind of stack: how many threads, what they do, and behind it the stack and the threads. */
export function StackGroupRow(props: StackGroupRowProps): ReactNode {
  const { survey, group, words } = props;
  const [open, setOpen] = useState(false);
  const says = activityWords(group, group.count);
  const telling = group.telling.flatMap((place) => survey.frames[group.frames[place] ?? -1] ?? []);
  return (
    <li className="border-line border-b last:border-b-0">
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className="group/stack">
        <summary className="grid list-none grid-cols-[2.75rem_minmax(0,1fr)_1rem] items-start gap-x-2.5 rounded-md py-2 hover:bg-sunken">
          <span className="text-right font-semibold text-base tabular-nums leading-6">
            {group.count.toLocaleString("en-US")}
            <span className="sr-only"> {group.count === 1 ? "thread" : "threads"}: </span>
          </span>
          <span className="min-w-0">
            <span className="block text-sm leading-6">{says}</span>
            {telling.map((frame, index) => (
              <span
                key={frame.name}
                className="block font-mono text-2xs text-soft [overflow-wrap:anywhere]"
                title={frame.name}
              >
                {index > 0 && <span className="sr-only">called by </span>}
                {index > 0 && <span aria-hidden="true">↳ </span>}
                <Marked text={shortFrame(frame)} words={words} />
              </span>
            ))}
            {group.holds.length > 0 && (
              <span className="mt-0.5 flex items-start gap-1 font-medium text-2xs text-likely">
                <Lock aria-hidden className="mt-0.5 size-3 shrink-0" />
                <span className="[overflow-wrap:anywhere]">
                  {group.count === 1 ? "owns" : "one of them owns"}{" "}
                  <Breakable name={list(group.holds.slice(0, 3).map(shortType))} />
                  {group.holds.length > 3 && ` and ${count(group.holds.length - 3, "more lock")}`}, which others wait
                  for
                </span>
              </span>
            )}
          </span>
          <ChevronRight aria-hidden className="mt-1 size-4 text-soft transition-transform group-open/stack:rotate-90" />
        </summary>
        {open && (
          <div className="pb-3">
            {group.idle && <p className="mb-2 text-soft text-xs">{group.idle.why}</p>}
            {group.cut && (
              <p className="mb-2 text-soft text-xs">Rows of it were cut out or could not be read: it may hold more.</p>
            )}
            <Frames {...props} />
            <GroupThreads group={group} />
          </div>
        )}
      </details>
    </li>
  );
}
