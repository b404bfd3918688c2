import { useEffect, useMemo, useSyncExternalStore } from "react";
import { attemptStore } from "./attempt-store";
import { createTrainingClient, type TrainingClient } from "./training-client";
import { type AttemptView, NO_ATTEMPT_YET, TrainingSession } from "./training-session";

/** An open attempt and what can be done in it. Actions never reject: what goes wrong becomes a problem. */
export type UseAttempt = AttemptView & Pick<TrainingSession, "take" | "mark" | "complete" | "dismissProblem">;

let pageClient: TrainingClient | null = null;

/** The page's one client: its worker has the drill made when the brief is left. */
export function trainingClient(): TrainingClient {
  pageClient ??= createTrainingClient();
  return pageClient;
}

function sessionOf(id: string): TrainingSession {
  return new TrainingSession(id, {
    store: attemptStore,
    client: trainingClient(),
    now: () => new Date().toISOString(),
    clock: () => performance.now() / 1000,
  });
}

const onServer = (): AttemptView => NO_ATTEMPT_YET;

/** Opens the attempt with that id. */
export function useAttempt(id: string): UseAttempt {
  const session = useMemo(() => sessionOf(id), [id]);
  useEffect(() => session.open(), [session]);
  const shown = useSyncExternalStore(session.subscribe, session.current, onServer);
  return useMemo(() => {
    const { take, mark, complete, dismissProblem } = session;
    return { ...shown, take, mark, complete, dismissProblem };
  }, [session, shown]);
}
