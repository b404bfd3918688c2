import type { Block, Line } from "@/evidence";
import { ConsoleSeams } from "./console-seams";
import { SeamSearch } from "./seam-search";
import { consoleSeams, isBelowColumn, isMailsLongWord, mailSeams, type Seam, startsRow } from "./seams";
import type { Segment } from "./split";
import type { TrailingBlanks } from "./trailing-blanks";
import { Breaks, endAtConsole, UNWRAPS, type Unwrap, unwrappedWords } from "./wraps";

/** Reads a segment into blocks. */
type Read = (segment: Segment) => readonly Block[];

/** One way to read a segment. */
class Trial {
  readonly unread: ReadonlySet<number>;
  private counted: number | null = null;
  private told: Breaks | null = null;

  constructor(
    readonly segment: Segment,
    readonly blocks: readonly Block[],
    readonly lines = allLines(segment),
  ) {
    this.unread = unreadOf(blocks);
  }

  /** What its lines tell of breaks. Lines that were joined already tell nothing of the width they had. */
  get breaks(): Breaks | null {
    if (joinedIn(this.lines) > 0) return null;
    this.told ??= new Breaks(this.lines);
    return this.told;
  }

  /** How many values were read. */
  get values(): number {
    this.counted ??= this.blocks.reduce((sum, { report }) => sum + countValues(report), 0);
    return this.counted;
  }
}

function countValues(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value !== "object") return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + countValues(inner), 0);
}

function unreadOf(blocks: readonly Block[]): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const { unread } of blocks) {
    for (const [first, last] of unread) for (let number = first; number <= last; number++) numbers.add(number);
  }
  return numbers;
}

/** The segment's command line and output in other lines. */
function withLines(segment: Segment, lines: readonly Line[]): Segment {
  const [command, ...output] = lines;
  if (!segment.commandLine || segment.typed === null || !command) return { ...segment, lines: [...lines] };
  const added = command.text.slice(segment.commandLine.text.length);
  return { ...segment, commandLine: command, typed: (segment.typed + added).trim(), lines: output };
}

/** The command's line and those of its output. */
function allLines({ commandLine, typed, lines }: Segment): readonly Line[] {
  return commandLine && typed !== null ? [commandLine, ...lines] : lines;
}

// `0x0e8cf25c` where the debugger prints `0e8cf25c`. What ends a row may be a place in code, which has the prefix.
const PREFIXED = /(?<![\w+!.-])0x(?=[0-9a-f]{8})(?!(?<=\s0x)[0-9a-f`]{8,17}$)/gi;

/** Undoes one kind of damage; null when there is no trace of it. */
type Repair = (trial: Trial) => Segment | null;

const withoutPrefixes: Repair = ({ segment }) => {
  if (!segment.lines.some(({ text }) => text.includes("0x"))) return null;
  const lines = segment.lines.map((line) => {
    const text = line.text.replace(PREFIXED, "");
    return text.length === line.text.length ? line : { ...line, text };
  });
  return { ...segment, lines };
};

function joining(unwrap: Unwrap): Repair {
  return ({ segment, breaks, unread }) => {
    const lines = breaks && unwrap(breaks, unread);
    return lines && withLines(segment, lines);
  };
}

function joinedIn(lines: readonly Line[]): number {
  return lines.filter(({ number, last }) => last > number).length;
}

/** Numbers of the lines that were joined to the ones above them. */
function joinedBelow(lines: readonly Line[]): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const { number, last } of lines) for (let at = number + 1; at <= last; at++) numbers.add(at);
  return numbers;
}

const REPAIRS: readonly Repair[] = [withoutPrefixes, ...UNWRAPS.map(joining)];

/** Lines that a mail must have broken at least. */
const FEWEST_BROKEN = 2;

/** True when a single line was made longer and says no more than before: what was below it may be a remark. */
function isRemark(trial: Trial, before: Trial): boolean {
  const joined = joinedIn(trial.lines);
  if (joined === 0 || joined >= FEWEST_BROKEN || trial.values > before.values) return false;
  return !endAtConsole(before.lines);
}

/** True when both are the same lines. */
function areSame(lines: readonly Line[], others: readonly Line[]): boolean {
  return (
    lines.length === others.length &&
    lines.every((line, at) => {
      const other = others[at];
      return line === other || (line.number === other?.number && line.text === other.text);
    })
  );
}

/** What a block says of itself, or of the rows at its seam, that a whole one says but once. */
const MOST_TOLD_TWICE = 20;

/** True when the other reading leaves nothing unread and has put blocks together that had come apart. */
function isWholeAgain(other: Trial, one: Trial): boolean {
  const fewer = one.blocks.length - other.blocks.length;
  return other.unread.size === 0 && fewer > 0 && one.values - other.values <= fewer * MOST_TOLD_TWICE;
}

/** True when the other reading leaves fewer lines unread, or has more values; and has no fewer of them. */
function isBetter(other: Trial, one: Trial): boolean {
  if (other.values < one.values && !isWholeAgain(other, one)) return false;
  return other.unread.size < one.unread.size || (other.unread.size === one.unread.size && other.values > one.values);
}

function isNoWorse(other: Trial, one: Trial): boolean {
  return other.unread.size <= one.unread.size && other.values >= one.values;
}

/** How often the best way found is taken as a new start. */
const MOST_ROUNDS = 3;
/** Characters that may be read again in any transcript, and for each that is in it: fewer where nothing was recognised. */
const AGAIN = 120_000;
const AGAIN_A_CHARACTER = 0.1;
const AGAIN_A_STRANGE_CHARACTER = 0.02;

/** A reading is worth its time in full when it reads so many times fewer of the lines that were unread. */
const ENOUGH = 4;

/** How much may still be read again. */
class Budget {
  private left = AGAIN;
  /** Characters of the segment at hand. */
  private size = 0;

  constructor(private readonly rate: number) {}

  open(lines: readonly Line[]): void {
    this.size = lines.reduce((sum, { text }) => sum + text.length + 1, 0);
    this.left += this.size * this.rate;
  }

  get allows(): boolean {
    return this.size <= this.left;
  }

  spend(): void {
    this.left -= this.size;
  }

  /** A reading that helped does not count, as far as it did. */
  refund(share: number): void {
    this.left += this.size * share;
  }
}

/**
 * Reads segments of one transcript again that were not read whole, each time with one kind of damage undone, and
 * keeps the reading that leaves the fewest lines unread. What is read as it stands is left alone, but for words that a
 * console broke. The work stays in proportion to the transcript: what helped once is tried first from then on, and what
 * does not help is given up.
 */
export class Mender {
  private readonly known = new Budget(AGAIN_A_CHARACTER);
  private readonly strange = new Budget(AGAIN_A_STRANGE_CHARACTER);
  private budget = this.known;
  private repairs = REPAIRS;
  /** What was tried with the segment at hand: several repairs often come to the same. */
  private trials: Trial[] = [];
  /** The fewest unread lines that a reading of it has left. */
  private fewest = 0;

  constructor(
    private readonly read: Read,
    private readonly blanks: TrailingBlanks,
  ) {}

  mend(segment: Segment, blocks: readonly Block[]): readonly Block[] {
    const isWhole = blocks.every(({ unread }) => unread.length === 0);
    const lines = allLines(segment);
    if (isWhole && ((!this.blanks.areKnown && !endAtConsole(lines)) || isMailsLongWord(lines))) return blocks;
    this.budget = blocks.some(({ outcome }) => outcome !== "unknown") ? this.known : this.strange;
    this.budget.open(lines);
    if (!this.budget.allows) return blocks;
    const first = new Trial(segment, blocks, lines);
    this.trials = [first];
    this.fewest = first.unread.size;
    return this.mended(first).blocks;
  }

  private mended(first: Trial): Trial {
    const { lines } = first;
    const broken = consoleSeams(lines, this.blanks.behind(lines));
    if (broken.length > 0) return this.fromConsole(first, broken);
    const words = this.try(first, () => unwrappedWords(lines));
    const best = this.fromMail(first, first.unread.size > 0 ? this.best(first) : first);
    return words && isNoWorse(words, best) ? words : best;
  }

  /** Lines fill a console to its last column: all of them may have been broken there, in words that can be read too. */
  private fromConsole(first: Trial, seams: readonly Seam[]): Trial {
    const { lines } = first;
    const read = (join: () => readonly Line[]): Trial | null => this.try(first, join);
    const full = new ConsoleSeams(lines, first, read, (joined) => this.budget.refund(joined / seams.length));
    // What looks like a row of its own is one, unless the line above cannot be read without it.
    const isAboveRow = ({ at }: Seam): boolean => startsRow(lines[at + 1]) || isBelowColumn(lines[at], lines[at + 1]);
    const { unread } = full.join(seams.filter((seam) => !isAboveRow(seam)));
    const best = full.join(seams.filter((seam) => isAboveRow(seam) && unread.has(lines[seam.at]?.number ?? 0)));
    if (best.unread.size === 0) return best;
    const found = new SeamSearch(lines, seams, read, this.isProgress).from(full.chosen);
    return [found, this.best(first)].reduce<Trial>((one, other) => (other && isBetter(other, one) ? other : one), best);
  }

  /** Breaks told one by one, where they could not be told all at once. */
  private fromMail(first: Trial, best: Trial): Trial {
    const { lines } = first;
    const seams = best.unread.size > 0 && this.budget.allows ? mailSeams(lines) : [];
    if (seams.length === 0) return best;
    const read = (join: () => readonly Line[]): Trial | null => this.try(first, join);
    const search = new SeamSearch(lines, seams, read, this.isProgress);
    const isUnread = (line: Line | undefined): boolean => line !== undefined && first.unread.has(line.number);
    const joined = joinedBelow(best.lines);
    const known = seams.filter(({ at }) => joined.has(lines[at + 1]?.number ?? 0));
    const above = seams.filter(({ at }) => isUnread(lines[at + 1]));
    const beside = seams.filter(({ at }) => isUnread(lines[at]) && !startsRow(lines[at + 1]));
    return [known, above, [...above, ...beside]].reduce((one, start) => {
      const found = one.unread.size > 0 ? search.from(start) : null;
      return found && isBetter(found, one) ? found : one;
    }, best);
  }

  private best(first: Trial): Trial {
    let best = first;
    for (let round = 0; round < MOST_ROUNDS && best.unread.size > 0; round++) {
      const before = best;
      for (const repair of this.repairs) {
        if (!this.budget.allows) return best;
        const trial = this.trial(repair(before));
        if (!trial || isRemark(trial, before) || !this.isProgress(trial, best)) continue;
        best = trial;
        const isKnown = repair === this.repairs[0];
        this.repairs = [repair, ...this.repairs.filter((other) => other !== repair)];
        if (isKnown && best.unread.size === 0) return best;
      }
      if (best === before) break;
    }
    return best;
  }

  private readonly isProgress = (other: Trial, one: Trial): boolean => {
    const isIt = isBetter(other, one);
    const read = this.fewest - other.unread.size;
    if (isIt && read > 0) {
      this.budget.refund(Math.min(1, (read * ENOUGH) / (this.trials[0]?.unread.size ?? read)));
      this.fewest = other.unread.size;
    }
    return isIt;
  };

  private try({ segment }: Trial, join: () => readonly Line[] | null): Trial | null {
    const lines = this.budget.allows ? join() : null;
    return this.trial(lines && withLines(segment, lines));
  }

  private trial(segment: Segment | null): Trial | null {
    if (!segment || !this.budget.allows) return null;
    const lines = allLines(segment);
    const known = this.trials.find((trial) => trial.segment.typed === segment.typed && areSame(trial.lines, lines));
    if (known) return known;
    this.budget.spend();
    const blocks = this.read(segment);
    // A line that becomes part of a command which then printed nothing would be gone from the account.
    if (blocks.length === 0) return null;
    const trial = new Trial(segment, blocks, lines);
    this.trials.push(trial);
    return trial;
  }
}
