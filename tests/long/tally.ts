import type { Fault, Outcome } from "./tasks";

/** Adds up outcomes; of faults that are alike it keeps the first and counts the rest. */
export class Tally {
  passed = 0;
  failed = 0;
  private readonly seen = new Map<string, { fault: Fault; times: number }>();

  /** Adds one and gives the faults that are new. */
  add({ passed, failed, faults }: Outcome): Fault[] {
    this.passed += passed;
    this.failed += failed;
    return faults.filter((fault) => {
      const known = this.seen.get(fault.kind);
      if (known) known.times++;
      else this.seen.set(fault.kind, { fault, times: 1 });
      return !known;
    });
  }

  /** Faults of known gaps, each kind once with how often it came. */
  known(): { fault: Fault; times: number }[] {
    return [...this.seen.values()].filter(({ fault }) => fault.known);
  }
}
