/** A small deterministic generator: the same seed gives the same server on every machine. */
export class Random {
  private state: number;

  constructor(private readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** At least 0, below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new RangeError("Nothing to pick from.");
    return item;
  }

  /** `count` of the items (or all), in their order. */
  sample<T>(items: readonly T[], count: number): T[] {
    const left = [...items.keys()];
    const taken = new Set<number>();
    while (taken.size < Math.min(count, items.length)) {
      const [index = 0] = left.splice(this.int(0, left.length - 1), 1);
      taken.add(index);
    }
    return items.filter((_item, index) => taken.has(index));
  }

  /** `count` values of a maker. */
  times<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_item, index) => make(index));
  }

  /** A stream of its own for one part, so that a draw more in one part changes no other. */
  fork(part: string): Random {
    let hash = 0x811c9dc5 ^ this.seed;
    for (let at = 0; at < part.length; at++) hash = Math.imul(hash ^ part.charCodeAt(at), 0x01000193);
    return new Random(hash);
  }
}
