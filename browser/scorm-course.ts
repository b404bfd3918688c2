import type { Problem } from "@/evidence";
import type { ClassSet } from "@/training/results/class-set";
import { type CourseState, packState, unpackState } from "@/training/scorm/suspend-data";
import type { ScormApi } from "./scorm-api";

/** `0001:02:03.00` */
export function scormTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (count: number): string => String(count).padStart(2, "0");
  const hours = Math.min(9_999, Math.floor(whole / 3_600));
  return `${String(hours).padStart(4, "0")}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.00`;
}

/** Mean of the points over the whole set; a drill that is not finished counts nothing. */
export function meanPoints({ marks }: CourseState): number {
  return Math.round(marks.reduce((sum, mark) => sum + (mark?.points ?? 0), 0) / Math.max(1, marks.length));
}

export function lessonStatus(state: CourseState, { mastery }: ClassSet): "incomplete" | "passed" | "failed" {
  if (state.marks.includes(null)) return "incomplete";
  return meanPoints(state) >= mastery ? "passed" : "failed";
}

const NOT_KEPT: Problem = {
  code: "SCORM_NOT_KEPT",
  what: "Your learning system refused to keep what you did last.",
  fix: "Play on: it is offered again with every step. If this message stays when you leave, tell your trainer.",
};

const TOO_LONG: Problem = {
  code: "SCORM_LOG_TOO_LONG",
  what: "This drill has become longer than a learning system keeps (4,096 characters).",
  fix: "Finish it before you leave: left now, it would begin anew. The points of finished drills are kept.",
};

/** A set of drills inside a learning management system. */
export class ScormCourse {
  private over = false;

  constructor(
    private readonly api: ScormApi,
    private readonly set: ClassSet,
    /** Seconds since the page was opened. */
    private readonly clock: () => number,
  ) {}

  /** Begins the session, and gives back what the last one left. */
  begin(): { state: CourseState; problem: Problem | null } {
    this.api.LMSInitialize("");
    const kept = unpackState(String(this.api.LMSGetValue("cmi.suspend_data") ?? ""), this.set.codes.length);
    this.write(kept.state);
    return kept;
  }

  /** Hands a state over. Says what of it the system will not have the next time. */
  keep(state: CourseState): Problem | null {
    if (this.over) return null;
    const { text, actsLeftOut } = packState(state);
    const isKept = this.write(state) && this.put("cmi.suspend_data", text) && said(this.api.LMSCommit(""));
    if (!isKept) return NOT_KEPT;
    return actsLeftOut ? TOO_LONG : null;
  }

  end(): void {
    if (this.over) return;
    this.put("cmi.core.session_time", scormTime(this.clock()));
    this.api.LMSCommit("");
    this.over = true;
    this.api.LMSFinish("");
  }

  private write(state: CourseState): boolean {
    const status = lessonStatus(state, this.set);
    return [
      this.put("cmi.core.score.min", "0"),
      this.put("cmi.core.score.max", "100"),
      this.put("cmi.core.score.raw", String(meanPoints(state))),
      this.put("cmi.core.lesson_status", status),
      this.put("cmi.core.exit", status === "incomplete" ? "suspend" : ""),
      this.put("cmi.core.session_time", scormTime(this.clock())),
    ].every(Boolean);
  }

  private put(element: string, value: string): boolean {
    return said(this.api.LMSSetValue(element, value));
  }
}

function said(reply: string | boolean): boolean {
  return String(reply) === "true";
}
