import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { CaseList, type CaseListView, type NewCase, NO_CASES_YET } from "./case-list";
import { caseStore } from "./case-store";
import type { CaseText } from "./long-text";
import { newId } from "./new-id";
import { saveFile } from "./save-file";

/** The stored cases and what can be done with them. Actions never reject: what goes wrong becomes a problem. */
export interface UseCases extends CaseListView {
  /** Id of the new case, or null when nothing could be taken in. */
  create(start: NewCase): Promise<string | null>;
  importFile(file: File): Promise<string | null>;
  importText(text: CaseText): Promise<string | null>;
  exportCase(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  dismissProblem(): void;
}

const onServer = (): CaseListView => NO_CASES_YET;

export function useCases(): UseCases {
  const [list] = useState(
    () => new CaseList({ store: caseStore, now: () => new Date().toISOString(), newId, save: saveFile }),
  );
  useEffect(() => list.open(), [list]);
  const view = useSyncExternalStore(list.subscribe, list.current, onServer);
  return useMemo(() => {
    const { create, importFile, importText, exportCase, remove, dismissProblem } = list;
    return { ...view, create, importFile, importText, exportCase, remove, dismissProblem };
  }, [list, view]);
}
