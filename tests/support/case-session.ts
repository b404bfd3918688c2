import { onTestFinished } from "vitest";
import { CaseSession, type SessionTools } from "@/browser/case-session";
import type { CaseStore } from "@/browser/case-store";
import type { CaseView } from "@/browser/case-view";
import { createDiagnosisClient } from "@/browser/diagnosis-client";
// Loaded here once, so that no test waits for it.
import "@/browser/diagnosis-engine";
import { MemoryCaseStore } from "@/browser/memory-case-store";
import { liveEntries } from "@/cases/case-log";
import type { Debugger } from "@/machines/ask";

/** Tools that read on this thread, and whose times and ids can be foretold. */
export function toolsWith(store: CaseStore): SessionTools & { tool: Debugger | null } {
  let count = 0;
  const tools = {
    tool: null as Debugger | null,
    store: async () => store,
    client: createDiagnosisClient({ startWorker: () => null }),
    now: () => `2024-05-01T10:00:${String(count % 60).padStart(2, "0")}.000Z`,
    newId: () => `id${++count}`,
    recallTool: () => tools.tool,
    rememberTool: (tool: Debugger | null) => {
      tools.tool = tool;
    },
  };
  return tools;
}

/** What there is to show once everything that was begun has ended. */
export function settled(session: CaseSession): Promise<CaseView> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const look = (): void => {
      const view = session.current();
      if (view.state === "loading" || view.busy) return;
      stop();
      resolve(view);
    };
    stop = session.subscribe(look);
    look();
  });
}

export interface Opened {
  session: CaseSession;
  store: CaseStore;
  tools: SessionTools & { tool: Debugger | null };
  id: string;
}

/** A session over a new, empty case. */
export async function openSession(
  store: CaseStore = new MemoryCaseStore(null, () => "2024-05-01T09:00:00.000Z"),
): Promise<Opened> {
  const { id } = await store.createCase({ title: "Shop", playbook: "aspnet-hang" });
  const tools = toolsWith(store);
  const session = new CaseSession(id, tools);
  onTestFinished(session.open());
  await settled(session);
  return { session, store, tools, id };
}

/** What counts in a case: names of transcripts, kinds of other entries. */
export function names({ case: subject }: CaseView): string[] {
  return liveEntries(subject?.log ?? []).map((entry) => (entry.type === "transcript" ? entry.name : entry.type));
}
