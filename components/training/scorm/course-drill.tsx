"use client";

import { ArrowLeft } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from "react";
import type { TimedAct } from "@/browser/attempt-record";
import type { AttemptChange } from "@/browser/attempt-store";
import { Changes } from "@/browser/changes";
import { MemoryAttemptStore } from "@/browser/memory-attempt-store";
import { TrainingSession } from "@/browser/training-session";
import { trainingClient } from "@/browser/use-attempt";
import type { DrillView } from "@/training/view";
import { Button } from "../../ui/button";
import { DebriefScreen } from "../debrief-screen";
import { OpenDrillProvider } from "../open-drill";
import { WorkScreen } from "../work-screen";

export interface CourseDrillProps {
  code: string;
  title: string;
  /** What was done in it before. */
  acts: readonly TimedAct[];
  onPlayed: (acts: readonly TimedAct[], view: DrillView) => void;
  onLeave: () => void;
}

/** An attempt that only this page keeps; the learning system has its acts. */
async function startedSession(code: string, acts: readonly TimedAct[]): Promise<TrainingSession> {
  const now = (): string => new Date().toISOString();
  const store = new MemoryAttemptStore(null, now, new Changes<AttemptChange>(`scorm ${code}`));
  const { id } = await store.start(code);
  if (acts.length > 0) await store.append(id, 0, acts, { phase: "working", marks: [], finished: null });
  const clock = (): number => performance.now() / 1000;
  return new TrainingSession(id, { store: async () => store, client: trainingClient(), now, clock });
}

function Played({
  session,
  title,
  onPlayed,
}: Pick<CourseDrillProps, "title" | "onPlayed"> & { session: TrainingSession }): ReactNode {
  useEffect(() => session.open(), [session]);
  const shown = useSyncExternalStore(session.subscribe, session.current, session.current);
  const { record, view, acts } = shown;
  const tell = useEffectEvent(onPlayed);
  useEffect(() => {
    if (view && acts.length > 0) tell(acts, view);
  }, [acts, view]);
  const open = useMemo(() => {
    const { take, mark, complete, dismissProblem } = session;
    return record && view ? { ...shown, take, mark, complete, dismissProblem, record, view, title } : null;
  }, [session, shown, record, view, title]);
  if (!open) return <p className="px-4 py-16 text-center text-soft">The server is being made …</p>;
  return (
    <OpenDrillProvider open={open}>
      {open.view.phase === "debrief" ? <DebriefScreen closing={null} actions={null} /> : <WorkScreen texts={null} />}
    </OpenDrillProvider>
  );
}

/** One drill of the set, with the way back to the others above it. */
export function CourseDrill({ code, title, acts, onPlayed, onLeave }: CourseDrillProps): ReactNode {
  const [session, setSession] = useState<TrainingSession | null>(null);
  const [first] = useState(acts);
  useEffect(() => {
    void startedSession(code, first).then(setSession);
  }, [code, first]);
  return (
    <div className="[&_.h-dvh]:h-[calc(100dvh-3rem)]">
      <div className="flex h-12 items-center border-line border-b bg-sunken px-3">
        <Button kind="quiet" onClick={onLeave}>
          <ArrowLeft aria-hidden />
          All drills of the set
        </Button>
      </div>
      {session && <Played session={session} title={title} onPlayed={onPlayed} />}
    </div>
  );
}
