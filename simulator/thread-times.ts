import type { Clock } from "./clock";
import type { Random } from "./random";
import type { Thread } from "./threads";

/** What one thread has used, in milliseconds. */
export interface ThreadTimes {
  thread: Thread;
  user: number;
  kernel: number;
  elapsed: number;
}

/** Parts of a whole, uneven as those of a real process. */
function shares(whole: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.floor((whole * weight) / all));
}

/** Times of the threads: they add up to those of the process at most, which also had threads that are gone. */
export function makeThreadTimes(threads: readonly Thread[], clock: Clock, random: Random): ThreadTimes[] {
  const weights = threads.map(({ role }) => random.next() ** 4 * (role === "computes" ? 40 : 1) + 0.0001);
  const user = shares(clock.userTime, weights);
  const kernel = shares(clock.kernelTime, weights);
  return threads.map((thread, at) => {
    const used = (user[at] ?? 0) + (kernel[at] ?? 0);
    return {
      thread,
      user: user[at] ?? 0,
      kernel: kernel[at] ?? 0,
      elapsed: at === 0 ? clock.processUptime : random.int(Math.min(used, clock.processUptime), clock.processUptime),
    };
  });
}
