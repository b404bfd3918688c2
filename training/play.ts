import { conclude, type Diagnosis, type ReadTranscript, read } from "@/cases/diagnose";
import { type Solution, Solver } from "@/cases/solve";
import type { CauseId, Standing } from "@/evidence";
import type { Playbook } from "@/machines/playbook";
import { type NextCommand, nextCommands } from "@/machines/resolve";
import type { SimulatedHang } from "@/simulator/hangs/simulate";
import { SimulatedWorld, type Terms } from "./simulated-world";

/** How a procedure ended on a server whose cause is known. */
export type Outcome = "right" | "undecided" | "wrong" | "wrong as confirmed";

export interface Play {
  hang: SimulatedHang;
  solution: Solution;
  outcome: Outcome;
  /** What was named first, if anything was. */
  primary: { id: CauseId; standing: Standing } | null;
  /** Commands that were asked for; what is asked of the customer costs no trip to the server. */
  asks: number;
}

function primaryOf({ causes }: { causes: Solution["diagnosis"]["causes"] }): Play["primary"] {
  const primary = causes.find(({ role }) => role === "primary");
  return primary ? { id: primary.id, standing: primary.standing } : null;
}

/** A cause that is confirmed although it is not the truth counts even where another one comes first. */
function outcomeOf({ cause }: SimulatedHang, { diagnosis }: Solution): Outcome {
  const primary = primaryOf(diagnosis);
  const others = diagnosis.causes.filter(({ id }) => id !== cause);
  if (others.some(({ standing, role }) => standing === "confirmed" && role === "primary")) return "wrong as confirmed";
  if (!primary) return "undecided";
  return primary.id === cause ? "right" : "wrong";
}

/** Plays a procedure to its end on one made-up server. */
export function play(playbook: Playbook, hang: SimulatedHang, terms: Terms = {}): Play {
  const solution = new Solver(playbook, new SimulatedWorld(hang, terms)).solve();
  return {
    hang,
    solution,
    outcome: outcomeOf(hang, solution),
    primary: primaryOf(solution.diagnosis),
    asks: solution.asked.filter(({ command, text }) => command !== null && text !== null).length,
  };
}

/** Steps of a way through the machine, each as short as it can be. */
interface Way {
  commands: readonly NextCommand[];
  answers: ReadonlyMap<string, string>;
  skipped: readonly string[];
}

/** More ways than are tried before the search is given up. */
const MOST_WAYS = 400;

/** Finds the shortest way through a playbook on one server: at each step any of the commands that it asks for may come first. */
class ShortestWay {
  private readonly reads = new Map<string, ReadTranscript>();
  private tried = 0;

  constructor(
    private readonly playbook: Playbook,
    private readonly hang: SimulatedHang,
    private readonly terms: Terms,
  ) {}

  /** How many commands it takes to name `cause`, at most `most`; null when the search was given up. */
  length(cause: CauseId, most: number): number | null {
    let ways: Way[] = [{ commands: [], answers: new Map(), skipped: [] }];
    for (let count = 0; count < most; count++) {
      const further = new Map<string, Way>();
      for (const way of ways) {
        if (this.tried++ > MOST_WAYS) return null;
        const next = this.follow(way);
        if (primaryOf(next.diagnosis)?.id === cause) return count;
        for (const command of next.open) {
          const longer = { ...next.way, commands: [...next.way.commands, command] };
          further.set(
            longer.commands
              .map((known) => known.command)
              .sort()
              .join("\n"),
            longer,
          );
        }
      }
      ways = [...further.values()];
    }
    return most;
  }

  /** Goes on without a command, by answers and by giving steps up, to where one can be run. */
  private follow(way: Way): { way: Way; diagnosis: Diagnosis; open: readonly NextCommand[] } {
    const world = new SimulatedWorld(this.hang, this.terms);
    const reads = way.commands.map((command, file) => this.read(world.run(command, "first") ?? "", file));
    for (let now = way; ; ) {
      const { answers, skipped } = now;
      const diagnosis = conclude(this.playbook, reads, { answers, skipped, tool: world.tool });
      const { step } = diagnosis;
      const known = (next: NextCommand): boolean =>
        way.commands.some(({ command }) => command === next.command) || world.run(next, "first") === null;
      const open = nextCommands(step).filter((next) => !known(next));
      if (diagnosis.end || open.length > 0) return { way: now, diagnosis, open: diagnosis.end ? [] : open };
      const said = step.questions.flatMap((id): (readonly [string, string])[] => {
        const answer = answers.has(id) ? null : world.answer(id);
        return answer === null ? [] : [[id, answer]];
      });
      now =
        said.length > 0
          ? { ...now, answers: new Map([...answers, ...said]) }
          : { ...now, skipped: [...skipped, step.id] };
    }
  }

  private read(text: string, file: number): ReadTranscript {
    const key = `${file} ${text}`;
    const known = this.reads.get(key) ?? read({ name: "paste", text }, file);
    this.reads.set(key, known);
    return known;
  }
}

/** The fewest commands that name the cause on the way through the machine; null where it was not named, or no end was found. */
export function fewestAsks(playbook: Playbook, { hang, primary, asks }: Play, terms: Terms = {}): number | null {
  return primary ? new ShortestWay(playbook, hang, terms).length(primary.id, asks) : null;
}
