import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { ThresholdId } from "@/findings/thresholds";
import { DEBUGGERS, type Debugger } from "@/machines/ask";
import { CaseSession } from "./case-session";
import { caseStore } from "./case-store";
import { type CaseView, LOADING } from "./case-view";
import { createDiagnosisClient } from "./diagnosis-client";
import type { LongReading } from "./diagnosis-protocol";
import type { NewTranscript } from "./handed-over";
import type { CaseText } from "./long-text";
import { newId } from "./new-id";
import { recall, remember } from "./remembered";

/** An open case and what can be done with it. Actions never reject: what goes wrong becomes a problem. */
export interface UseCase extends CaseView {
  addTranscripts(items: readonly NewTranscript[]): Promise<void>;
  cancelReading(): void;
  longReading(text: CaseText): LongReading | null;
  answer(question: string, value: string): Promise<void>;
  setLimit(limit: ThresholdId, value: string | null): Promise<void>;
  skip(step: string, reason: string): Promise<void>;
  note(text: string, step: string | null): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  remove(entryId: string): Promise<void>;
  rename(title: string): Promise<void>;
  chooseTool(tool: Debugger | null): Promise<void>;
  dismissProblem(): void;
}

const TOOLS: readonly Debugger[] = DEBUGGERS.map(({ value }) => value);

function sessionOf(id: string | null | undefined): CaseSession {
  return new CaseSession(id, {
    store: caseStore,
    client: createDiagnosisClient(),
    now: () => new Date().toISOString(),
    newId,
    recallTool: () => TOOLS.find((tool) => tool === recall("tool")) ?? null,
    rememberTool: (tool) => remember("tool", tool),
  });
}

const onServer = (): CaseView => LOADING;

/** Opens the case with that id; null when there is none to open, undefined while that is not known yet. */
export function useCase(id: string | null | undefined): UseCase {
  const session = useMemo(() => sessionOf(id), [id]);
  useEffect(() => session.open(), [session]);
  const view = useSyncExternalStore(session.subscribe, session.current, onServer);
  return useMemo(() => {
    const { addTranscripts, cancelReading, longReading, answer, setLimit, skip, note } = session;
    const { undo, redo, remove, rename, chooseTool, dismissProblem } = session;
    const adding = { addTranscripts, cancelReading, longReading, answer, setLimit, skip, note };
    return { ...view, ...adding, undo, redo, remove, rename, chooseTool, dismissProblem };
  }, [session, view]);
}
