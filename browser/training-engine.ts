import { WaitchainError } from "@/evidence";
import { codeForCause } from "@/training/make-drill";
import { DrillSession } from "@/training/session";
import type { DrillView } from "@/training/view";
import type { TrainingReply, TrainingRequest } from "./training-protocol";

function failure(error: unknown): WaitchainError {
  if (error instanceof WaitchainError) return error;
  return new WaitchainError({
    code: "TRAINING_FAILED",
    what: `This site failed while it worked out the answer (${String(error).slice(0, 200)}). What you did before is kept.`,
    fix: "Reload the page to go on. This is a fault of the site: please report the message and the drill's code.",
  });
}

/** The worker's side: plays one attempt, and shows how it stands after each act. */
export class TrainingEngine {
  private session: DrillSession | null = null;
  /** Entries of the terminal that the page has. */
  private known = 0;
  private phase: DrillView["phase"] = "working";

  constructor(private readonly post: (reply: TrainingReply) => void) {}

  handle(asked: TrainingRequest): void {
    try {
      this.answer(asked);
    } catch (error) {
      this.post({ type: "failed", request: asked.request, problem: failure(error).problem });
    }
  }

  private answer(asked: TrainingRequest): void {
    const { request } = asked;
    if (asked.ask === "open") {
      this.session = new DrillSession(asked.code, asked.acts);
      this.known = 0;
      this.show(request, this.session);
      return;
    }
    if (asked.ask === "code") {
      this.post({ type: "code", request, code: codeForCause(asked.cause, asked.level, asked.seed) });
      return;
    }
    const { session } = this;
    if (!session) throw new RangeError("No drill is open");
    if (asked.ask === "complete") {
      this.post({ type: "completion", request, completion: session.complete(asked.line) });
      return;
    }
    session.take(asked.act);
    this.show(request, session);
  }

  private show(request: number, session: DrillSession): void {
    const view = session.view();
    // The debrief may judge otherwise what was done before.
    const known = view.phase === this.phase ? this.known : 0;
    this.phase = view.phase;
    this.known = view.terminal.length;
    this.post({ type: "view", request, known, view: { ...view, terminal: view.terminal.slice(known) } });
  }
}
