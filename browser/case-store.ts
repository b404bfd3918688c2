import { type Problem, problemIn } from "@/evidence";
import { CaseChanges, type CaseListener } from "./case-changes";
import { MIGRATIONS, type Migration } from "./case-database";
import type { CaseSummary } from "./case-summary";
import { IndexedCaseStore } from "./indexed-case-store";
import type { PageCase, PageEntry } from "./long-text";
import { MemoryCaseStore } from "./memory-case-store";

/** Where cases are kept. Every write either happens whole or throws a WaitchainError and changes nothing. */
export interface CaseStore {
  /** Why cases will not outlive this page, or null when they will. */
  readonly trouble: Problem | null;
  /** Newest first. */
  listCases(): Promise<CaseSummary[]>;
  loadCase(id: string): Promise<PageCase | null>;
  createCase(start: { title: string; playbook: string }): Promise<PageCase>;
  appendEntry(caseId: string, entry: PageEntry): Promise<void>;
  renameCase(id: string, title: string): Promise<void>;
  deleteCase(id: string): Promise<void>;
  /** Keeps an imported case and says under which id: a new one when the case is here already. */
  putImported(subject: PageCase): Promise<string>;
  /** Hears of every change, made here or in another tab. Returns what ends it. */
  subscribe(listener: CaseListener): () => void;
  close(): void;
}

/** What a store is opened with. The defaults are the page's. */
export interface CaseStoreOptions {
  name?: string;
  migrations?: readonly Migration[];
  now?: () => string;
}

/** Opens the browser's storage. Where there is none, cases live in memory and `trouble` says so. */
export async function openCaseStore(options: CaseStoreOptions = {}): Promise<CaseStore> {
  const { name = "waitchain", migrations = MIGRATIONS, now = () => new Date().toISOString() } = options;
  const changes = new CaseChanges(name);
  try {
    return await IndexedCaseStore.open({ name, migrations, now, changes });
  } catch (error) {
    changes.close();
    return new MemoryCaseStore(problemIn(error), now);
  }
}

let pageStore: Promise<CaseStore> | null = null;

/** The page's one store, opened when it is first asked for. */
export function caseStore(): Promise<CaseStore> {
  pageStore ??= openCaseStore();
  return pageStore;
}
