import type { Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import type { Kernel } from "./kernel";
import type { KernelThreadState } from "./kernel-threads";
import type { Random } from "./random";

/** One processor, and what runs on it. */
export interface Processor {
  number: number;
  controlBlock: Hex;
  idleThread: Hex;
  /** Null when it idles. */
  current: { address: Hex; priority: number; thread: KernelThreadState | null } | null;
  next: { address: Hex; priority: number } | null;
  /** Sixteen queued spin locks. */
  queuedLocks: string;
}

/** Where the machine's threads run; one of the system's own runs on a processor too. */
export function makeProcessors(
  count: number,
  { processes }: Kernel,
  addresses: AddressSpace,
  random: Random,
): Processor[] {
  const threads = processes.flatMap((process) => process.threads);
  const own = random.int(0, count - 1);
  return Array.from({ length: count }, (_item, number): Processor => {
    const thread = threads.find(({ state }) => state.kind === "running" && state.processor === number) ?? null;
    const busy = thread !== null || number === own;
    return {
      number,
      controlBlock: addresses.take("driver-code"),
      idleThread: addresses.take("pool"),
      current: busy
        ? { address: thread?.address ?? addresses.take("pool"), priority: thread?.priority ?? 12, thread }
        : null,
      next: random.chance(0.1) ? { address: addresses.take("pool"), priority: random.int(8, 15) } : null,
      queuedLocks: busy && random.chance(0.3) ? ".O..............".slice(0, 16) : "................",
    };
  });
}

/** One bit for each of the processors. */
export function maskOf(processors: readonly Processor[]): Hex {
  return processors.reduce((mask, { number }) => mask + 2 ** number, 0).toString(16);
}
