/**
 * Which characters a line holds, roughly, as the bits of one number: one for each letter in either case, one for
 * digits, and some for signs. Most patterns cannot match without certain characters; where the line lacks one, the
 * pattern need not be tried.
 */
const LETTERS = 26;
const DIGIT = 1 << 26;
/** Set for what may be markup. */
export const MARKUP = 1 << 27;
const SIGNS: Readonly<Record<string, number>> = { "!": 1 << 28, ":": 1 << 29, "&": MARKUP, "<": MARKUP };
/** One bit for all of them. */
const RARE = "|@~<>#=*[\\";
const RARE_BIT = 1 << 30;
/** Set for control codes and all that is not ASCII. */
export const SPECIAL = 1 << 31;

function markOf(code: number): number {
  const character = String.fromCharCode(code).toLowerCase();
  const letter = character.charCodeAt(0) - 97;
  if (code < 32 || code > 126) return SPECIAL;
  if (letter >= 0 && letter < LETTERS) return 1 << letter;
  if (code >= 48 && code <= 57) return DIGIT;
  return (SIGNS[character] ?? 0) | (RARE.includes(character) ? RARE_BIT : 0);
}

/** For each byte, its bit; none for most signs. */
export const MARKS = Int32Array.from({ length: 256 }, (_, code) => markOf(code));

export function marksOfText(text: string): number {
  let marks = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    marks |= code < 256 ? (MARKS[code] as number) : SPECIAL;
  }
  return marks;
}

/** Reads a pattern for the characters that stand in all of its matches. */
class NeedsReader {
  private at = 0;

  constructor(private readonly source: string) {}

  alternatives(): number {
    let needs = -1;
    do {
      if (this.source[this.at] === "|") this.at++;
      needs &= this.sequence();
    } while (this.source[this.at] === "|");
    return needs;
  }

  private sequence(): number {
    let needs = 0;
    while (this.at < this.source.length && this.source[this.at] !== "|" && this.source[this.at] !== ")") {
      const needed = this.one();
      const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(this.source.slice(this.at))?.[0] ?? "";
      this.at += quantifier.length;
      if (!/^(?:[*?]|\{0)/.test(quantifier)) needs |= needed;
    }
    return needs;
  }

  private one(): number {
    const character = this.source[this.at++] ?? "";
    if (character === "(") return this.group();
    if (character === "[") return this.set();
    if (character === "\\") return this.escaped();
    return "^$.".includes(character) ? 0 : this.literal(character);
  }

  private group(): number {
    const head = /^\?(?::|<?[=!]|<\w+>)/.exec(this.source.slice(this.at))?.[0] ?? "";
    this.at += head.length;
    const needs = this.alternatives();
    this.at++;
    return head.endsWith("!") ? 0 : needs;
  }

  private literal(character: string): number {
    return (MARKS[character.charCodeAt(0)] ?? 0) & ~SPECIAL;
  }

  /** `\d`, `\.`, `\u00a0` */
  private escaped(): number {
    const letter = this.source[this.at++] ?? "";
    if (letter === "u") this.at += 4;
    else if (letter === "x") this.at += 2;
    if (letter === "d") return DIGIT;
    return /\w/.test(letter) ? 0 : this.literal(letter);
  }

  /** `[Rr]` needs an r, `[0-9]` a digit; of others any member may be there. */
  private set(): number {
    let needs = this.source[this.at] === "^" ? 0 : -1;
    while (this.at < this.source.length && this.source[this.at] !== "]") {
      const first = this.source[this.at] as string;
      if (first === "-") needs = this.inDigits() ? needs : 0;
      this.at++;
      needs &= first === "-" ? -1 : first === "\\" ? this.escaped() : this.literal(first);
    }
    this.at++;
    return needs === -1 ? 0 : needs;
  }

  /** True for the hyphen of `0-9`. */
  private inDigits(): boolean {
    return /^\d-\d$/.test(this.source.slice(this.at - 1, this.at + 2));
  }
}

/** The marks that every match of the pattern leaves on a line; too few perhaps, never too many. */
export function needsOf(pattern: RegExp): number {
  return new NeedsReader(pattern.source).alternatives();
}
