import type { Line } from "@/evidence";
import { joinSeams, type Seam } from "./seams";

/** What a reading of lines gave. */
export interface Outcome {
  /** Numbers of the lines that were not read. */
  unread: ReadonlySet<number>;
  /** How many values were read. */
  values: number;
}

/** Indexes of lines that were joined into one. */
type Chain = readonly [first: number, last: number];

/** How often all seams near unread lines are looked at. */
const MOST_ROUNDS = 6;
/** Changes that are tried one by one where all at once lose something. */
const MOST_SINGLE = 6;
/** Seams of the row above that are looked at. */
const MOST_HIGHER = 3;

/**
 * Tells which of many seams were breaks: begins with some of them, and undoes or adds those beside lines that are
 * still unread, as long as that leaves fewer of them and no fewer values.
 */
export class SeamSearch<T extends Outcome> {
  private readonly seams: ReadonlyMap<number, Seam>;

  constructor(
    private readonly lines: readonly Line[],
    seams: readonly Seam[],
    /** Reads the lines as joined; null when there is no time left. */
    private readonly read: (join: () => readonly Line[]) => T | null,
    private readonly isBetter: (other: T, one: T) => boolean,
  ) {
    this.seams = new Map(seams.map((seam) => [seam.at, seam]));
  }

  /** The best reading found from these seams on. */
  from(start: readonly Seam[]): T | null {
    let chosen: ReadonlySet<number> = new Set(start.map(({ at }) => at));
    let best = this.trial(chosen);
    for (let round = 0; best !== null && best.unread.size > 0 && round < MOST_ROUNDS; round++) {
      const next = this.improved(chosen, best);
      if (!next) break;
      [chosen, best] = next;
    }
    return best;
  }

  private trial(chosen: ReadonlySet<number>): T | null {
    return this.read(() =>
      joinSeams(
        this.lines,
        [...chosen].flatMap((at) => this.seams.get(at) ?? []),
      ),
    );
  }

  private improved(chosen: ReadonlySet<number>, best: T): readonly [ReadonlySet<number>, T] | null {
    const all = this.chains(chosen);
    const chains = all.filter((chain) => this.unreadIn(chain, best) > 0);
    const changes = chains.map((chain) => this.changesFor(chain, all[all.indexOf(chain) - 1] ?? chain));
    const most = changes.reduce((sum, { length }) => Math.max(sum, length), 0);
    for (let turn = 0; turn < most; turn++) {
      const found = this.turned(
        chosen,
        best,
        chains.flatMap((chain, index) => {
          const at = changes[index]?.[turn];
          return at === undefined ? [] : [{ at, chain }];
        }),
      );
      if (found) return found;
    }
    return null;
  }

  /** The reading with those of the changes that help. */
  private turned(
    chosen: ReadonlySet<number>,
    best: T,
    changes: readonly { at: number; chain: Chain }[],
  ): readonly [ReadonlySet<number>, T] | null {
    const all = new Set(changes.map(({ at }) => at));
    const together = this.trial(changed(chosen, all));
    if (!together) return null;
    const helping = new Set(
      changes.flatMap(({ at, chain }) =>
        this.unreadAround(chain, together) < this.unreadAround(chain, best) ? at : [],
      ),
    );
    if (helping.size === 0) return null;
    const next = changed(chosen, helping);
    const trial = helping.size === all.size ? together : this.trial(next);
    if (trial && this.isBetter(trial, best)) return [next, trial];
    for (const at of [...helping].slice(0, helping.size > 1 ? MOST_SINGLE : 0)) {
      const single = changed(chosen, new Set([at]));
      const alone = this.trial(single);
      if (alone && this.isBetter(alone, best)) return [single, alone];
    }
    return null;
  }

  private chains(chosen: ReadonlySet<number>): Chain[] {
    const chains: Chain[] = [];
    let first = 0;
    for (let at = 0; at < this.lines.length; at++) {
      if (chosen.has(at)) continue;
      chains.push([first, at]);
      first = at + 1;
    }
    return chains;
  }

  /** Seams above, inside and below, and those of the row above: it may have swallowed what these lines belong to. */
  private changesFor([first, last]: Chain, [above]: Chain): number[] {
    const near = Array.from({ length: last - first + 2 }, (_, offset) => first - 1 + offset);
    const higher = Array.from({ length: Math.max(0, first - 1 - above) }, (_, offset) => above + offset);
    return [...near, ...higher.slice(0, MOST_HIGHER)].filter((at) => this.seams.has(at));
  }

  private unreadIn([first, last]: Chain, { unread }: Outcome): number {
    return this.lines.slice(first, last + 1).filter(({ number }) => unread.has(number)).length;
  }

  private unreadAround([first, last]: Chain, outcome: Outcome): number {
    return this.unreadIn([Math.max(0, first - 1), last + 1], outcome);
  }
}

/** The set with what is in only one of the two. */
function changed(chosen: ReadonlySet<number>, changes: ReadonlySet<number>): ReadonlySet<number> {
  const added = [...changes].filter((at) => !chosen.has(at));
  return new Set([...[...chosen].filter((at) => !changes.has(at)), ...added]);
}
