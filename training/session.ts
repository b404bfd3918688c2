import type { Attempt } from "./attempt";
import type { Completion } from "./completion";
import { debriefOf } from "./debrief";
import { type MadeDrill, makeDrill } from "./make-drill";
import { Playing } from "./playing";
import { minutesSpent, scoreOf } from "./score";
import { screenOf } from "./screen";
import type { DrillView } from "./view";

/** Drills that are kept made. */
const MOST_KEPT = 4;
const MADE = new Map<string, MadeDrill>();

function madeDrill(code: string): MadeDrill {
  const known = MADE.get(code) ?? makeDrill(code);
  MADE.delete(code);
  MADE.set(code, known);
  const [oldest] = MADE.keys();
  if (MADE.size > MOST_KEPT && oldest !== undefined) MADE.delete(oldest);
  return known;
}

/** An attempt that goes on: takes acts, and shows how it stands. Throws a WaitchainError for a wrong code. */
export class DrillSession {
  private readonly made: MadeDrill;
  private readonly playing: Playing;
  private seconds = 0;

  constructor(code: string, acts: Attempt["acts"] = []) {
    this.made = madeDrill(code);
    this.playing = new Playing(this.made.drill, this.made.memory);
    for (const act of acts) this.take(act);
  }

  /** What cannot be done now is left out, with its reason in the view. */
  take({ at, act }: Attempt["acts"][number]): void {
    if (this.playing.phase !== "debrief" && Number.isFinite(at)) this.seconds = Math.max(this.seconds, at);
    this.playing.take(act);
  }

  complete(line: string): Completion {
    return this.playing.terminal.complete(this.playing.target, line);
  }

  view(): DrillView {
    const { playing, made, seconds } = this;
    const { drill, best } = made;
    const { played, phase } = playing;
    const score = scoreOf(played, best);
    const ahead = playing.hintAhead;
    const harm = played.entries.reduce((sum, { minutes, harm: done }) => sum + (done ? minutes : 0), 0);
    return {
      ...screenOf(playing, played),
      code: drill.code,
      written: drill.written,
      level: drill.level,
      topic: drill.topic,
      complaint: drill.complaint,
      prompt: playing.terminal.prompt(playing.target),
      hints: played.hints.map(({ act, grade, text, points }) => ({ act, grade, text, points })),
      nextHint: ahead && { grade: ahead.grade, points: ahead.points },
      ignored: [...playing.ignored],
      spent: { minutes: minutesSpent(played) + harm, commands: played.entries.length, seconds },
      score,
      debrief: phase === "debrief" ? debriefOf(played, best) : null,
    };
  }
}

/** All that is shown of an attempt, worked out anew from its code and its acts: the same wherever it is done. */
export function play({ code, acts }: Attempt): DrillView {
  return new DrillSession(code, acts).view();
}
