/** The part of a Worker that is used. */
export interface WorkerLike<Request, Reply> {
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  postMessage(request: Request): void;
  terminate(): void;
}

/** What a worker runs, and the page itself where there are no workers. */
export interface Engine<Request> {
  handle(request: Request): unknown;
}

export interface LinkParts<Request, Reply> {
  /** Null where there are no workers. */
  startWorker(): WorkerLike<Request, Reply> | null;
  /** The same work on the page's own thread. */
  startEngine(post: (reply: Reply) => void): Promise<Engine<Request>>;
  receive(reply: Reply): void;
  /** The worker has died. One that was never ready could not be loaded at all. */
  lose(wasReady: boolean): void;
}

class InPageWorker<Request, Reply> implements WorkerLike<Request, Reply> {
  onmessage: WorkerLike<Request, Reply>["onmessage"] = null;
  onerror: WorkerLike<Request, Reply>["onerror"] = null;
  onmessageerror: WorkerLike<Request, Reply>["onmessageerror"] = null;
  private readonly engine: Promise<Engine<Request>>;

  constructor(startEngine: LinkParts<Request, Reply>["startEngine"]) {
    this.engine = startEngine((data) => this.onmessage?.(new MessageEvent("message", { data })));
  }

  postMessage(request: Request): void {
    this.engine.then((engine) => engine.handle(request)).catch(() => this.onerror?.(new Event("error") as ErrorEvent));
  }

  terminate(): void {
    this.onmessage = null;
    this.onerror = null;
  }
}

/** A worker that is started when it is first needed, and again after it has died. */
export class WorkerLink<Request, Reply> {
  private worker: WorkerLike<Request, Reply> | null = null;
  private inPage = false;

  constructor(private readonly parts: LinkParts<Request, Reply>) {}

  get isRunning(): boolean {
    return this.worker !== null;
  }

  /** The worker at hand, or a new one. */
  running(): WorkerLike<Request, Reply> {
    if (this.worker) return this.worker;
    const { startWorker, startEngine, receive, lose } = this.parts;
    let started: WorkerLike<Request, Reply> | null = null;
    try {
      started = this.inPage ? null : startWorker();
    } catch {
      this.inPage = true;
    }
    const worker = started ?? new InPageWorker(startEngine);
    let ready = started === null;
    const lost = (): void => {
      if (this.worker === worker) lose(ready);
    };
    worker.onmessage = ({ data }) => {
      ready = true;
      if (this.worker === worker) receive(data);
    };
    worker.onerror = lost;
    worker.onmessageerror = lost;
    this.worker = worker;
    return worker;
  }

  /** From now on the page does the work itself. */
  stayInPage(): void {
    this.inPage = true;
  }

  end(): void {
    this.worker?.terminate();
    this.worker = null;
  }
}
