import { inputsOf, liveEntries } from "@/cases/case-log";
import type { Diagnosis } from "@/cases/diagnose";
import { redoStep, type UndoStep, undoStep } from "@/cases/undo";
import { type Problem, WaitchainError } from "@/evidence";
import type { ThresholdId } from "@/findings/thresholds";
import type { Debugger } from "@/machines/ask";
import { nextCommands } from "@/machines/resolve";
import type { CaseChange } from "./case-changes";
import type { CaseStore } from "./case-store";
import { type CaseView, LOADING, MISSING } from "./case-view";
import { chained } from "./chained";
import type { DiagnosisClient } from "./diagnosis-client";
import type { LongReading } from "./diagnosis-protocol";
import { checkAnswer, checkLimit, checkNote, checkPaste, checkReason, checkRoom, checkTitle } from "./entry-checks";
import { entryName } from "./entry-name";
import { type NewTranscript, takeHandedOver } from "./handed-over";
import { type IncomingEntry, keepIncoming, shownIncoming } from "./incoming";
import { checkLong, checkStorage } from "./long-checks";
import { type CaseText, LONG, longTextOfPaste, type PageCase, type PageEntry } from "./long-text";
import { refusePaste } from "./paste-checks";
import { problemsOfPaste } from "./paste-outcome";

/** What a session works with; tests put their own in. */
export interface SessionTools {
  store: () => Promise<CaseStore>;
  client: DiagnosisClient;
  now: () => string;
  newId: () => string;
  recallTool: () => Debugger | null;
  rememberTool: (tool: Debugger | null) => void;
}

type NewEntry = PageEntry extends infer E ? (E extends PageEntry ? Omit<E, "id" | "at"> : never) : never;
const told = new WeakSet<CaseStore>();

/** One open case: everything that can be done with it, and what there is to show. */
export class CaseSession {
  private view: CaseView = LOADING;
  private readonly listeners = new Set<() => void>();
  private queue: Promise<void> = Promise.resolve();
  private store: CaseStore | null = null;
  private end: (() => void) | null = null;
  private acting = 0;
  private diagnosing = false;
  /** Transcripts added since the last diagnosis that was finished. */
  private readonly fresh = new Set<string>();
  private incoming: readonly IncomingEntry[] = [];
  /** Rises with every diagnosis that is asked for. */
  private asked = 0;

  constructor(
    private readonly id: string | null | undefined,
    private readonly tools: SessionTools,
  ) {}

  /** Loads the case and keeps it up to date. Returns what ends that; it can be opened again. */
  open(): () => void {
    let over = false;
    this.end?.();
    this.end = () => {
      over = true;
    };
    if (this.id === null) this.show(MISSING);
    else if (this.id !== undefined) void this.load(this.id, () => over);
    return () => this.close();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): CaseView => this.view;

  /** Adds what can be added; each item that cannot gets a problem of its own. */
  readonly addTranscripts = (items: readonly NewTranscript[]): Promise<void> =>
    this.act(async (subject) => {
      const before = this.incoming;
      try {
        for (const item of items) await this.addTranscript(item);
      } finally {
        // What was added before one of them failed is there to stay.
        if (this.view.case !== subject || this.incoming !== before) this.diagnose();
      }
    });

  /** Ends the reading of long texts that are not in the case yet; the case stays as it was. */
  readonly cancelReading = (): void => {
    if (this.incoming.length === 0) return;
    this.take([]);
    this.announce("Cancelled. The case is as it was.");
    this.diagnose();
  };

  /** What is known of a long text since it was read. */
  readonly longReading = (text: CaseText): LongReading | null => this.tools.client.longReading(text);

  readonly answer = (question: string, value: string): Promise<void> =>
    this.act(async ({ log }) => {
      const given = checkAnswer(question, value);
      if (inputsOf(log).answers.get(question) === given) return;
      await this.append({ type: "answer", question, value: given });
      this.diagnose();
    });

  readonly skip = (step: string, reason: string): Promise<void> =>
    this.act(async () => {
      await this.append({ type: "skip", step, reason: checkReason(reason) });
      this.diagnose();
    });

  /** Lays another value over a limit; null brings the built-in one back. */
  readonly setLimit = (limit: ThresholdId, value: string | null): Promise<void> =>
    this.act(async ({ log }) => {
      const given = value === null ? null : checkLimit(limit, value);
      if ((inputsOf(log).limits[limit] ?? null) === given) return;
      await this.append({ type: "limit", limit, value: given });
      this.diagnose();
    });

  readonly note = (text: string, step: string | null): Promise<void> =>
    this.act(async () => {
      await this.append({ type: "note", text: checkNote(text), step });
    });

  /** Takes the newest entry back, or what the last removal took out. */
  readonly undo = (): Promise<void> => this.act(({ log }) => this.step(undoStep(log), "undo"));

  /** Brings back what the last undo took. */
  readonly redo = (): Promise<void> => this.act(({ log }) => this.step(redoStep(log), "redo"));

  /** Takes any entry out. Taking an undo out is a redo. */
  readonly remove = (entryId: string): Promise<void> =>
    this.act(async ({ log }) => {
      const redo = redoStep(log);
      const entry = liveEntries(log).find(({ id }) => id === entryId);
      if (redo?.remove === entryId) await this.step(redo, "redo");
      else if (entry) await this.step({ remove: entryId, entry, returns: false }, "undo");
    });

  readonly rename = (title: string): Promise<void> =>
    this.act(async (subject) => {
      const next = checkTitle(title);
      if (next === subject.title) return;
      await this.store?.renameCase(subject.id, next);
      this.show({ case: { ...subject, title: next } });
    });

  /** The debugger whose commands are shown; null lets the outputs decide. */
  readonly chooseTool = (tool: Debugger | null): Promise<void> =>
    this.act(async () => {
      this.tools.rememberTool(tool);
      this.show({ tool });
      this.diagnose();
    });

  readonly dismissProblem = (): void => {
    const problems = this.view.problems.slice(1);
    this.show({ problems, problem: problems[0] ?? null });
  };

  private close(): void {
    this.end?.();
    this.end = null;
    this.tools.client.dispose();
  }

  private async load(id: string, over: () => boolean): Promise<void> {
    const loading = this.queue.then(async () => {
      const store = await this.tools.store();
      const subject = await store.loadCase(id);
      if (over()) return;
      const stop = store.subscribe((change) => this.hear(change));
      this.end = chained(this.end, stop);
      this.store = store;
      if (store.trouble && !told.has(store)) {
        told.add(store);
        this.tell(store.trouble);
      }
      this.takeCase(subject);
      const left = subject ? takeHandedOver(id) : [];
      if (left.length > 0) void this.addTranscripts(left);
    });
    this.queue = loading.catch((error: unknown) => {
      if (!over()) this.fail(error);
    });
    await this.queue;
  }

  private takeCase(subject: PageCase | null): void {
    if (!subject) {
      this.tools.client.dispose();
      this.diagnosing = false;
      this.show({ ...MISSING, problems: this.view.problems, problem: this.view.problem });
      return;
    }
    this.diagnosing = true;
    this.show({ state: "ready", case: subject, tool: this.tools.recallTool() });
    this.diagnose();
  }

  /** Another tab, or another view of the same case, has changed it. */
  private hear(change: CaseChange): void {
    if (change.id !== this.id) return;
    const run = this.queue.then(async () => {
      const mine = this.view.case;
      if (change.type === "saved" && mine?.log.length === change.entries && mine.title === change.title) return;
      const subject = (await this.store?.loadCase(change.id)) ?? null;
      if (this.end) this.takeCase(subject);
    });
    this.queue = run.catch((error: unknown) => this.fail(error));
  }

  /** Runs one action after the other; a failure is told and leaves the case as it was. */
  private act(run: (subject: PageCase) => Promise<void>): Promise<void> {
    const acting = this.queue.then(async () => {
      const subject = this.view.case;
      if (!subject || !this.end) return;
      this.acting++;
      this.show({ problems: [], problem: null });
      try {
        await run(subject);
      } catch (error) {
        this.fail(error);
      } finally {
        this.acting--;
        this.show({});
      }
    });
    this.queue = acting;
    return acting;
  }

  private async addTranscript(item: NewTranscript): Promise<void> {
    const { name } = item;
    const long = typeof item.text !== "string" || (item.text.length >= LONG && !refusePaste({ name, text: item.text }));
    const subject = this.withIncoming();
    if (!subject) return;
    const text = long && typeof item.text === "string" ? await longTextOfPaste(item.text) : item.text;
    const checked =
      typeof text === "string" ? checkPaste(subject, { name, text }) : await checkLong(subject, { name, text });
    if ("problem" in checked) this.tell(checked.problem);
    else if (typeof checked.text === "string") {
      const { id } = await this.append({ type: "transcript", ...checked });
      this.fresh.add(id);
    } else {
      const entry = this.stamped({ type: "transcript", ...checked }) as IncomingEntry;
      checkRoom(subject, entry);
      if (!this.store?.trouble) await checkStorage(entry.name, entry.text);
      this.take([...this.incoming, entry]);
    }
  }

  /** The case as it will be once everything that is being read is in it. */
  private withIncoming(): PageCase | null {
    const { case: subject } = this.view;
    if (!subject || this.incoming.length === 0) return subject;
    return { ...subject, log: [...subject.log, ...this.incoming] };
  }

  private take(incoming: readonly IncomingEntry[]): void {
    this.incoming = incoming;
    this.show({ incoming: shownIncoming(incoming), ...(incoming.length === 0 ? { progress: null } : {}) });
  }

  private stamped(entry: NewEntry): PageEntry {
    return { ...entry, id: this.tools.newId(), at: this.tools.now() } as PageEntry;
  }

  private async append(entry: NewEntry): Promise<PageEntry> {
    const { case: subject } = this.view;
    if (!subject || !this.store) throw new RangeError("No case is open");
    checkRoom(subject, entry);
    const whole = this.stamped(entry);
    await this.store.appendEntry(subject.id, whole);
    const log = [...subject.log, whole];
    this.show({ case: { ...subject, log } });
    return whole;
  }

  /** Puts what was read into the case. From here on its text is the browser's own copy of the file. */
  private async keep(incoming: readonly IncomingEntry[], diagnosis: Diagnosis): Promise<void> {
    const { case: subject } = this.view;
    const { store } = this;
    if (!subject || !store) return;
    const { ids, problems } = await keepIncoming(store, subject.id, incoming, diagnosis, this.longReading);
    for (const id of ids) this.fresh.add(id);
    for (const problem of problems) this.tell(problem);
    const kept = await store.loadCase(subject.id);
    this.take([]);
    if (kept) this.show({ case: kept });
    if (problems.length > 0) this.diagnose();
  }

  private async step(step: UndoStep | null, kind: "undo" | "redo"): Promise<void> {
    if (!step) {
      this.announce(`There is nothing to ${kind}.`);
      return;
    }
    await this.append({ type: "removal", entry: step.remove });
    const name = entryName(step.entry, this.view.case);
    this.announce(step.returns ? `Back again: ${name}.` : `Taken out: ${name}.`);
    this.diagnose();
  }

  private diagnose(): void {
    const subject = this.withIncoming();
    const { tool } = this.view;
    if (!subject) return;
    const asked = ++this.asked;
    const { incoming } = this;
    this.diagnosing = true;
    this.show({ progress: null });
    const options = { playbook: subject.playbook, tool: tool ?? undefined };
    this.tools.client
      .diagnose(inputsOf(subject.log), options, (progress) => this.show({ progress }))
      .then((diagnosis) =>
        incoming.length > 0 ? this.keepAndFinish(asked, diagnosis) : this.finish(subject, diagnosis),
      )
      .catch((error: unknown) => {
        if (error instanceof WaitchainError && error.problem.code === "SUPERSEDED") return;
        this.fail(error);
        this.diagnosing = false;
        this.show({ progress: null });
        this.giveUpIncoming();
      });
  }

  /** What could not be read or kept never was in the case. */
  private giveUpIncoming(): void {
    if (this.incoming.length === 0) return;
    this.take([]);
    this.diagnose();
  }

  private keepAndFinish(asked: number, diagnosis: Diagnosis): Promise<void> {
    const keeping = this.queue.then(async () => {
      // A newer diagnosis holds it too, or it was cancelled.
      if (asked !== this.asked || !this.end) return;
      try {
        await this.keep(this.incoming, diagnosis);
        if (asked === this.asked && this.view.case) this.finish(this.view.case, diagnosis);
      } catch (error) {
        this.fail(error);
        this.giveUpIncoming();
      }
    });
    this.queue = keeping;
    return keeping;
  }

  private finish(subject: PageCase, diagnosis: Diagnosis): void {
    this.diagnosing = false;
    const problems = [...this.view.problems, ...this.problemsOfFresh(subject, diagnosis)];
    this.show({ diagnosis, diagnosed: subject, progress: null, problems, problem: problems[0] ?? null });
  }

  /** What must be told of the transcripts that were read for the first time. */
  private problemsOfFresh(subject: PageCase, diagnosis: Diagnosis): Problem[] {
    const transcripts = liveEntries(subject.log).filter((entry) => entry.type === "transcript");
    const next = nextCommands({ ...diagnosis.step, repairs: [] }).find((command) => command.complete);
    return transcripts.flatMap(({ id, name, text }, file) => {
      if (!this.fresh.delete(id)) return [];
      const blocks = diagnosis.blocks.filter((block) => block.file === file);
      const begins = typeof text === "string" ? text : (this.longReading(text)?.head ?? "");
      return problemsOfPaste(name, begins, blocks, next?.command ?? null);
    });
  }

  private fail(error: unknown): void {
    if (error instanceof WaitchainError) this.tell(error.problem);
    else {
      this.tell({
        code: "FAILED",
        what: `This page failed (${String(error).slice(0, 200)}). What was put in before is kept.`,
        fix: "Reload the page and try again. This is a fault of the site: please report the message.",
      });
    }
  }

  private tell(problem: Problem): void {
    const problems = [...this.view.problems, problem];
    this.show({ problems, problem: problems[0] ?? null });
  }

  private announce(says: string): void {
    this.show({ announcement: { says, serial: (this.view.announcement?.serial ?? 0) + 1 } });
  }

  private show(change: Partial<CaseView>): void {
    const next = { ...this.view, ...change, busy: this.acting > 0 || this.diagnosing };
    if (next.case?.log !== this.view.case?.log) {
      const log = next.case?.log ?? [];
      next.canUndo = undoStep(log) !== null;
      next.canRedo = redoStep(log) !== null;
    }
    this.view = next;
    for (const listener of [...this.listeners]) listener();
  }
}
