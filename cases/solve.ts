import type { Transcript } from "@/evidence";
import type { Debugger } from "@/machines/ask";
import type { Playbook } from "@/machines/playbook";
import { type NextCommand, nextCommands, type ResolvedStep } from "@/machines/resolve";
import { conclude, type Diagnosis, type ReadTranscript, read } from "./diagnose";

/** Where commands are run: a server, or one that is made up. */
export interface World {
  tool?: Debugger;
  /** What the command prints, prompt and command included; null when it cannot be had. `dump`: the first, or a later one. */
  run(next: NextCommand, dump: "first" | "second"): string | null;
  /** What the customer says; null when nobody knows. */
  answer(question: string): string | null;
}

/** One thing that was asked for. */
export interface Asked {
  step: string;
  /** Null for a question. */
  command: NextCommand | null;
  question: string | null;
  /** What came back; null when it could not be had. */
  text: string | null;
}

export interface Solution {
  diagnosis: Diagnosis;
  asked: readonly Asked[];
  /** Readings of what came back, in order. */
  reads: readonly ReadTranscript[];
  answers: ReadonlyMap<string, string>;
  skipped: readonly string[];
}

/** More asks than any way through a playbook needs: whoever gets here goes round in circles. */
const MOST_ASKS = 120;

/** The step in which everything is asked for once more, of a second dump. */
const SECOND_DUMP = "second-dump";

/** Goes through a playbook as an engineer would: runs what is asked for next, pastes it, answers, gives a step up. */
export class Solver {
  private readonly asked: Asked[] = [];
  private readonly reads: ReadTranscript[] = [];
  private readonly answers = new Map<string, string>();
  private readonly skipped: string[] = [];

  constructor(
    private readonly playbook: Playbook,
    private readonly world: World,
  ) {}

  solve(): Solution {
    for (let diagnosis = this.diagnose(); ; diagnosis = this.diagnose()) {
      if (diagnosis.end || this.asked.length >= MOST_ASKS) {
        const { asked, reads, answers, skipped } = this;
        return { diagnosis, asked, reads, answers, skipped };
      }
      this.takeStep(diagnosis.step);
    }
  }

  private diagnose(): Diagnosis {
    const { answers, skipped, world } = this;
    return conclude(this.playbook, this.reads, { answers, skipped, tool: this.openedIn() ?? world.tool });
  }

  /** The tool that a dump was opened in last: whoever has it there goes on there. */
  private openedIn(): Debugger | null {
    const last = this.asked.findLast(({ command, text }) => command?.target === "process-dump" && text !== null);
    return last?.command?.tool ?? null;
  }

  /** One ask, or the step is given up. */
  private takeStep(step: ResolvedStep): void {
    const dump = step.id === SECOND_DUMP ? "second" : "first";
    const known = (next: NextCommand): boolean =>
      this.asked.some(
        ({ command, step: at }) => command?.command === next.command && (at === SECOND_DUMP) === (dump === "second"),
      );
    const other = step.alternatives.flatMap(({ commands }) => commands);
    // What could not be run on the first dump is not tried again on the second.
    const wanted = dump === "second" ? step.commands : nextCommands(step);
    const next = wanted.find((command) => !known(command));
    const question = step.questions.find((id) => !this.asked.some((asked) => asked.question === id));
    const instead = other.find((command) => !known(command));
    if (next) this.run(next, step.id, dump);
    else if (question) this.ask(question, step.id);
    else if (instead) this.run(instead, step.id, dump);
    else this.skipped.push(step.id);
  }

  private run(command: NextCommand, step: string, dump: "first" | "second"): void {
    const text = this.world.run(command, dump);
    this.asked.push({ step, command, question: null, text });
    if (text === null) return;
    const transcript: Transcript = { name: command.command, text };
    this.reads.push(read(transcript, this.reads.length));
  }

  private ask(question: string, step: string): void {
    const text = this.world.answer(question);
    this.asked.push({ step, command: null, question, text });
    if (text !== null) this.answers.set(question, text);
  }
}
