import { conclude } from "@/cases/diagnose";
import { type CaseInputs, type Solution, Solver } from "@/cases/solve";
import type { CauseId, Standing } from "@/evidence";
import type { Playbook } from "@/machines/playbook";
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
  /** Commands and questions asked. */
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
    asks: solution.asked.length,
  };
}

/** More asks than whose choices are tried one by one. */
const MOST_TRIED = 12;

/** Every choice of `size` out of `items`. */
function* choices<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) yield [];
  for (let at = 0; at + size <= items.length && size > 0; at++) {
    for (const rest of choices(items.slice(at + 1), size - 1)) yield [items[at] as T, ...rest];
  }
}

/**
 * The fewest of the asks that would have named the same cause; null where nothing was named. Only asks that brought
 * something can be among them.
 */
export function fewestAsks(playbook: Playbook, { solution, primary, asks }: Play): number | null {
  if (!primary) return null;
  const { reads, answers, skipped, diagnosis } = solution;
  const inputs: readonly CaseInputs[] = [
    ...reads.map((read) => ({ read })),
    ...[...answers].map((answer) => ({ answer })),
  ];
  if (inputs.length > MOST_TRIED) return asks;
  for (let size = 0; size < inputs.length; size++) {
    for (const chosen of choices(inputs, size)) {
      const tried = conclude(
        playbook,
        chosen.flatMap(({ read }) => read ?? []),
        { answers: new Map(chosen.flatMap(({ answer }) => (answer ? [answer] : []))), skipped, tool: diagnosis.tool },
      );
      const named = primaryOf(tried);
      if (named?.id === primary.id && named.standing === primary.standing) return size;
    }
  }
  return inputs.length;
}
