import type { Block, Line } from "@/evidence";
import { ConsoleSeams } from "./console-seams";
import { SeamSearch } from "./seam-search";
import { consoleSeams, isBelowColumn, mailSeams, type Seam, startsRow } from "./seams";
import type { Segment } from "./split";
import type { TrailingBlanks } from "./trailing-blanks";
import { endAtConsole, UNWRAPS, type Unwrap, unwrappedWords } from "./wraps";

/** Reads a segment into blocks. */
type Read = (segment: Segment) => readonly Block[];

/** One way to read a segment. */
class Trial {
  readonly unread: ReadonlySet<number>;
  private counted: number | null = null;

  constructor(
    readonly segment: Segment,
    readonly blocks: readonly Block[],
  ) {
    this.unread = unreadOf(blocks);
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
type Repair = (segment: Segment, unread: ReadonlySet<number>) => Segment | null;

function withoutPrefixes(segment: Segment): Segment | null {
  if (!segment.lines.some(({ text }) => text.includes("0x"))) return null;
  const lines = segment.lines.map((line) => {
    const text = line.text.replace(PREFIXED, "");
    return text.length === line.text.length ? line : { ...line, text };
  });
  return { ...segment, lines };
}

function joining(unwrap: Unwrap): Repair {
  return (segment, unread) => {
    // Lines that were joined already tell nothing of the width they had.
    if (joinedIn(segment) > 0) return null;
    const lines = unwrap(allLines(segment), unread);
    return lines && withLines(segment, lines);
  };
}

function joinedIn(segment: Segment): number {
  return allLines(segment).filter(({ number, last }) => last > number).length;
}

/** Numbers of the lines that were joined to the ones above them. */
function joinedBelow(segment: Segment): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const { number, last } of allLines(segment)) for (let at = number + 1; at <= last; at++) numbers.add(at);
  return numbers;
}

const REPAIRS: readonly Repair[] = [withoutPrefixes, ...UNWRAPS.map(joining)];

/** Lines that a mail must have broken at least. */
const FEWEST_BROKEN = 2;

/** True when a single line was made longer and says no more than before: what was below it may be a remark. */
function isRemark(trial: Trial, before: Trial): boolean {
  const joined = joinedIn(trial.segment);
  if (joined === 0 || joined >= FEWEST_BROKEN || trial.values > before.values) return false;
  return !endAtConsole(allLines(before.segment));
}

/** True when both have the same lines below the same command. */
function sayTheSame(one: Segment, other: Segment): boolean {
  const [lines, others] = [allLines(one), allLines(other)];
  return (
    one.typed === other.typed &&
    lines.length === others.length &&
    lines.every((line, at) => line.text === others[at]?.text && line.number === others[at]?.number)
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
  if (other.blocks.length === 0) return false;
  if (other.values < one.values && !isWholeAgain(other, one)) return false;
  return other.unread.size < one.unread.size || (other.unread.size === one.unread.size && other.values > one.values);
}

function isNoWorse(other: Trial, one: Trial): boolean {
  return other.blocks.length > 0 && other.unread.size <= one.unread.size && other.values >= one.values;
}

/** How often the best way found is taken as a new start. */
const MOST_ROUNDS = 3;
/** Characters that may be read again in any transcript, and for each that is in it: fewer where nothing was recognised. */
const AGAIN = 120_000;
const AGAIN_A_CHARACTER = 0.1;
const AGAIN_A_STRANGE_CHARACTER = 0.02;

/** How much may still be read again. */
class Budget {
  private left = AGAIN;
  /** Characters of the segment at hand. */
  private size = 0;

  constructor(private readonly rate: number) {}

  open(segment: Segment): void {
    this.size = allLines(segment).reduce((sum, { text }) => sum + text.length + 1, 0);
    this.left += this.size * this.rate;
  }

  get allows(): boolean {
    return this.size <= this.left;
  }

  spend(): void {
    this.left -= this.size;
  }

  /** A reading that helped does not count. */
  refund(): void {
    this.left += this.size;
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

  constructor(
    private readonly read: Read,
    private readonly blanks: TrailingBlanks,
  ) {}

  mend(segment: Segment, blocks: readonly Block[]): readonly Block[] {
    const isWhole = blocks.every(({ unread }) => unread.length === 0);
    if (isWhole && !this.blanks.areKnown && !endAtConsole(allLines(segment))) return blocks;
    this.budget = blocks.some(({ outcome }) => outcome !== "unknown") ? this.known : this.strange;
    this.budget.open(segment);
    if (!this.budget.allows) return blocks;
    const first = new Trial(segment, blocks);
    this.trials = [first];
    return this.mended(first).blocks;
  }

  private mended(first: Trial): Trial {
    const { segment } = first;
    const lines = allLines(segment);
    const broken = consoleSeams(lines, this.blanks.behind(lines));
    if (broken.length > 0) return this.fromConsole(first, broken);
    const words = this.try(segment, (all) => unwrappedWords(all));
    const best = this.fromMail(first, first.unread.size > 0 ? this.best(first) : first);
    return words && isNoWorse(words, best) ? words : best;
  }

  /** Lines fill a console to its last column: all of them may have been broken there, in words that can be read too. */
  private fromConsole(first: Trial, seams: readonly Seam[]): Trial {
    const { segment } = first;
    const lines = allLines(segment);
    const read = (join: () => readonly Line[]): Trial | null => this.try(segment, join);
    const full = new ConsoleSeams(lines, first, read, () => this.budget.refund());
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
    const lines = allLines(first.segment);
    const seams = best.unread.size > 0 && this.budget.allows ? mailSeams(lines) : [];
    if (seams.length === 0) return best;
    const read = (join: () => readonly Line[]): Trial | null => this.try(first.segment, join);
    const search = new SeamSearch(lines, seams, read, this.isProgress);
    const isUnread = (line: Line | undefined): boolean => line !== undefined && first.unread.has(line.number);
    const joined = joinedBelow(best.segment);
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
        const trial = this.trial(repair(before.segment, before.unread));
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
    if (isIt) this.budget.refund();
    return isIt;
  };

  private try(segment: Segment, join: (lines: readonly Line[]) => readonly Line[] | null): Trial | null {
    const lines = this.budget.allows ? join(allLines(segment)) : null;
    return this.trial(lines && withLines(segment, lines));
  }

  private trial(segment: Segment | null): Trial | null {
    if (!segment || !this.budget.allows) return null;
    const known = this.trials.find((trial) => sayTheSame(trial.segment, segment));
    if (known) return known;
    this.budget.spend();
    const trial = new Trial(segment, this.read(segment));
    this.trials.push(trial);
    return trial;
  }
}
