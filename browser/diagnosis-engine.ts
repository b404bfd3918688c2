import { NOTHING_READ } from "@/cases/coverage";
import { conclude, type Diagnosis, type ReadTranscript } from "@/cases/diagnose";
import { type Block, type Finding, WaitchainError } from "@/evidence";
import { playbookById } from "@/machines/list";
import { partsOf } from "./diagnosis-parts";
import { type DiagnosisReply, type DiagnosisRequest, placedAt, type ReadingFile } from "./diagnosis-protocol";
import { limitedFindings } from "./limited-findings";
import type { CaseText } from "./long-text";
import { ReadingJob } from "./reading-job";

/** Milliseconds after which the page hears again how far the reading is. */
const TOLD_EVERY = 100;
/** Milliseconds until findings are looked for again, and how much of the time that may take. */
const FINDINGS_EVERY = 300;
const FINDINGS_SHARE = 0.1;
/** Blocks up to which findings are looked for before the end; from more of them it takes too long. */
const MOST_BLOCKS = 1500;
/** First findings that are shown. */
const SHOWN_FINDINGS = 6;
/** Blocks and ranges that go over in one message. */
const MESSAGE = 3000;

function failure(during: string, error: unknown): WaitchainError {
  if (error instanceof WaitchainError) return error;
  if (error instanceof DOMException && error.name === "NotReadableError") {
    return new WaitchainError({
      code: "FILE_UNREADABLE",
      what: `The browser could no longer read the file while ${during}: it was changed, moved or deleted meanwhile.`,
      fix: "Wait until nothing writes to it any more, or copy it, then drop it again.",
    });
  }
  return new WaitchainError({
    code: "WORKER_FAILED",
    what: `This site failed while ${during} (${String(error).slice(0, 200)}). Nothing you put in is lost.`,
    fix: "Undo the last entry to go on with the rest. This is a fault of the site: please report the message.",
  });
}

/** Lets messages in that arrived meanwhile. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** The first finding of each kind, those that tell something before those that only steer. */
function firstOfEach(findings: readonly Finding[]): Finding[] {
  const kinds = new Map<string, Finding>();
  for (const finding of findings) if (finding.tone === "fact" && !kinds.has(finding.id)) kinds.set(finding.id, finding);
  return [...kinds.values()]
    .slice(0, SHOWN_FINDINGS)
    .map((finding) => ({ ...finding, cites: finding.cites.slice(0, 3) }));
}

/** What is known of the transcript at hand while it is being read. */
class EarlyFindings {
  findings: readonly Finding[] = [];
  found = 0;
  /** The first ones are looked for as soon as an output was read. */
  private next = 0;
  private blocks = 0;
  private told = false;

  /** Looks for findings when it is time to, and when there is something new; true when these are the first. */
  look(blocks: readonly Block[], diagnosis: () => Diagnosis): boolean {
    if (performance.now() < this.next || blocks.length === this.blocks) return false;
    if (this.found > 0 && blocks.length > MOST_BLOCKS) return false;
    const began = performance.now();
    const { findings } = diagnosis();
    this.blocks = blocks.length;
    this.findings = firstOfEach(findings);
    this.found = findings.length;
    const cost = performance.now() - began;
    const first = this.findings.length > 0 && !this.told;
    this.told ||= first;
    this.next = performance.now() + Math.max(FINDINGS_EVERY, cost / FINDINGS_SHARE);
    return first;
  }
}

/** The worker's side: reads each text once, and concludes from the readings as often as it is asked. */
export class DiagnosisEngine {
  private readonly texts = new Map<number, CaseText>();
  private readonly jobs = new Map<number, ReadingJob>();
  private readonly reads = new Map<number, ReadTranscript>();
  private latest = 0;
  private told = 0;

  constructor(private readonly post: (reply: DiagnosisReply) => void) {}

  /** Answers a request, unless a newer one arrives before the end. */
  async handle(asked: DiagnosisRequest): Promise<void> {
    this.latest = asked.request;
    for (const key of asked.forget) {
      this.texts.delete(key);
      this.jobs.delete(key);
      this.reads.delete(key);
    }
    for (const { key, text } of asked.texts) this.texts.set(key, text);
    try {
      if (await this.readAll(asked)) this.finish(asked);
    } catch (error) {
      if (this.latest !== asked.request) return;
      const { problem } = failure("drawing its conclusions", error);
      this.post({ type: "failed", request: asked.request, problem });
    }
  }

  /** False when a newer request took over. */
  private async readAll(asked: DiagnosisRequest): Promise<boolean> {
    const { request, files } = asked;
    if (files.every(({ key }) => this.reads.has(key))) return true;
    for (const [at, { key, name }] of files.entries()) {
      if (this.reads.has(key)) continue;
      const done = await this.readOne(asked, at, key, name);
      if (!done) return false;
    }
    this.post({ type: "progress", request, progress: { read: files.length, of: files.length, file: null } });
    await pause();
    return this.latest === request;
  }

  private async readOne(asked: DiagnosisRequest, at: number, key: number, name: string): Promise<boolean> {
    const job = this.jobFor(key, name);
    const early = new EarlyFindings();
    try {
      this.tell(asked, at, job, early, true);
      while (!job.result) {
        await job.turn();
        await pause();
        if (this.latest !== asked.request) return false;
        if (job.result) break;
        // Nearly done: the whole is about to be told.
        if (job.lines > 0 && job.line >= job.lines) continue;
        const first = early.look(job.blocks, () => this.concluded(asked, { key, blocks: job.blocks }));
        this.tell(asked, at, job, early, first);
      }
      if (job.result.long) this.tell(asked, at, job, early, true);
      if (!this.reads.has(key)) this.keep(key, job);
      return true;
    } catch (error) {
      this.jobs.delete(key);
      throw failure(`reading “${name}”`, error);
    }
  }

  private jobFor(key: number, name: string): ReadingJob {
    const text = this.texts.get(key);
    const job = this.jobs.get(key) ?? (text === undefined ? null : new ReadingJob(name, text));
    if (!job) throw new RangeError(`No text was sent for ${name}`);
    this.jobs.set(key, job);
    this.texts.delete(key);
    return job;
  }

  private tell({ request, files }: DiagnosisRequest, at: number, job: ReadingJob, early: EarlyFindings, now: boolean) {
    if (!now && performance.now() - this.told < TOLD_EVERY) return;
    this.told = performance.now();
    const { name, share, line, lines, blocks } = job;
    const { findings, found } = early;
    const concluding = job.result !== null;
    const file: ReadingFile = { name, at, share, line, lines, outputs: blocks.length, findings, found, concluding };
    this.post({ type: "progress", request, progress: { read: at + share, of: files.length, file } });
  }

  /** Keeps a reading, and hands it to the page: a long one in parts and without its reports. */
  private keep(key: number, job: ReadingJob): void {
    if (!job.result) return;
    const { read, long } = job.result;
    this.reads.set(key, read);
    this.jobs.delete(key);
    if (!long) {
      this.post({ type: "read", key, read, long });
      return;
    }
    let part: Block[] = [];
    let size = 0;
    for (const block of read.blocks) {
      part.push({ ...block, report: null });
      size += 1 + block.unread.length;
      if (size < MESSAGE) continue;
      this.post({ type: "blocks", key, blocks: part });
      part = [];
      size = 0;
    }
    this.post({ type: "blocks", key, blocks: part });
    this.post({ type: "read", key, read: { ...read, blocks: [] }, long });
  }

  private concluded(
    { playbook: id, files, answers, skipped, limits, tool }: DiagnosisRequest,
    partly?: { key: number; blocks: readonly Block[] },
  ): Diagnosis {
    const playbook = playbookById(id);
    if (!playbook) {
      throw new WaitchainError({
        code: "PLAYBOOK_UNKNOWN",
        what: `This case follows the playbook “${id}”, which this site does not have.`,
        fix: "Open it on the site it comes from, or update this one. What was put in is kept.",
      });
    }
    const readings = files.flatMap(({ key }, file) => {
      const part = partly?.key === key ? { blocks: partly.blocks, coverage: NOTHING_READ, guesses: [] } : undefined;
      const reading = this.reads.get(key) ?? part;
      return reading ? [placedAt(reading, file)] : [];
    });
    return conclude(playbook, readings, { answers, skipped, limits, tool: tool ?? undefined });
  }

  private finish(asked: DiagnosisRequest): void {
    const { blocks: _known, findings, ...diagnosis } = this.concluded(asked);
    const { request } = asked;
    const { parts, rest } = partsOf({ ...diagnosis, ...limitedFindings(findings) });
    for (const part of parts) this.post({ type: "part", request, part });
    this.post({ type: "done", request, rest });
  }
}
