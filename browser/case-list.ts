import { caseFileName, exportCase, importCase } from "@/cases/case-file";
import type { Case, Entry } from "@/cases/case-log";
import { CASE_LIMITS } from "@/cases/limits";
import { type Problem, WaitchainError } from "@/evidence";
import type { CaseStore } from "./case-store";
import { type CaseSummary, caseNotFound } from "./case-summary";
import { checkAnswer, checkPaste, checkRoom, checkTitle } from "./entry-checks";
import { decodeText } from "./read-files";

/** What there is to show of the stored cases. */
export interface CaseListView {
  state: "loading" | "ready";
  /** Newest first. */
  cases: readonly CaseSummary[];
  busy: boolean;
  /** The first of `problems`. */
  problem: Problem | null;
  problems: readonly Problem[];
}

export const NO_CASES_YET: CaseListView = { state: "loading", cases: [], busy: false, problem: null, problems: [] };

/** What a case begins with. */
export interface NewCase {
  title: string;
  playbook: string;
  transcripts?: readonly { name: string; text: string }[];
  answers?: readonly { question: string; value: string }[];
}

export interface CaseListTools {
  store: () => Promise<CaseStore>;
  now: () => string;
  newId: () => string;
  save: (name: string, text: string, type: string) => void;
}

/** The stored cases: list, begin, import, save as a file, delete. */
export class CaseList {
  private view: CaseListView = NO_CASES_YET;
  private readonly listeners = new Set<() => void>();
  private running = 0;

  constructor(private readonly tools: CaseListTools) {}

  /** Loads the list and keeps it up to date. Returns what ends that. */
  open(): () => void {
    let over = false;
    let stop = (): void => undefined;
    const follow = async (): Promise<void> => {
      const store = await this.tools.store();
      if (over) return;
      stop = store.subscribe(() => void this.refresh(store));
      if (store.trouble && this.view.state === "loading") this.tell(store.trouble);
      await this.refresh(store);
    };
    follow().catch((error: unknown) => this.fail(error));
    return () => {
      over = true;
      stop();
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): CaseListView => this.view;

  /** Begins a case with what was put in, and says its id; null when none of it can be taken. */
  readonly create = ({ title, playbook, transcripts = [], answers = [] }: NewCase): Promise<string | null> =>
    this.run(async (store) => {
      const draft: Case = { id: "draft", title: checkTitle(title), playbook, createdAt: this.tools.now(), log: [] };
      const log = [...this.transcriptsOf(draft, transcripts), ...answers.map((answer) => this.answerOf(answer))];
      if (transcripts.length + answers.length > 0 && log.length === 0) return null;
      const { id } = await store.createCase({ title: draft.title, playbook });
      try {
        for (const entry of log) await store.appendEntry(id, entry);
      } catch (error) {
        await store.deleteCase(id);
        throw error;
      }
      return id;
    });

  /** Takes a case file in and says the id it is kept under. */
  readonly importFile = (file: File): Promise<string | null> =>
    this.run(async (store) => {
      if (file.size > CASE_LIMITS.file) {
        throw new WaitchainError({
          code: "CASE_TOO_LARGE",
          what: `“${file.name}” has ${Math.ceil(file.size / 1e6)} MB; a case file may have ${CASE_LIMITS.file / 1e6} MB.`,
          fix: "Check that it is a case file. Debugger output is pasted or dropped into a case instead.",
        });
      }
      return store.putImported(importCase(decodeText(new Uint8Array(await file.arrayBuffer()))));
    });

  /** The same from a text that turned out to be a case. */
  readonly importText = (text: string): Promise<string | null> =>
    this.run((store) => store.putImported(importCase(text)));

  /** Saves a case as a file. */
  readonly exportCase = (id: string): Promise<void> =>
    this.run(async (store) => {
      const subject = await store.loadCase(id);
      if (!subject) throw caseNotFound();
      this.tools.save(caseFileName(subject), exportCase(subject), "application/json");
    }).then(() => undefined);

  readonly remove = (id: string): Promise<void> => this.run((store) => store.deleteCase(id)).then(() => undefined);

  readonly dismissProblem = (): void => {
    const problems = this.view.problems.slice(1);
    this.show({ problems, problem: problems[0] ?? null });
  };

  private answerOf({ question, value }: { question: string; value: string }): Entry {
    const given = checkAnswer(question, value);
    return { type: "answer", id: this.tools.newId(), at: this.tools.now(), question, value: given };
  }

  private transcriptsOf(draft: Case, transcripts: NonNullable<NewCase["transcripts"]>): readonly Entry[] {
    let subject = draft;
    for (const item of transcripts) {
      const checked = checkPaste(subject, item);
      if ("problem" in checked) {
        this.tell(checked.problem);
        continue;
      }
      checkRoom(subject, { type: "transcript", text: checked.text });
      const entry = { type: "transcript" as const, id: this.tools.newId(), at: this.tools.now(), ...checked };
      subject = { ...subject, log: [...subject.log, entry] };
    }
    return subject.log;
  }

  private async refresh(store: CaseStore): Promise<void> {
    try {
      this.show({ cases: await store.listCases(), state: "ready" });
    } catch (error) {
      this.show({ state: "ready" });
      this.fail(error);
    }
  }

  private async run<T>(action: (store: CaseStore) => Promise<T>): Promise<T | null> {
    this.running++;
    this.show({ busy: true, problems: [], problem: null });
    try {
      return await action(await this.tools.store());
    } catch (error) {
      this.fail(error);
      return null;
    } finally {
      this.running--;
      this.show({ busy: this.running > 0 });
    }
  }

  private fail(error: unknown): void {
    if (error instanceof WaitchainError) {
      this.tell(error.problem);
      return;
    }
    this.tell({
      code: "FAILED",
      what: `This page failed (${String(error).slice(0, 200)}). The stored cases are as they were.`,
      fix: "Reload the page and try again. This is a fault of the site: please report the message.",
    });
  }

  private tell(problem: Problem): void {
    const problems = [...this.view.problems, problem];
    this.show({ problems, problem: problems[0] ?? null });
  }

  private show(change: Partial<CaseListView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of [...this.listeners]) listener();
  }
}
