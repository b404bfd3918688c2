import { type Problem, WaitchainError } from "@/evidence";
import type { Act, Mark } from "@/training/attempt";
import type { Completion } from "@/training/completion";
import { summaryOf } from "@/training/results/summary";
import type { DrillView } from "@/training/view";
import type { AttemptRecord, Standing, TimedAct } from "./attempt-record";
import type { AttemptChange, AttemptStore } from "./attempt-store";
import { chained } from "./chained";
import type { TrainingClient } from "./training-client";

/** What a session works with; tests put their own in. */
export interface TrainingTools {
  store: () => Promise<AttemptStore>;
  client: TrainingClient;
  now: () => string;
  /** Seconds, from any beginning. */
  clock: () => number;
}

/** What there is to show of an open attempt. Replaced as a whole whenever something changes. */
export interface AttemptView {
  state: "loading" | "ready" | "missing";
  record: AttemptRecord | null;
  acts: readonly TimedAct[];
  view: DrillView | null;
  /** An act is being played. */
  busy: boolean;
  problems: readonly Problem[];
}

export const NO_ATTEMPT_YET: AttemptView = {
  state: "loading",
  record: null,
  acts: [],
  view: null,
  busy: false,
  problems: [],
};

const told = new WeakSet<AttemptStore>();

/** One open attempt: everything that can be done in it, and what there is to show. */
export class TrainingSession {
  private shown: AttemptView = NO_ATTEMPT_YET;
  private readonly listeners = new Set<() => void>();
  private queue: Promise<void> = Promise.resolve();
  private store: AttemptStore | null = null;
  private end: (() => void) | null = null;
  private waiting = 0;
  /** Acts that the store has. */
  private stored = 0;
  /** Clock at which the attempt was opened here. */
  private since = 0;

  constructor(
    private readonly id: string,
    private readonly tools: TrainingTools,
  ) {}

  /** Loads the attempt and keeps it up to date. Returns what ends that; it can be opened again. */
  open(): () => void {
    let over = false;
    this.end = () => {
      over = true;
    };
    this.queue = this.load(() => over).catch((error: unknown) => {
      if (!over) this.fail(error);
    });
    return () => {
      this.end?.();
      this.end = null;
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): AttemptView => this.shown;

  /** Plays one act after the others, and keeps it. Resolves with the view after it; null where it was not taken. */
  readonly take = (act: Act): Promise<DrillView | null> => {
    this.waiting++;
    this.show({ problems: [] });
    const taking = this.queue.then(() => this.play(act));
    this.queue = taking.then(
      () => undefined,
      () => undefined,
    );
    return taking;
  };

  /** Keeps which lines are marked. */
  readonly mark = (marks: readonly Mark[]): void => {
    const { record } = this.shown;
    if (!record) return;
    this.show({ record: { ...record, marks } });
    this.queue = this.queue.then(() => this.store?.mark(this.id, marks)).catch((error: unknown) => this.fail(error));
  };

  readonly complete = (line: string): Promise<Completion> =>
    this.tools.client.complete(line).catch(() => ({ from: 0, options: [] }));

  readonly dismissProblem = (): void => this.show({ problems: this.shown.problems.slice(1) });

  private async load(over: () => boolean): Promise<void> {
    const store = await this.tools.store();
    if (over()) return;
    this.store = store;
    this.end = chained(
      this.end,
      store.subscribe((change) => this.hear(change)),
    );
    if (store.trouble && !told.has(store)) {
      told.add(store);
      this.tell(store.trouble);
    }
    await this.reload(over);
  }

  private async reload(over: () => boolean): Promise<void> {
    const attempt = await this.store?.load(this.id);
    if (over()) return;
    if (!attempt) {
      this.show({ ...NO_ATTEMPT_YET, state: "missing", problems: this.shown.problems });
      return;
    }
    const { record, acts } = attempt;
    const view = await this.tools.client.open(record.code, acts);
    if (over()) return;
    this.stored = acts.length;
    this.since = this.tools.clock() - (acts.at(-1)?.at ?? 0);
    this.show({ state: "ready", record, acts, view });
  }

  private async play(act: Act): Promise<DrillView | null> {
    try {
      const { record, acts } = this.shown;
      if (!record || !this.end) return null;
      const last = acts.at(-1)?.at ?? 0;
      const timed = { at: Math.max(last, Math.floor(this.tools.clock() - this.since)), act };
      const view = await this.tools.client.act(timed);
      const marks = act.do === "accuse" ? [] : record.marks;
      const finished = record.finished ?? (view.phase === "debrief" ? this.finished(view) : null);
      this.show({ view, acts: [...acts, timed], record: { ...record, phase: view.phase, marks, finished } });
      await this.keep();
      return this.shown.view;
    } catch (error) {
      this.fail(error);
      return null;
    } finally {
      this.waiting--;
      this.show({});
    }
  }

  private finished(view: DrillView): AttemptRecord["finished"] {
    return { at: this.tools.now(), summary: summaryOf(view) };
  }

  /** Stores what the store does not have yet; what it refuses is played on without, and offered again the next time. */
  private async keep(): Promise<void> {
    const { record, acts } = this.shown;
    if (!record || !this.store) return;
    const { phase, marks, finished }: Standing = record;
    try {
      await this.store.append(this.id, this.stored, acts.slice(this.stored), { phase, marks, finished });
      this.stored = acts.length;
    } catch (error) {
      this.fail(error);
      if (error instanceof WaitchainError && error.problem.code === "ATTEMPT_MOVED_ON") {
        await this.reload(() => this.end === null);
      }
    }
  }

  /** Another tab has changed it. */
  private hear(change: AttemptChange): void {
    if (change.id !== this.id) return;
    this.queue = this.queue
      .then(async () => {
        const isMine = change.type === "saved" && change.acts <= this.shown.acts.length;
        if (!isMine) await this.reload(() => this.end === null);
      })
      .catch((error: unknown) => this.fail(error));
  }

  private fail(error: unknown): void {
    if (error instanceof WaitchainError) this.tell(error.problem);
    else {
      this.tell({
        code: "FAILED",
        what: `This page failed (${String(error).slice(0, 200)}). What was done before is kept.`,
        fix: "Reload the page and try again. This is a fault of the site: please report the message.",
      });
    }
  }

  private tell(problem: Problem): void {
    this.show({ problems: [...this.shown.problems, problem] });
  }

  private show(change: Partial<AttemptView>): void {
    this.shown = { ...this.shown, ...change, busy: this.waiting > 0 };
    for (const listener of [...this.listeners]) listener();
  }
}
