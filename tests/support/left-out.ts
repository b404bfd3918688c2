import { conclude } from "@/cases/diagnose";
import type { CauseStanding } from "@/evidence";
import { FIRST_PLAYBOOK } from "@/machines/list";
import { simulateHang } from "@/simulator/hangs/simulate";
import { Random } from "@/simulator/random";
import { play } from "@/training/play";

/** How often evidence is left out of what one server gave, and how much of it stays. */
const ROUNDS = 6;
const STAYS = 0.6;

const confirmedOf = (causes: readonly CauseStanding[]): string[] =>
  causes.filter(({ standing }) => standing === "confirmed").map(({ id }) => id);

/** Causes of a server's hang that are confirmed with less evidence and not with all of it. */
export function leftOutFaults(seed: number): string[] {
  const hang = simulateHang(seed);
  const { diagnosis, reads, answers } = play(FIRST_PLAYBOOK, hang).solution;
  const whole = new Set(confirmedOf(diagnosis.causes));
  const random = new Random(seed);
  return Array.from({ length: ROUNDS }, (_item, round) => {
    const left = reads.filter(() => random.chance(STAYS));
    const said = new Map([...answers].filter(() => random.chance(STAYS)));
    return confirmedOf(conclude(FIRST_PLAYBOOK, left, { answers: said }).causes)
      .filter((id) => !whole.has(id))
      .map((id) => `seed ${seed}, ${hang.cause}, round ${round}: ${id} is confirmed with less evidence only`);
  }).flat();
}
