import { DIGIT, LONG, MARKS, type Marked, MORE_PAIRS, PAIRABLE, PAIRS, SECOND, SPECIAL } from "./marks";

const NOTHING: Marked = { marks: 0, pairs: 0, morePairs: 0 };
/** The rest of a set of nothing but digits, or what may be taken for them. */
const DIGITS = /^(?:0-9|\\d)(?:a-f)?(?:A-F)?(?:OoIl|fOoIl)?\]/;
/** Ways to match that are told apart. */
const MOST = 24;

function both(one: Marked, other: Marked): Marked {
  return {
    marks: one.marks | other.marks,
    pairs: one.pairs | other.pairs,
    morePairs: one.morePairs | other.morePairs,
  };
}

/** What all of them have. */
function shared(ways: readonly Marked[]): Marked {
  return ways.reduce((one, other) => ({
    marks: one.marks & other.marks,
    pairs: one.pairs & other.pairs,
    morePairs: one.morePairs & other.morePairs,
  }));
}

/** Each of the first ways followed by each of the second ones. */
function following(first: readonly Marked[], second: readonly Marked[]): readonly Marked[] {
  const fits = first.length * second.length <= MOST;
  return first.flatMap((one) => (fits ? second : [shared(second)]).map((other) => both(one, other)));
}

/** Reads a pattern for the characters, and pairs of them, that stand in all of its matches. */
class NeedsReader {
  private at = 0;
  /** What ends all that the pattern has matched so far, if it is always the same letter or sign; see `PAIRABLE`. */
  private last = 0;

  /** What was read last may only be what counts as a digit. */
  private ofDigits = false;

  constructor(private readonly source: string) {}

  /** What each of the ways to match needs. */
  alternatives(): readonly Marked[] {
    const ways: Marked[] = [];
    do {
      if (this.source[this.at] === "|") this.at++;
      ways.push(...this.sequence());
    } while (this.source[this.at] === "|");
    return ways.length > MOST ? [shared(ways)] : ways;
  }

  private sequence(): readonly Marked[] {
    let ways: readonly Marked[] = [NOTHING];
    this.last = 0;
    while (this.at < this.source.length && this.source[this.at] !== "|" && this.source[this.at] !== ")") {
      const before = this.last;
      this.last = 0;
      this.ofDigits = false;
      const needed = this.one();
      const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(this.source.slice(this.at))?.[0] ?? "";
      this.at += quantifier.length;
      if (/^(?:[*?]|\{0)/.test(quantifier)) {
        this.last = 0;
        continue;
      }
      if (this.ofDigits && /^\{(?:[89]|[1-9]\d)/.test(quantifier)) {
        ways = following(ways, [{ ...NOTHING, morePairs: LONG }]);
      }
      const pair = (before << SECOND) | this.last;
      ways = following(ways, needed);
      ways = following(ways, [{ marks: 0, pairs: PAIRS[pair] as number, morePairs: MORE_PAIRS[pair] as number }]);
    }
    this.last = 0;
    this.ofDigits = false;
    return ways;
  }

  private one(): readonly Marked[] {
    const character = this.source[this.at++] ?? "";
    if (character === "(") return this.group();
    if (character === "[") return this.set();
    if (character === "\\") {
      const sign = this.source[this.at] ?? "";
      if (!/\w/.test(sign)) this.last = PAIRABLE[sign.charCodeAt(0)] ?? 0;
      return [{ ...NOTHING, marks: this.escaped() }];
    }
    if ("^$.".includes(character)) return [NOTHING];
    this.last = PAIRABLE[character.charCodeAt(0)] ?? 0;
    return [{ ...NOTHING, marks: this.literal(character) }];
  }

  private group(): readonly Marked[] {
    const head = /^\?(?::|<?[=!]|<\w+>)/.exec(this.source.slice(this.at))?.[0] ?? "";
    this.at += head.length;
    const ways = this.alternatives();
    this.at++;
    return head.endsWith("!") ? [NOTHING] : ways;
  }

  private literal(character: string): number {
    return MARKS[character.charCodeAt(0)] ?? SPECIAL;
  }

  /** `\d`, `\.`, `\u00a0` */
  private escaped(): number {
    const letter = this.source[this.at++] ?? "";
    if (letter === "u") this.at += 4;
    else if (letter === "x") this.at += 2;
    if (letter === "d") return DIGIT;
    return /\w/.test(letter) ? 0 : this.literal(letter);
  }

  /** `[Rr]` needs an r, `[0-9]` a digit; of others any member may be there. `[#$]` needs either. */
  private set(): readonly Marked[] {
    const set = DIGITS.exec(this.source.slice(this.at));
    let needs = this.source[this.at] === "^" ? 0 : -1;
    while (this.at < this.source.length && this.source[this.at] !== "]") {
      const first = this.source[this.at] as string;
      if (first === "-") needs = this.inDigits() ? needs : 0;
      this.at++;
      needs &= first === "-" ? -1 : first === "\\" ? this.escaped() : this.literal(first);
    }
    this.at++;
    this.ofDigits = set !== null;
    return [{ ...NOTHING, marks: needs === -1 ? 0 : needs }];
  }

  /** True for the hyphen of `0-9`. */
  private inDigits(): boolean {
    return /^\d-\d$/.test(this.source.slice(this.at - 1, this.at + 2));
  }
}

/**
 * The ways in which the pattern may match, and for each what it leaves on a line: too little of it perhaps, never too
 * much. One of them has to be there.
 */
export function needsOf(pattern: RegExp): readonly Marked[] {
  const ways = new NeedsReader(pattern.source).alternatives();
  const least = ways.filter((way, at) => !ways.some((other, place) => place !== at && isPart(other, way, place < at)));
  return least.length > 0 ? least : ways;
}

/** True where `one` is all that `other` needs, or less. Of two that are the same, the first one counts. */
function isPart(one: Marked, other: Marked, isFirst: boolean): boolean {
  const more = (one.marks & ~other.marks) | (one.pairs & ~other.pairs) | (one.morePairs & ~other.morePairs);
  const same = one.marks === other.marks && one.pairs === other.pairs && one.morePairs === other.morePairs;
  return more === 0 && (!same || isFirst);
}
