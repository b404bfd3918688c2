import type { Problem } from "@/evidence";
import { CaseChanges, type CaseListener } from "./case-changes";
import type { CaseStore } from "./case-store";
import { type CaseSummary, caseNotFound, copyOf, newestFirst, summaryOf } from "./case-summary";
import type { PageCase, PageEntry } from "./long-text";
import { newId } from "./new-id";

/** Keeps cases as long as the page lives. */
export class MemoryCaseStore implements CaseStore {
  private readonly cases = new Map<string, PageCase>();
  private readonly changes = new CaseChanges(`memory-${newId()}`);

  constructor(
    readonly trouble: Problem | null,
    private readonly now: () => string,
  ) {}

  async listCases(): Promise<CaseSummary[]> {
    return [...this.cases.values()].map(summaryOf).sort(newestFirst);
  }

  async loadCase(id: string): Promise<PageCase | null> {
    return this.cases.get(id) ?? null;
  }

  async createCase({ title, playbook }: { title: string; playbook: string }): Promise<PageCase> {
    return this.keep({ id: newId(), title, playbook, createdAt: this.now(), log: [] });
  }

  async appendEntry(caseId: string, entry: PageEntry): Promise<void> {
    const subject = this.get(caseId);
    this.keep({ ...subject, log: [...subject.log, entry] });
  }

  async renameCase(id: string, title: string): Promise<void> {
    this.keep({ ...this.get(id), title });
  }

  async deleteCase(id: string): Promise<void> {
    if (this.cases.delete(id)) this.changes.tell({ type: "deleted", id });
  }

  async putImported(subject: PageCase): Promise<string> {
    return this.keep(this.cases.has(subject.id) ? copyOf(subject) : subject).id;
  }

  subscribe(listener: CaseListener): () => void {
    return this.changes.subscribe(listener);
  }

  close(): void {
    this.changes.close();
  }

  private get(id: string): PageCase {
    const subject = this.cases.get(id);
    if (!subject) throw caseNotFound();
    return subject;
  }

  private keep(subject: PageCase): PageCase {
    this.cases.set(subject.id, subject);
    this.changes.tell({ type: "saved", id: subject.id, title: subject.title, entries: subject.log.length });
    return subject;
  }
}
