import type { Hex } from "@/evidence";
import { type Clock, compareClocks } from "./clock";
import type { Layer, Marks } from "./marks";

/** How two outputs, or an output and a capture, stand to each other. */
export type Relation = "same" | "different" | "unknown";

/** The marks of several outputs that belong together. */
export class Profile {
  processId: Hex | null = null;
  startedAt: Clock | null = null;
  bootedAt: Clock | null = null;
  readonly traits = new Map<string, string>();
  /** Null for a name that stands for two things. */
  private readonly pairs = new Map<string, string | null>();

  constructor(readonly layer: Layer) {}

  /** A name and what it stands for here, to tell one place from another. */
  get example(): readonly [string, string] | null {
    for (const [name, value] of this.pairs) if (value !== null) return [name, value];
    return null;
  }

  get size(): number {
    return this.pairs.size;
  }

  add({ processId, startedAt, bootedAt, pairs, traits }: Marks): void {
    this.processId ??= processId;
    this.startedAt ??= startedAt;
    this.bootedAt ??= bootedAt;
    for (const [name, value] of pairs) {
      const known = this.pairs.get(name);
      this.pairs.set(name, known === undefined || known === value ? value : null);
    }
    for (const [name, value] of traits) if (!this.traits.has(name)) this.traits.set(name, value);
  }

  merge(other: Profile): void {
    this.processId ??= other.processId;
    this.startedAt ??= other.startedAt;
    this.bootedAt ??= other.bootedAt;
    for (const [name, value] of other.pairs) {
      const known = this.pairs.get(name);
      this.pairs.set(name, known === undefined || known === value ? value : null);
    }
    for (const [name, value] of other.traits) if (!this.traits.has(name)) this.traits.set(name, value);
  }

  private pairRelation(pairs: Iterable<readonly [string, string | null]>): Relation {
    let agree = 0;
    let differ = 0;
    for (const [name, value] of pairs) {
      const known = this.pairs.get(name);
      if (!known || value === null) continue;
      if (known === value) agree++;
      else differ++;
    }
    if (differ > agree) return "different";
    return agree > 0 ? "same" : "unknown";
  }

  private traitsDiffer(traits: Iterable<readonly [string, string]>): boolean {
    for (const [name, value] of traits) if ((this.traits.get(name) ?? value) !== value) return true;
    return false;
  }

  /** Process ids and clocks come first, then the threads, and what must not differ counts where nothing else does. */
  relation(other: Profile): Relation {
    return this.relate(other, other.pairs, other.traits);
  }

  relationTo(marks: Marks): Relation {
    return this.relate(marks, marks.pairs, marks.traits);
  }

  private relate(
    { processId, startedAt, bootedAt }: Pick<Marks, "processId" | "startedAt" | "bootedAt">,
    pairs: Iterable<readonly [string, string | null]>,
    traits: Iterable<readonly [string, string]>,
  ): Relation {
    const started = compareClocks(this.startedAt, startedAt);
    if (started === "different") return "different";
    if (this.processId !== null && processId !== null) return this.processId === processId ? "same" : "different";
    if (started === "same") return "same";
    if (compareClocks(this.bootedAt, bootedAt) === "different") return "different";
    const threads = this.pairRelation(pairs);
    if (threads !== "unknown") return threads;
    return this.traitsDiffer(traits) ? "different" : "unknown";
  }
}
