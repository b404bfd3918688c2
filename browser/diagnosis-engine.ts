import { conclude, type ReadTranscript, read } from "@/cases/diagnose";
import { WaitchainError } from "@/evidence";
import { playbookById } from "@/machines/list";
import { type DiagnosisReply, type DiagnosisRequest, placedAt } from "./diagnosis-protocol";

function failure(during: string, error: unknown): WaitchainError {
  if (error instanceof WaitchainError) return error;
  return new WaitchainError({
    code: "WORKER_FAILED",
    what: `This site failed while ${during} (${String(error).slice(0, 200)}). Nothing you put in is lost.`,
    fix: "Undo the last entry to go on with the rest. This is a fault of the site: please report the message.",
  });
}

/** Lets messages in that arrived meanwhile. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** The worker's side: reads each text once, and concludes from the readings as often as it is asked. */
export class DiagnosisEngine {
  private readonly texts = new Map<number, string>();
  private readonly reads = new Map<number, ReadTranscript>();
  private latest = 0;

  constructor(private readonly post: (reply: DiagnosisReply) => void) {}

  /** Answers a request, unless a newer one arrives before the end. */
  async handle(asked: DiagnosisRequest): Promise<void> {
    this.latest = asked.request;
    for (const key of asked.forget) {
      this.texts.delete(key);
      this.reads.delete(key);
    }
    for (const { key, text } of asked.texts) this.texts.set(key, text);
    try {
      if (await this.readAll(asked)) this.conclude(asked);
    } catch (error) {
      const { problem } = failure("drawing its conclusions", error);
      this.post({ type: "failed", request: asked.request, problem });
    }
  }

  /** False when a newer request took over. */
  private async readAll({ request, files }: DiagnosisRequest): Promise<boolean> {
    if (files.every(({ key }) => this.reads.has(key))) return true;
    const of = files.length;
    for (const [index, { key, name }] of files.entries()) {
      if (this.reads.has(key)) continue;
      this.post({ type: "progress", request, read: index, of });
      this.readOne(key, name);
      await pause();
      if (this.latest !== request) return false;
    }
    this.post({ type: "progress", request, read: of, of });
    return true;
  }

  private readOne(key: number, name: string): void {
    const text = this.texts.get(key);
    if (text === undefined) throw new RangeError(`No text was sent for ${name}`);
    try {
      const reading = read({ name, text }, 0);
      this.reads.set(key, reading);
      this.texts.delete(key);
      this.post({ type: "read", key, read: reading });
    } catch (error) {
      throw failure(`reading “${name}”`, error);
    }
  }

  private conclude({ request, playbook: id, files, answers, skipped, tool }: DiagnosisRequest): void {
    const playbook = playbookById(id);
    if (!playbook) {
      throw new WaitchainError({
        code: "PLAYBOOK_UNKNOWN",
        what: `This case follows the playbook “${id}”, which this site does not have.`,
        fix: "Open it on the site it comes from, or update this one. What was put in is kept.",
      });
    }
    const readings = files.flatMap(({ key }, file) => {
      const reading = this.reads.get(key);
      return reading ? [placedAt(reading, file)] : [];
    });
    const concluded = conclude(playbook, readings, { answers, skipped, tool: tool ?? undefined });
    const { blocks: _known, ...diagnosis } = concluded;
    this.post({ type: "done", request, diagnosis });
  }
}
