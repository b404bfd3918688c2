/**
 * What lines that no grammar took come nearest to. A guess, told as one: nothing is concluded from it.
 *
 * Two things speak for an output: a line that its own patterns recognise, and a line made of the words its patterns
 * name. Rare words count more than common ones. Where neither speaks loudly enough, the shape of the lines is named
 * (rows of addresses, a log with time stamps, the source of a page), and else that nothing known comes near.
 */
import type { LineRange } from "@/evidence";
import { isChatter } from "./chatter";
import type { Parser } from "./parser";
import { type Cover, coveredBy, vocabularies, wordsOf } from "./vocabulary";

/** A run of lines that was not read. */
export interface UnreadRegion {
  lines: LineRange;
  /** Its lines, or the first of them. */
  texts: readonly string[];
  /** Parser that read the rest of the block it lies in; null when nothing did. */
  within: string | null;
}

/** The nearest guess about a region. */
export interface NearestGuess {
  lines: LineRange;
  /** Id of the output it comes nearest to; null when nothing known comes near. */
  parser: string | null;
  /** A clause: “looks like `!threadpool` cut after line 3”. */
  says: string;
}

/** Lines of a region that are looked at. */
export const LOOKED_AT = 16;

/** A line that an output's own pattern recognises; less when that output itself asks for a second look. */
const RECOGNISED = 3;
const RECOGNISED_AT_FIRST = 1;
/** Share of the lines, up to the last that speaks for an output, that must do so. */
const DENSE = 0.5;
/** Share of all lines that must, unless the first one was recognised beyond doubt. */
const ENOUGH = 0.3;
/** From this share of a line's words on they speak for an output, if they weigh enough together. */
const SHARE = 0.6;
const WEIGHT = 2.5;
/** An output must lead the next one by this much to be named alone. */
const LEAD = 1.25;

interface Score {
  parser: Parser;
  points: number;
  /** Index of the last line that speaks for it. */
  last: number;
  /** The first line is its own beyond doubt. */
  begins: boolean;
  /** Lines that speak for it, and filled lines up to the last of them. */
  fitting: number;
  upTo: number;
}

function pointsOf(parser: Parser, text: string, { share, weight, count }: Cover): number {
  if (parser.recognise.some((pattern) => pattern.test(text))) return parser.confirm ? RECOGNISED_AT_FIRST : RECOGNISED;
  if (share >= SHARE && weight >= WEIGHT && count > 1) return 2 * share;
  return 0;
}

function scores(texts: readonly string[]): Score[] {
  const lines = texts.map((text, at) => ({ at, text, words: wordsOf(text) })).filter(({ text }) => !isChatter(text));
  return vocabularies()
    .map((vocabulary): Score => {
      const { parser } = vocabulary;
      let points = 0;
      let last = -1;
      let fitting = 0;
      let upTo = 0;
      let begins = false;
      for (const [index, { at, text, words }] of lines.entries()) {
        const gained = pointsOf(parser, text, coveredBy(vocabulary, words));
        if (gained === 0) continue;
        points += gained;
        fitting++;
        last = at;
        upTo = index + 1;
        if (index === 0 && gained === RECOGNISED) begins = true;
      }
      return { parser, points, last, begins, fitting, upTo };
    })
    .filter(({ points, begins, fitting, upTo }) => {
      if (points === 0 || fitting < upTo * DENSE) return false;
      return begins || fitting >= lines.length * ENOUGH;
    })
    .sort((a, b) => b.points - a.points);
}

const SHAPES: readonly { line: RegExp; says: string }[] = [
  {
    line: /^\s*(?:\d{1,4}\s+)?(?:0x)?[0-9a-f]{4,8}`?[0-9a-f]{4,8}\s+(?:0x)?[0-9a-f]{4,8}`?[0-9a-f]{4,8}(?:\s|$)/i,
    says: "looks like rows of addresses, as of a stack or a table whose heading is missing",
  },
  {
    line: /^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|^\s*\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d/,
    says: "looks like a log with time stamps, not like the output of a command",
  },
  { line: /^\s*<\/?[a-z!?][^>]{0,400}>/i, says: "looks like the source of a page or an XML file" },
  { line: /^\s*(?:"[^"]{1,80}"\s?:|[{}[\]],?\s*$)/, says: "looks like JSON" },
  { line: /^\s*at [\w.<>`+[\],]{3,300}\(/, says: "looks like the stack trace of an exception" },
  {
    line: /^\s*\d{1,3}:\d{3}(?::\w{3,5})?>|^\s*\d{0,3}:? ?l?kd>/,
    says: "looks like a command whose output is missing",
  },
];

function shapeOf(texts: readonly string[]): string | null {
  const filled = texts.filter((text) => text.trim() !== "");
  const most = (line: RegExp): boolean => filled.filter((text) => line.test(text)).length * 2 > filled.length;
  return SHAPES.find(({ line }) => most(line))?.says ?? null;
}

/** The output whose command stands alone on the line. */
function commandAlone(texts: readonly string[]): Parser | null {
  const [text, ...rest] = texts.filter((each) => each.trim() !== "");
  const typed = text?.trim().toLowerCase() ?? "";
  if (rest.length > 0 || typed === "" || typed.length > 60) return null;
  return vocabularies().find(({ parser }) => parser.command.test(typed))?.parser ?? null;
}

function named({ parser }: Score): string {
  return `\`${parser.name}\``;
}

function likeness({ lines, texts, within }: UnreadRegion, best: Score, others: readonly Score[]): string {
  const rivals = others.filter(({ points }) => points * LEAD > best.points);
  if (rivals.length > 0) return `looks like ${[best, ...rivals.slice(0, 1)].map(named).join(" or ")}`;
  if (within === best.parser.id) return `belongs to ${named(best)}, in a form that is not known here`;
  const lastFilled = texts.findLastIndex((text) => text.trim() !== "");
  const [first] = lines;
  // What follows the last line that fits is something else, or nothing: there it was cut.
  const shown = Math.min(lastFilled, texts.length - 1);
  if (best.last < shown || lines[1] === first) return `looks like ${named(best)} cut after line ${first + best.last}`;
  return `looks like ${named(best)}, of which the beginning or the end is missing`;
}

/** The nearest guess about lines that were not read. Pure; takes time linear in the lines. */
export function nearestGuess(region: UnreadRegion): NearestGuess {
  const texts = region.texts.slice(0, LOOKED_AT);
  const { lines, within } = region;
  const typed = commandAlone(texts);
  if (typed) return { lines, parser: typed.id, says: `looks like the command \`${typed.name}\` without its output` };
  const [best, ...others] = scores(texts);
  if (best) return { lines, parser: best.parser.id, says: likeness({ ...region, texts }, best, others) };
  const shape = shapeOf(texts);
  if (shape) return { lines, parser: null, says: shape };
  const inside = vocabularies().find(({ parser }) => parser.id === within)?.parser;
  if (inside) return { lines, parser: null, says: `stands in \`${inside.name}\`; nothing known comes near` };
  return { lines, parser: null, says: "nothing known comes near" };
}
