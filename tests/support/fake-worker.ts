import type { WorkerLike } from "@/browser/worker-link";

export type Mood = "well" | "never-loads" | "dies-on-request" | "refuses-messages";
type Answers<Request, Reply> = (reply: (reply: Reply) => void) => { handle: (request: Request) => unknown };

/** A worker on this thread whose messages are copied as between real threads. */
export class FakeWorker<Request, Reply> implements WorkerLike<Request, Reply> {
  onmessage: WorkerLike<Request, Reply>["onmessage"] = null;
  onerror: WorkerLike<Request, Reply>["onerror"] = null;
  onmessageerror: WorkerLike<Request, Reply>["onmessageerror"] = null;
  readonly asked: Request[] = [];
  readonly replied: Reply[] = [];
  ended = false;
  private readonly engine: { handle: (request: Request) => unknown };

  constructor(
    engine: Answers<Request, Reply>,
    ready: Reply,
    public mood: Mood = "well",
  ) {
    this.engine = engine((reply) => this.reply(reply));
    setTimeout(() => (mood === "never-loads" ? this.fail() : this.reply(ready)));
  }

  postMessage(request: Request): void {
    if (this.mood === "refuses-messages") throw new DOMException("out of memory", "DataCloneError");
    const copy = structuredClone(request);
    this.asked.push(copy);
    setTimeout(() => {
      if (this.mood === "well" && !this.ended) void this.engine.handle(copy);
      if (this.mood === "dies-on-request") this.fail();
    }, 1);
  }

  terminate(): void {
    this.ended = true;
  }

  private fail(): void {
    this.onerror?.(new Event("error") as ErrorEvent);
  }

  private reply(reply: Reply): void {
    const data = structuredClone(reply);
    this.replied.push(data);
    if (!this.ended) this.onmessage?.(new MessageEvent("message", { data }));
  }
}
