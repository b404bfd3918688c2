import { useCallback, useEffect, useState } from "react";
import { type Problem, problemIn } from "@/evidence";
import type { AttemptRecord } from "./attempt-record";
import { type AttemptStore, attemptStore } from "./attempt-store";

/** The stored attempts, newest first, and what can be done with them. */
export interface UseAttempts {
  state: "loading" | "ready";
  attempts: readonly AttemptRecord[];
  /** Why attempts are not kept, or what the last action ran into. */
  problem: Problem | null;
  remove(id: string): Promise<void>;
  dismissProblem(): void;
}

export function useAttempts(): UseAttempts {
  const [state, setState] = useState<"loading" | "ready">("loading");
  const [attempts, setAttempts] = useState<readonly AttemptRecord[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);

  const attempt = useCallback(async <T>(action: (store: AttemptStore) => Promise<T>): Promise<T | null> => {
    try {
      return await action(await attemptStore());
    } catch (error) {
      setProblem(problemIn(error));
      return null;
    }
  }, []);

  useEffect(() => {
    let over = false;
    let stop = (): void => {};
    const refresh = async (store: AttemptStore): Promise<void> => {
      const all = await store.list();
      if (!over) setAttempts(all);
    };
    void attempt(async (store) => {
      if (over) return;
      stop = store.subscribe(() => void attempt(refresh));
      setProblem(store.trouble);
      await refresh(store);
    }).then(() => setState("ready"));
    return () => {
      over = true;
      stop();
    };
  }, [attempt]);

  const remove = useCallback(
    async (id: string) => {
      await attempt((store) => store.remove(id));
    },
    [attempt],
  );
  const dismissProblem = useCallback(() => setProblem(null), []);
  return { state, attempts, problem, remove, dismissProblem };
}
