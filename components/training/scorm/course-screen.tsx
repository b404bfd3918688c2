"use client";

import { Check, Circle } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { TimedAct } from "@/browser/attempt-record";
import { lessonStatus, meanPoints, type ScormCourse } from "@/browser/scorm-course";
import type { ClassSet } from "@/training/results/class-set";
import type { CourseState } from "@/training/scorm/suspend-data";
import type { DrillView } from "@/training/view";
import { ProblemBanner } from "../../shell/problem-banner";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { CourseDrill } from "./course-drill";
import { useCourse } from "./use-course";

export interface CourseScreenProps {
  set: ClassSet;
  /** What each drill is called, in the set's order. */
  names: readonly string[];
  /** Null outside of a learning management system. */
  course: ScormCourse | null;
}

/** How far the learner is after an act: the best try counts. */
function stateAfter(state: CourseState, drill: number, acts: readonly TimedAct[], view: DrillView): CourseState {
  if (view.phase !== "debrief") return { ...state, open: { drill, acts } };
  const mark = { points: view.score.total, seconds: view.spent.seconds };
  const marks = state.marks.map((known, at) => (at === drill && mark.points >= (known?.points ?? 0) ? mark : known));
  return { marks, open: null };
}

const STATUS = { incomplete: "not finished", passed: "passed", failed: "not passed" } as const;

function Drills({
  set,
  names,
  state,
  onPlay,
}: Omit<CourseScreenProps, "course"> & { state: CourseState; onPlay: (drill: number) => void }): ReactNode {
  return (
    <ol aria-label="Drills of the set" className="divide-y divide-line rounded-lg border border-line bg-card">
      {set.codes.map((code, at) => {
        const mark = state.marks[at];
        const isOpen = state.open?.drill === at && state.open.acts.length > 0;
        const Icon = mark ? Check : Circle;
        return (
          <li key={code} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2">
            <Icon aria-hidden className={mark ? "size-4 text-accent" : "size-4 text-faint"} />
            <span className="min-w-0 flex-1">
              {names[at] ?? code} <code className="font-mono text-soft text-xs">{code}</code>
            </span>
            <span className="text-soft text-sm">
              {mark ? `${mark.points} points` : isOpen ? "begun" : "not finished"}
            </span>
            <Button
              aria-label={`${isOpen ? "Go on with" : mark ? "Try again" : "Begin"} drill ${at + 1}`}
              onClick={() => onPlay(at)}
            >
              {isOpen ? "Go on" : mark ? "Try again" : "Begin"}
            </Button>
          </li>
        );
      })}
    </ol>
  );
}

/** A set of drills as a learner plays it inside a learning management system. */
export function CourseScreen({ set, names, course }: CourseScreenProps): ReactNode {
  const { state, problem, keep, dismissProblem } = useCourse(course, set.codes.length);
  const [playing, setPlaying] = useState<number | null>(null);
  const [isBack, setIsBack] = useState(false);
  const code = playing === null ? undefined : set.codes[playing];
  const banner = <ProblemBanner problems={problem ? [problem] : []} onDismiss={dismissProblem} />;
  if (playing !== null && code !== undefined) {
    return (
      <>
        {banner}
        <CourseDrill
          key={playing}
          code={code}
          title={names[playing] ?? code}
          acts={state.open?.drill === playing ? state.open.acts : []}
          onPlayed={(acts, view) => keep(stateAfter(state, playing, acts, view))}
          onLeave={() => {
            setPlaying(null);
            setIsBack(true);
          }}
        />
      </>
    );
  }
  return (
    <>
      {banner}
      <main tabIndex={-1} className="mx-auto grid max-w-[60rem] gap-4 px-4 py-8 outline-none sm:px-6">
        <h1
          tabIndex={-1}
          ref={(title) => {
            if (isBack) title?.focus();
          }}
          className="font-semibold text-3xl tracking-[-0.02em] outline-none"
        >
          {set.title}
        </h1>
        <p className="text-soft">
          Each drill is a hung server. Your result is the mean of the points over the whole set; it is passed from{" "}
          {set.mastery}. The best try at a drill counts, and beginning another one leaves the one you are in.
        </p>
        {!course && (
          <Notice tone="warning" title="There is no learning system around this page.">
            <p>You can play, but nothing is reported or kept.</p>
          </Notice>
        )}
        <p role="status" className="font-medium">
          {meanPoints(state)} of 100 points, {STATUS[lessonStatus(state, set)]}
        </p>
        <Drills set={set} names={names} state={state} onPlay={setPlaying} />
      </main>
    </>
  );
}
