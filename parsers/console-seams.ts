import type { Line } from "@/evidence";
import type { Outcome } from "./seam-search";
import { joinSeams, type Seam } from "./seams";

/** Joins after which more could be read, from which on the rest need no proof of their own. */
const ENOUGH = 2;

/**
 * Joins lines that fill a console to its last column. Some of them may be full by chance: those that cannot be joined
 * without loss are found by halving.
 */
export class ConsoleSeams<T extends Outcome> {
  /** Where lines were joined. */
  chosen: readonly Seam[] = [];
  private refused: Seam[] = [];
  private proven = 0;

  constructor(
    private readonly lines: readonly Line[],
    /** What was read of the lines as they stand. */
    private best: T,
    /** Reads the lines as joined; null when there is no time left. */
    private readonly read: (join: () => readonly Line[]) => T | null,
    /** Told how many seams a reading that helped has joined. */
    private readonly onProgress: (joined: number) => void,
  ) {}

  /** The best reading found. */
  join(seams: readonly Seam[]): T {
    this.add(seams);
    const again = this.proven < ENOUGH ? [] : this.refused.filter(({ inWord }) => inWord);
    for (const seam of again) this.add([seam]);
    return this.best;
  }

  private add(seams: readonly Seam[]): void {
    if (seams.length === 0) return;
    const next = [...this.chosen, ...seams];
    const trial = this.read(() => joinSeams(this.lines, next));
    if (!trial) return;
    const before = this.best;
    const take = (): void => {
      if (trial.unread.size < before.unread.size) this.proven += seams.length;
      this.chosen = next;
      this.best = trial;
      this.onProgress(seams.length);
    };
    if (this.keepsAll(trial, seams)) {
      take();
      return;
    }
    const middle = this.middleOf(seams);
    if (middle > 0) {
      this.add(seams.slice(0, middle));
      this.add(seams.slice(middle));
    }
    if (this.best !== before) return;
    // Halves of a row may have been read by themselves, so that there are fewer values when it is whole.
    if (trial.unread.size < before.unread.size) take();
    else if (middle === 0) this.refused.push(...seams);
  }

  private keepsAll({ unread, values }: T, seams: readonly Seam[]): boolean {
    if (unread.size > this.best.unread.size) return false;
    return values >= this.best.values || (this.proven >= ENOUGH && seams.every(({ inWord }) => inWord));
  }

  /** Where to halve: between two rows, or within one that is not read; 0 where it makes no sense. */
  private middleOf(seams: readonly Seam[]): number {
    const middle = Math.floor(seams.length / 2);
    const isBetween = (at: number): boolean => (seams[at]?.at ?? 0) > (seams[at - 1]?.at ?? 0) + 1;
    const places = seams.map((_, at) => at).slice(1);
    const between = places.filter(isBetween).toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
    return between ?? (seams.some(({ at }) => this.isUnread(at) || this.isUnread(at + 1)) ? middle : 0);
  }

  private isUnread(at: number): boolean {
    return this.best.unread.has(this.lines[at]?.number ?? 0);
  }
}
