import type { IDBPTransaction, StoreNames } from "idb";
import { liveEntries } from "@/cases/case-log";
import type { CaseChanges, CaseListener } from "./case-changes";
import { CASE_WORDS, type CaseSchema, type Migration } from "./case-database";
import type { CaseStore } from "./case-store";
import { type CaseSummary, caseNotFound, copyOf, newestFirst, summaryOf } from "./case-summary";
import { Database } from "./database";
import type { PageCase, PageEntry } from "./long-text";
import { newId } from "./new-id";

type Writing = IDBPTransaction<CaseSchema, StoreNames<CaseSchema>[], "readwrite">;

const STORES: StoreNames<CaseSchema>[] = ["cases", "entries", "texts"];
/** Characters of a text that go into one record. */
const PART = 16_000_000;

function everythingOf(caseId: string): IDBKeyRange {
  return IDBKeyRange.bound([caseId], [caseId, []]);
}

/** A long text stays with its entry: it is a file, of which only the name is copied. */
function withoutText(entry: PageEntry): PageEntry {
  return entry.type === "transcript" && typeof entry.text === "string" ? { ...entry, text: "" } : entry;
}

function addEntry(writing: Writing, caseId: string, at: number, entry: PageEntry): void {
  const puts: Promise<unknown>[] = [writing.objectStore("entries").add({ caseId, at, entry: withoutText(entry) })];
  if (entry.type === "transcript" && typeof entry.text === "string") {
    const texts = writing.objectStore("texts");
    for (let part = 0; part * PART < entry.text.length; part++) {
      const text = entry.text.slice(part * PART, (part + 1) * PART);
      puts.push(texts.add({ caseId, entryId: entry.id, part, text }));
    }
  }
  // What fails here aborts the transaction, whose end is awaited.
  for (const put of puts) put.catch(() => undefined);
}

/** Keeps cases in IndexedDB. */
export class IndexedCaseStore implements CaseStore {
  readonly trouble = null;
  private readonly database: Database<CaseSchema>;

  private constructor(
    private readonly setUp: {
      name: string;
      migrations: readonly Migration[];
      now: () => string;
      changes: CaseChanges;
    },
  ) {
    this.database = new Database({ ...setUp, words: CASE_WORDS });
  }

  static async open(setUp: IndexedCaseStore["setUp"]): Promise<IndexedCaseStore> {
    const store = new IndexedCaseStore(setUp);
    await store.database.open();
    return store;
  }

  async listCases(): Promise<CaseSummary[]> {
    const cases = await this.database.reading((database) => database.getAll("cases"));
    return cases.sort(newestFirst);
  }

  async loadCase(id: string): Promise<PageCase | null> {
    return this.database.reading(async (database) => {
      const reading = database.transaction(["cases", "entries", "texts"]);
      const [summary, entries, parts] = await Promise.all([
        reading.objectStore("cases").get(id),
        reading.objectStore("entries").getAll(everythingOf(id)),
        reading.objectStore("texts").getAll(everythingOf(id)),
      ]);
      if (!summary) return null;
      const texts = new Map<string, string>();
      for (const { entryId, text } of parts) texts.set(entryId, (texts.get(entryId) ?? "") + text);
      const log = entries.map(({ entry }) =>
        entry.type === "transcript" && typeof entry.text === "string"
          ? { ...entry, text: texts.get(entry.id) ?? "" }
          : entry,
      );
      const { title, playbook, createdAt } = summary;
      return { id, title, playbook, createdAt, log };
    });
  }

  async createCase({ title, playbook }: { title: string; playbook: string }): Promise<PageCase> {
    const subject: PageCase = { id: newId(), title, playbook, createdAt: this.setUp.now(), log: [] };
    await this.database.writing(STORES, async (writing) => writing.objectStore("cases").add(summaryOf(subject)));
    this.tellSaved(summaryOf(subject));
    return subject;
  }

  async appendEntry(caseId: string, entry: PageEntry): Promise<void> {
    const saved = await this.database.writing(STORES, async (writing) => {
      const summary = await writing.objectStore("cases").get(caseId);
      if (!summary) throw caseNotFound();
      const before = await writing.objectStore("entries").getAll(everythingOf(caseId));
      const log = [...before.map((row) => row.entry), withoutText(entry)];
      addEntry(writing, caseId, before.length, entry);
      const transcripts = liveEntries(log).filter((each) => each.type === "transcript").length;
      const next = { ...summary, updatedAt: entry.at, entries: log.length, transcripts };
      await writing.objectStore("cases").put(next);
      return next;
    });
    this.tellSaved(saved);
  }

  async renameCase(id: string, title: string): Promise<void> {
    const saved = await this.database.writing(STORES, async (writing) => {
      const summary = await writing.objectStore("cases").get(id);
      if (!summary) throw caseNotFound();
      await writing.objectStore("cases").put({ ...summary, title });
      return { ...summary, title };
    });
    this.tellSaved(saved);
  }

  async deleteCase(id: string): Promise<void> {
    await this.database.writing(STORES, async (writing) => {
      await Promise.all([
        writing.objectStore("cases").delete(id),
        writing.objectStore("entries").delete(everythingOf(id)),
        writing.objectStore("texts").delete(everythingOf(id)),
      ]);
    });
    this.setUp.changes.tell({ type: "deleted", id });
  }

  async putImported(subject: PageCase): Promise<string> {
    const saved = await this.database.writing(STORES, async (writing) => {
      const taken = await writing.objectStore("cases").getKey(subject.id);
      const kept = taken === undefined ? subject : copyOf(subject);
      kept.log.forEach((entry, at) => {
        addEntry(writing, kept.id, at, entry);
      });
      await writing.objectStore("cases").add(summaryOf(kept));
      return summaryOf(kept);
    });
    this.tellSaved(saved);
    return saved.id;
  }

  subscribe(listener: CaseListener): () => void {
    return this.setUp.changes.subscribe(listener);
  }

  close(): void {
    this.setUp.changes.close();
    this.database.close();
  }

  private tellSaved({ id, title, entries }: CaseSummary): void {
    this.setUp.changes.tell({ type: "saved", id, title, entries });
  }
}
