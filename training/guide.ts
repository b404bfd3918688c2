import type { Place, Weighed } from "@/cases/diagnose";
import type { Debugger } from "@/machines/ask";
import { type NextCommand, nextCommands } from "@/machines/resolve";
import type { Target } from "./drill";
import { LOADS_SOS, type Logbook } from "./logbook";
import type { Memory } from "./memory";
import { consoleFor, isSecond, kindOf, secondOf } from "./targets";
import { asksSame, typedCommand } from "./typed-command";

/** What is known, and where the procedure stands with it. */
export type Known = Weighed & Place;

/** A command that the procedure asks for, and where it is typed. */
export interface Wanted {
  next: NextCommand;
  target: Target;
}

/** What whoever follows the procedure does next. */
export interface Guidance {
  known: Known;
  /** Commands of the step that were not tried yet, in order. */
  wanted: readonly Wanted[];
  /** Questions to the customer that were not asked yet. */
  questions: readonly string[];
  /** Other ways to the same. */
  instead: readonly Wanted[];
}

/** What there is to work with. */
export interface Desk {
  tool: Debugger;
  targets: readonly Target[];
}

/** The step in which everything is asked for once more, of a second dump. */
const SECOND_DUMP = "second-dump";

/** The tool that a dump was looked at in last: whoever has it there goes on there. */
function toolAt({ dump }: Logbook, { tool }: Desk): Debugger {
  if (dump === null) return tool;
  if (kindOf(dump) === "dotnet-dump") return "dotnet-dump";
  return tool === "dotnet-dump" ? "windbg-core" : tool;
}

class Guide {
  private readonly tool: Debugger;
  private readonly weighed: Weighed;

  constructor(
    private readonly logbook: Logbook,
    private readonly memory: Memory,
    private readonly desk: Desk,
  ) {
    this.tool = toolAt(logbook, desk);
    this.weighed = memory.weigh(logbook.outputs, logbook.answers);
  }

  /** Gives up steps of which nothing more can be had, as an engineer would. */
  look(): Guidance {
    const skipped: string[] = [];
    for (;;) {
      const guidance = this.at(skipped);
      const { known, wanted, questions, instead } = guidance;
      const open = wanted.length + questions.length + instead.length > 0;
      if (known.end || open || skipped.includes(known.step.id)) return guidance;
      skipped.push(known.step.id);
    }
  }

  private at(skipped: readonly string[]): Guidance {
    const { answers, said } = this.logbook;
    const place = this.memory.place(this.weighed, { answers, skipped, tool: this.tool });
    const { step, end } = place;
    const second = step.id === SECOND_DUMP;
    const others = step.alternatives.flatMap(({ commands }) => commands);
    // What could not be run on the first dump is not tried again on the second.
    const asked = second ? step.commands : nextCommands(step);
    return {
      known: { ...this.weighed, ...place },
      wanted: end ? [] : this.open(asked, second),
      questions: end ? [] : step.questions.filter((id) => !said.has(id)),
      instead: end ? [] : this.open(others, second),
    };
  }

  private open(commands: readonly NextCommand[], second: boolean): Wanted[] {
    const system = this.desk.targets.includes("unix") ? "linux" : "windows";
    return commands.flatMap((next) => {
      const kind = consoleFor(next.command, next.target, next.tool ?? this.tool, system);
      const target = second ? secondOf(kind) : kind;
      const possible = next.complete && this.desk.targets.includes(target) && !(second && !isSecond(target));
      return possible && !this.isTried({ next, target }) ? [{ next, target }] : [];
    });
  }

  private isTried({ next, target }: Wanted): boolean {
    if (this.logbook.loaded && LOADS_SOS.test(next.command)) return true;
    const wanted = typedCommand(target, next.command, next.id);
    return this.logbook.tried.some(({ command, at }) => asksSame(command, wanted, at));
  }
}

/** What the procedure asks for now, of somebody who has seen and tried what stands in the logbook. */
export function guide(logbook: Logbook, memory: Memory, desk: Desk): Guidance {
  return new Guide(logbook, memory, desk).look();
}
