import type { Inputs } from "@/cases/case-log";
import type { Diagnosis, ReadTranscript } from "@/cases/diagnose";
import { type Block, WaitchainError } from "@/evidence";
import type { Debugger } from "@/machines/ask";
import { type DiagnosisReply, type DiagnosisRequest, placedAt } from "./diagnosis-protocol";

/** Transcripts read so far. */
export interface Progress {
  read: number;
  of: number;
}

/** Diagnoses off the page's own thread. */
export interface DiagnosisClient {
  /**
   * Diagnoses what a case holds. A newer call supersedes an older one that is
   * still running: the older promise rejects with a WaitchainError `SUPERSEDED`.
   * When the worker dies it rejects with `WORKER_FAILED`; the next call starts
   * another worker.
   */
  diagnose(
    inputs: Inputs,
    options: { playbook: string; tool?: Debugger },
    onProgress?: (progress: Progress) => void,
  ): Promise<Diagnosis>;
  dispose(): void;
}

/** The part of a Worker that is used. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent<DiagnosisReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  postMessage(request: DiagnosisRequest): void;
  terminate(): void;
}

interface Pending {
  asked: DiagnosisRequest;
  resolve: (diagnosis: Diagnosis) => void;
  reject: (error: WaitchainError) => void;
  onProgress?: (progress: Progress) => void;
}

function startDiagnosisWorker(): WorkerLike | null {
  if (typeof Worker === "undefined") return null;
  return new Worker(new URL("./diagnosis.worker.ts", import.meta.url), { type: "module" });
}

/** Reads on the page's own thread, where there are no workers. */
class InPageWorker implements WorkerLike {
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  onmessageerror: WorkerLike["onmessageerror"] = null;
  private readonly engine = import("./diagnosis-engine").then(
    ({ DiagnosisEngine }) => new DiagnosisEngine((data) => this.onmessage?.(new MessageEvent("message", { data }))),
  );

  postMessage(request: DiagnosisRequest): void {
    this.engine.then((engine) => engine.handle(request)).catch(() => this.onerror?.(new Event("error") as ErrorEvent));
  }

  terminate(): void {
    this.onmessage = null;
    this.onerror = null;
  }
}

const superseded = (): WaitchainError =>
  new WaitchainError({
    code: "SUPERSEDED",
    what: "Something newer was put in before this diagnosis was done.",
    fix: "Wait for the newer one.",
  });

const failed = (): WaitchainError =>
  new WaitchainError({
    code: "WORKER_FAILED",
    what: "The browser ended the part of this page that reads outputs, most likely for lack of memory. Nothing you put in is lost.",
    fix: "Try again. If it fails again, undo the largest paste and put in a smaller part of it.",
  });

class Client implements DiagnosisClient {
  private worker: WorkerLike | null = null;
  private inPage = false;
  private pending: Pending | null = null;
  private requests = 0;
  private keys = new Map<string, number>();
  private lastKey = 0;
  /** Keys whose text the present worker has. */
  private readonly sent = new Set<number>();
  private readonly reads = new Map<number, ReadTranscript>();
  /** Blocks as last handed out, by key and place: unchanged transcripts keep the very same objects. */
  private placed = new Map<string, readonly Block[]>();

  constructor(private readonly startWorker: () => WorkerLike | null) {}

  diagnose(
    inputs: Inputs,
    { playbook, tool }: { playbook: string; tool?: Debugger },
    onProgress?: (progress: Progress) => void,
  ): Promise<Diagnosis> {
    this.pending?.reject(superseded());
    const forget = this.assignKeys(inputs);
    const files = inputs.transcripts.map(({ name, text }) => ({ key: this.keys.get(text) ?? 0, name }));
    const { answers, skipped } = inputs;
    const request = ++this.requests;
    const asked: DiagnosisRequest = {
      request,
      playbook,
      tool: tool ?? null,
      files,
      texts: [],
      forget,
      answers,
      skipped,
    };
    return new Promise((resolve, reject) => {
      this.pending = { asked, resolve, reject, onProgress };
      this.send(asked);
    });
  }

  dispose(): void {
    this.pending?.reject(superseded());
    this.stop();
    this.keys.clear();
    this.reads.clear();
    this.placed.clear();
  }

  /** Gives each new text a key, and says which keys are no longer in use. */
  private assignKeys({ transcripts }: Inputs): number[] {
    const before = this.keys;
    this.keys = new Map(transcripts.map(({ text }) => [text, before.get(text) ?? 0]));
    for (const [text, key] of this.keys) if (key === 0) this.keys.set(text, ++this.lastKey);
    const forget = [...before].flatMap(([text, key]) => (this.keys.has(text) ? [] : [key]));
    for (const key of forget) {
      this.sent.delete(key);
      this.reads.delete(key);
    }
    return forget;
  }

  private send(asked: DiagnosisRequest): void {
    const worker = this.running();
    const texts = [...this.keys].flatMap(([text, key]) => (this.sent.has(key) ? [] : [{ key, text }]));
    for (const { key } of texts) this.sent.add(key);
    try {
      worker.postMessage({ ...asked, texts });
    } catch {
      // Too much for the browser to copy.
      this.lose(true);
    }
  }

  private running(): WorkerLike {
    if (this.worker) return this.worker;
    let started: WorkerLike | null = null;
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

  private stop(): void {
    this.worker?.terminate();
    this.worker = null;
    this.sent.clear();
    this.pending = null;
  }

  /** A worker that never answered could not be loaded at all; then the page reads by itself. */
  private lose(wasReady: boolean): void {
    const { pending } = this;
    this.stop();
    if (wasReady || !pending) {
      pending?.reject(failed());
      return;
    }
    this.inPage = true;
    this.pending = pending;
    this.send(pending.asked);
  }

  private receive(reply: DiagnosisReply): void {
    if (reply.type === "read" && this.sent.has(reply.key)) this.reads.set(reply.key, reply.read);
    const { pending } = this;
    if (!pending || !("request" in reply) || reply.request !== pending.asked.request) return;
    if (reply.type === "progress") {
      pending.onProgress?.({ read: reply.read, of: reply.of });
      return;
    }
    this.pending = null;
    if (reply.type === "failed") pending.reject(new WaitchainError(reply.problem));
    else pending.resolve({ ...reply.diagnosis, blocks: this.blocksOf(pending.asked) });
  }

  private blocksOf({ files }: DiagnosisRequest): Block[] {
    const placed = new Map<string, readonly Block[]>();
    files.forEach(({ key }, file) => {
      const place = `${key}:${file}`;
      const reading = this.reads.get(key);
      placed.set(place, this.placed.get(place) ?? (reading ? placedAt(reading, file).blocks : []));
    });
    this.placed = placed;
    return [...placed.values()].flat();
  }
}

/** Starts no worker before it is first asked. */
export function createDiagnosisClient({
  startWorker = startDiagnosisWorker,
}: {
  startWorker?: () => WorkerLike | null;
} = {}): DiagnosisClient {
  return new Client(startWorker);
}
