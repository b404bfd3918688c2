import { caseFileName } from "@/cases/case-file";
import { CASE_LIMITS } from "@/cases/limits";
import { type Problem, WaitchainError } from "@/evidence";
import { readCaseFile, writeCaseFile } from "./case-file-client";
import type { CaseStore } from "./case-store";
import { type CaseSummary, caseNotFound } from "./case-summary";
import { checkAnswer, checkPaste, checkRoom, checkTitle } from "./entry-checks";
import { handOver, type NewTranscript } from "./handed-over";
import { type CaseText, LONG, longTextOf, longTextOfPaste, type PageCase, type PageEntry } from "./long-text";
import { decodeText } from "./text-encoding";

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
  transcripts?: readonly NewTranscript[];
  answers?: readonly { question: string; value: string }[];
}

export interface CaseListTools {
  store: () => Promise<CaseStore>;
  now: () => string;
  newId: () => string;
  save: (name: string, content: Blob) => void;
}

async function withLongText({ name, text }: NewTranscript): Promise<NewTranscript> {
  const long = typeof text === "string" && text.length >= LONG && text.length <= CASE_LIMITS.transcript;
  return long ? { name, text: await longTextOfPaste(text) } : { name, text };
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
      const draft: PageCase = { id: "draft", title: checkTitle(title), playbook, createdAt: this.tools.now(), log: [] };
      const items = await Promise.all(transcripts.map(withLongText));
      const long = items.filter(({ text }) => typeof text !== "string");
      const log = [...this.transcriptsOf(draft, items), ...answers.map((answer) => this.answerOf(answer))];
      if (transcripts.length + answers.length > 0 && log.length + long.length === 0) return null;
      const { id } = await store.createCase({ title: draft.title, playbook });
      try {
        for (const entry of log) await store.appendEntry(id, entry);
      } catch (error) {
        await store.deleteCase(id);
        throw error;
      }
      handOver(id, long);
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
      const text = file.size >= LONG ? await longTextOf(file) : decodeText(new Uint8Array(await file.arrayBuffer()));
      return store.putImported(await readCaseFile(text));
    });

  /** The same from a text that turned out to be a case. */
  readonly importText = (text: CaseText): Promise<string | null> =>
    this.run(async (store) => store.putImported(await readCaseFile(text)));

  /** Saves a case as a file. */
  readonly exportCase = (id: string): Promise<void> =>
    this.run(async (store) => {
      const subject = await store.loadCase(id);
      if (!subject) throw caseNotFound();
      this.tools.save(caseFileName(subject), await writeCaseFile(subject));
    }).then(() => undefined);

  readonly remove = (id: string): Promise<void> => this.run((store) => store.deleteCase(id)).then(() => undefined);

  readonly dismissProblem = (): void => {
    const problems = this.view.problems.slice(1);
    this.show({ problems, problem: problems[0] ?? null });
  };

  private answerOf({ question, value }: { question: string; value: string }): PageEntry {
    const given = checkAnswer(question, value);
    return { type: "answer", id: this.tools.newId(), at: this.tools.now(), question, value: given };
  }

  private transcriptsOf(draft: PageCase, transcripts: readonly NewTranscript[]): readonly PageEntry[] {
    let subject = draft;
    for (const { name, text } of transcripts) {
      if (typeof text !== "string") continue;
      const checked = checkPaste(subject, { name, text });
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
