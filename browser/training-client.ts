import { type CauseId, WaitchainError } from "@/evidence";
import type { Completion } from "@/training/completion";
import type { Level } from "@/training/topics";
import type { DrillView, TerminalEntry } from "@/training/view";
import type { TimedAct } from "./attempt-record";
import type { TrainingReply, TrainingRequest } from "./training-protocol";

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

/** The part of a Worker that is used. */
export interface TrainingWorker {
  onmessage: ((event: MessageEvent<TrainingReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  postMessage(request: TrainingRequest): void;
  terminate(): void;
}

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

/** Plays on the page's own thread, where there are no workers. */
class InPageWorker implements TrainingWorker {
  onmessage: TrainingWorker["onmessage"] = null;
  onerror: TrainingWorker["onerror"] = null;
  onmessageerror: TrainingWorker["onmessageerror"] = null;
  private readonly engine = import("./training-engine").then(
    ({ TrainingEngine }) => new TrainingEngine((data) => this.onmessage?.(new MessageEvent("message", { data }))),
  );

  postMessage(request: TrainingRequest): void {
    this.engine.then((engine) => engine.handle(request)).catch(() => this.onerror?.(new Event("error") as ErrorEvent));
  }

  terminate(): void {
    this.onmessage = null;
    this.onerror = null;
  }
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
  private worker: TrainingWorker | null = null;
  private inPage = false;
  private requests = 0;
  private readonly pending = new Map<number, Pending>();
  /** What a new worker is told first, when the old one has died. */
  private attempt: { code: string; acts: readonly TimedAct[] } | null = null;
  private terminal: readonly TerminalEntry[] = [];

  constructor(private readonly startWorker: () => TrainingWorker | null) {}

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
    if (!this.worker && attempt && question.ask !== "open") await this.viewAfter({ ask: "open", ...attempt });
    return this.send({ ...question, request: ++this.requests });
  }

  private send(asked: TrainingRequest): Promise<TrainingReply> {
    const worker = this.running();
    return new Promise((resolve, reject) => {
      this.pending.set(asked.request, { asked, resolve, reject });
      worker.postMessage(asked);
    });
  }

  private running(): TrainingWorker {
    if (this.worker) return this.worker;
    let started: TrainingWorker | null = null;
    try {
      started = this.inPage ? null : this.startWorker();
    } catch {
      this.inPage = true;
    }
    const worker = started ?? new InPageWorker();
    let ready = started === null;
    const lost = (): void => {
      if (this.worker === worker) this.lose(ready);
    };
    worker.onmessage = ({ data }) => {
      ready = true;
      if (this.worker === worker) this.receive(data);
    };
    worker.onerror = lost;
    worker.onmessageerror = lost;
    this.worker = worker;
    return worker;
  }

  private stop(error: WaitchainError): void {
    this.worker?.terminate();
    this.worker = null;
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
    this.inPage = true;
    this.worker?.terminate();
    this.worker = null;
    const worker = this.running();
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
