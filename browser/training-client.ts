import { type CauseId, WaitchainError } from "@/evidence";
import type { Completion } from "@/training/completion";
import type { Level } from "@/training/topics";
import type { DrillView, TerminalEntry } from "@/training/view";
import type { TimedAct } from "./attempt-record";
import type { TrainingReply, TrainingRequest } from "./training-protocol";
import { type WorkerLike, WorkerLink } from "./worker-link";

/** Plays a drill off the page's own thread. */
export interface TrainingClient {
  /** Plays what was done so far; what is asked later is asked of this attempt. */
  open(code: string, acts: readonly TimedAct[]): Promise<DrillView>;
  /** How the attempt stands after one more act. */
  act(act: TimedAct): Promise<DrillView>;
  complete(line: string): Promise<Completion>;
  /** The code of a drill of that cause. */
  codeFor(cause: CauseId, level: Level, seed: number): Promise<string>;
  dispose(): void;
}

export type TrainingWorker = WorkerLike<TrainingRequest, TrainingReply>;

type Question = TrainingRequest extends infer R ? (R extends TrainingRequest ? Omit<R, "request"> : never) : never;

interface Pending {
  asked: TrainingRequest;
  resolve: (reply: TrainingReply) => void;
  reject: (error: WaitchainError) => void;
}

function startTrainingWorker(): TrainingWorker | null {
  if (typeof Worker === "undefined") return null;
  return new Worker(new URL("./training.worker.ts", import.meta.url), { type: "module" });
}

const closed = (): WaitchainError =>
  new WaitchainError({
    code: "TRAINING_CLOSED",
    what: "The drill was closed before the answer was there.",
    fix: "Open it again.",
  });

const failed = (): WaitchainError =>
  new WaitchainError({
    code: "WORKER_FAILED",
    what: "The browser ended the part of this page that plays the server, most likely for lack of memory. What you did is kept.",
    fix: "Try again. If it fails again, close other tabs and reload the page.",
  });

class Client implements TrainingClient {
  private readonly link: WorkerLink<TrainingRequest, TrainingReply>;
  private requests = 0;
  private readonly pending = new Map<number, Pending>();
  /** What a new worker is told first, when the old one has died. */
  private attempt: { code: string; acts: readonly TimedAct[] } | null = null;
  private terminal: readonly TerminalEntry[] = [];

  constructor(startWorker: () => TrainingWorker | null) {
    this.link = new WorkerLink({
      startWorker,
      startEngine: (post) => import("./training-engine").then(({ TrainingEngine }) => new TrainingEngine(post)),
      receive: (reply) => this.receive(reply),
      lose: (wasReady) => this.lose(wasReady),
    });
  }

  async open(code: string, acts: readonly TimedAct[]): Promise<DrillView> {
    this.attempt = null;
    const view = await this.viewAfter({ ask: "open", code, acts });
    this.attempt = { code, acts };
    return view;
  }

  async act(act: TimedAct): Promise<DrillView> {
    const { attempt } = this;
    const view = await this.viewAfter({ ask: "act", act });
    if (attempt) this.attempt = { ...attempt, acts: [...attempt.acts, act] };
    return view;
  }

  async complete(line: string): Promise<Completion> {
    const reply = await this.ask({ ask: "complete", line });
    return reply.type === "completion" ? reply.completion : { from: 0, options: [] };
  }

  async codeFor(cause: CauseId, level: Level, seed: number): Promise<string> {
    const reply = await this.ask({ ask: "code", cause, level, seed });
    if (reply.type !== "code") throw failed();
    return reply.code;
  }

  dispose(): void {
    this.stop(closed());
    this.attempt = null;
    this.terminal = [];
  }

  private async viewAfter(question: Question): Promise<DrillView> {
    const reply = await this.ask(question);
    if (reply.type !== "view") throw failed();
    // Entries that did not change stay the very same objects.
    this.terminal = [...this.terminal.slice(0, reply.known), ...reply.view.terminal];
    return { ...reply.view, terminal: this.terminal };
  }

  private async ask(question: Question): Promise<TrainingReply> {
    const { attempt } = this;
    if (!this.link.isRunning && attempt && question.ask !== "open") await this.viewAfter({ ask: "open", ...attempt });
    return this.send({ ...question, request: ++this.requests });
  }

  private send(asked: TrainingRequest): Promise<TrainingReply> {
    const worker = this.link.running();
    return new Promise((resolve, reject) => {
      this.pending.set(asked.request, { asked, resolve, reject });
      worker.postMessage(asked);
    });
  }

  private stop(error: WaitchainError): void {
    this.link.end();
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of waiting) reject(error);
  }

  /** A worker that never answered could not be loaded at all; then the page plays by itself. */
  private lose(wasReady: boolean): void {
    if (wasReady) {
      this.stop(failed());
      return;
    }
    this.link.stayInPage();
    this.link.end();
    const worker = this.link.running();
    for (const { asked } of this.pending.values()) worker.postMessage(asked);
  }

  private receive(reply: TrainingReply): void {
    if (reply.type === "ready") return;
    const waiting = this.pending.get(reply.request);
    this.pending.delete(reply.request);
    if (reply.type === "failed") waiting?.reject(new WaitchainError(reply.problem));
    else waiting?.resolve(reply);
  }
}

/** Starts no worker before it is first asked. */
export function createTrainingClient({
  startWorker = startTrainingWorker,
}: {
  startWorker?: () => TrainingWorker | null;
} = {}): TrainingClient {
  return new Client(startWorker);
}
