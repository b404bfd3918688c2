import type { Inputs } from "@/cases/case-log";
import type { Diagnosis, ReadTranscript } from "@/cases/diagnose";
import { type Block, WaitchainError } from "@/evidence";
import type { Debugger } from "@/machines/ask";
import { assembled, type DiagnosisPart } from "./diagnosis-parts";
import {
  type DiagnosisReply,
  type DiagnosisRequest,
  type LongReading,
  type Progress,
  placedAt,
} from "./diagnosis-protocol";
import type { CaseText } from "./long-text";
import { type WorkerLike, WorkerLink } from "./worker-link";

/** Diagnoses off the page's own thread. */
export interface DiagnosisClient {
  /**
   * Diagnoses what a case holds. A newer call supersedes an older one that is
   * still running: the older promise rejects with a WaitchainError `SUPERSEDED`.
   * When the worker dies it rejects with `WORKER_FAILED`; the next call starts
   * another worker.
   */
  diagnose(
    inputs: Inputs<CaseText>,
    options: { playbook: string; tool?: Debugger },
    onProgress?: (progress: Progress) => void,
  ): Promise<Diagnosis>;
  /** What is known of a long text since it was read; null before. */
  longReading(text: CaseText): LongReading | null;
  dispose(): void;
}

export type DiagnosisWorker = WorkerLike<DiagnosisRequest, DiagnosisReply>;

interface Pending {
  asked: DiagnosisRequest;
  resolve: (diagnosis: Diagnosis) => void;
  reject: (error: WaitchainError) => void;
  onProgress?: (progress: Progress) => void;
  /** Everything is read. */
  concluding: boolean;
  /** What has come of the diagnosis. */
  parts: DiagnosisPart[];
}

function startDiagnosisWorker(): DiagnosisWorker | null {
  if (typeof Worker === "undefined") return null;
  return new Worker(new URL("./diagnosis.worker.ts", import.meta.url), { type: "module" });
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

/** What tells a text from every other. */
function identity(text: CaseText): string | symbol {
  return typeof text === "string" ? text : Symbol.for(text.id);
}

class Client implements DiagnosisClient {
  private readonly link: WorkerLink<DiagnosisRequest, DiagnosisReply>;
  private pending: Pending | null = null;
  private requests = 0;
  private texts = new Map<string | symbol, { key: number; text: CaseText }>();
  private lastKey = 0;
  /** Keys whose text the present worker has. */
  private readonly sent = new Set<number>();
  private readonly reads = new Map<number, ReadTranscript>();
  /** Blocks of long texts, as they arrive. */
  private readonly arriving = new Map<number, Block[]>();
  private readonly longReadings = new Map<string | symbol, LongReading>();
  /** Blocks as last handed out, by key and place: unchanged transcripts keep the very same objects. */
  private placed = new Map<string, readonly Block[]>();

  constructor(startWorker: () => DiagnosisWorker | null) {
    this.link = new WorkerLink({
      startWorker,
      startEngine: (post) => import("./diagnosis-engine").then(({ DiagnosisEngine }) => new DiagnosisEngine(post)),
      receive: (reply) => this.receive(reply),
      lose: (wasReady) => this.lose(wasReady),
    });
  }

  diagnose(
    inputs: Inputs<CaseText>,
    { playbook, tool }: { playbook: string; tool?: Debugger },
    onProgress?: (progress: Progress) => void,
  ): Promise<Diagnosis> {
    const concluding = this.pending?.concluding ?? false;
    this.pending?.reject(superseded());
    const forget = this.assignKeys(inputs);
    // Conclusions from what is no longer wanted cannot be interrupted but with their worker.
    if (concluding && forget.length > 0) this.stop();
    const files = inputs.transcripts.map(({ name, text }) => ({
      key: this.texts.get(identity(text))?.key ?? 0,
      name,
    }));
    const { answers, skipped, limits } = inputs;
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
      limits,
    };
    return new Promise((resolve, reject) => {
      this.pending = { asked, resolve, reject, onProgress, concluding: false, parts: [] };
      this.send(asked);
    });
  }

  longReading(text: CaseText): LongReading | null {
    return this.longReadings.get(identity(text)) ?? null;
  }

  dispose(): void {
    this.pending?.reject(superseded());
    this.stop();
    this.texts.clear();
    this.reads.clear();
    this.longReadings.clear();
    this.placed.clear();
  }

  /** Gives each new text a key, and says which keys are no longer in use. */
  private assignKeys({ transcripts }: Inputs<CaseText>): number[] {
    const before = this.texts;
    this.texts = new Map();
    for (const { text } of transcripts) {
      const id = identity(text);
      if (!this.texts.has(id)) this.texts.set(id, before.get(id) ?? { key: ++this.lastKey, text });
    }
    const forgotten = [...before].filter(([id]) => !this.texts.has(id));
    return forgotten.map(([id, { key }]) => {
      this.sent.delete(key);
      this.reads.delete(key);
      this.arriving.delete(key);
      this.longReadings.delete(id);
      return key;
    });
  }

  private send(asked: DiagnosisRequest): void {
    const worker = this.link.running();
    const texts = [...this.texts.values()].filter(({ key }) => !this.sent.has(key));
    for (const { key } of texts) {
      this.sent.add(key);
      this.arriving.delete(key);
    }
    try {
      worker.postMessage({ ...asked, texts });
    } catch {
      // Too much for the browser to copy.
      this.lose(true);
    }
  }

  private stop(): void {
    this.link.end();
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
    this.link.stayInPage();
    this.pending = pending;
    this.send(pending.asked);
  }

  private receive(reply: DiagnosisReply): void {
    if (reply.type === "blocks" || reply.type === "read") this.takeReading(reply);
    const { pending } = this;
    if (!pending || !("request" in reply) || reply.request !== pending.asked.request) return;
    if (reply.type === "progress") {
      pending.concluding = reply.progress.read === reply.progress.of;
      pending.onProgress?.(reply.progress);
      return;
    }
    if (reply.type === "part") {
      pending.parts.push(reply.part);
      return;
    }
    this.pending = null;
    if (reply.type === "failed") pending.reject(new WaitchainError(reply.problem));
    else pending.resolve({ ...assembled(pending.parts, reply.rest), blocks: this.blocksOf(pending.asked) });
  }

  private takeReading(reply: Extract<DiagnosisReply, { type: "blocks" | "read" }>): void {
    const { key } = reply;
    if (!this.sent.has(key)) return;
    const ahead = this.arriving.get(key) ?? [];
    if (reply.type === "blocks") {
      for (const block of reply.blocks) ahead.push(block);
      this.arriving.set(key, ahead);
      return;
    }
    this.arriving.delete(key);
    this.reads.set(key, reply.long ? { ...reply.read, blocks: ahead } : reply.read);
    for (const [id, text] of this.texts) if (text.key === key && reply.long) this.longReadings.set(id, reply.long);
  }

  private blocksOf({ files }: DiagnosisRequest): Block[] {
    const placed = new Map<string, readonly Block[]>();
    files.forEach(({ key }, file) => {
      const place = `${key}:${file}`;
      const reading = this.reads.get(key);
      placed.set(place, this.placed.get(place) ?? (reading ? placedAt(reading, file).blocks : []));
    });
    this.placed = placed;
    // `flat` and spreading would put every block on the stack.
    const all: Block[] = [];
    for (const blocks of placed.values()) for (const block of blocks) all.push(block);
    return all;
  }
}

/** Starts no worker before it is first asked. */
export function createDiagnosisClient({
  startWorker = startDiagnosisWorker,
}: {
  startWorker?: () => DiagnosisWorker | null;
} = {}): DiagnosisClient {
  return new Client(startWorker);
}
