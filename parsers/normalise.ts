import type { Line } from "@/evidence";
import { beginsNumbered, lineNumbers } from "./line-numbers";
import { scanLines } from "./scanned-line";

/** Anything a pass might want to change. Lines without it are taken as they stand. */
const NEEDS_WORK = /[^\x20-\x7e]|&|</;
const NOT_PLAIN = /[^\x20-\x7e]/;

const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  nbsp: " ",
  hellip: "...",
  ndash: "-",
  mdash: "-",
  lsquo: "'",
  rsquo: "'",
  ldquo: '"',
  rdquo: '"',
  times: "x",
};

const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi;
// <link cmd="!do 0x…">…</link>, <span class="x">, <br/>: tags of debugger markup and of blog pages, nothing else.
const TAG =
  /<\/?(?:link|exec|altlink|col|img|b|u|i|p|br|hr|em|strong|span|font|code|pre|div|td|tr|th|table|tbody|li|ul|ol|a|sup|sub|tt|samp|kbd|blockquote|h[1-6])(?:\s[^<>]{0,400})?\s?\/?>/gi;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colour codes are what this removes
const ANSI = /\u001b\[[0-9;?]*[A-Za-z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: stray control characters are what this removes
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u2060\ufeff]/g;

function decodeEntities(text: string): string {
  let decoded = text;
  for (let round = 0; round < 3 && decoded.includes("&"); round++) {
    const next = decoded.replace(ENTITY, (all, dec?: string, hex?: string, name?: string) => {
      if (name) return NAMED_ENTITIES[name.toLowerCase()] ?? all;
      const code = dec ? Number(dec) : Number.parseInt(hex ?? "", 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
    });
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}

function plainPunctuation(text: string): string {
  return text
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]/g, " ")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb\u2033]/g, '"')
    .replace(/[\u2018\u2019\u201a\u2032]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/\u2026/g, "...")
    .replace(/0\u00d7/g, "0x");
}

// A page's own line ends; what stands behind one is a line of its own, with the same number.
const BREAK = /<br\s?\/?>|<\/(?:p|div|tr|li|pre)>/i;

/** The lines that a page shows for one line of its source. */
function shownLines(raw: string): string[] {
  if (!raw.includes("<") || !BREAK.test(raw)) return [raw];
  const shown = raw.split(BREAK).filter((piece) => piece.replace(TAG, "").trim() !== "");
  return shown.length > 0 ? shown : [""];
}

/** One line with markup, entities, control codes and typographic characters made plain. */
export function normaliseLine(raw: string): string {
  if (!NEEDS_WORK.test(raw)) return raw;
  const untagged = raw.includes("<") ? raw.replace(TAG, "") : raw;
  const decoded = untagged.includes("&") ? decodeEntities(untagged).replace(TAG, "") : untagged;
  return NOT_PLAIN.test(decoded) ? plainPunctuation(decoded.replace(ANSI, "").replace(CONTROL, "")) : decoded;
}

/** Prefixes that mail, tickets, source comments and log collectors put before every line. */
const PREFIXES: readonly RegExp[] = [
  /^\s{0,4}(?:>\s?){1,5}/,
  /^\s{0,4}\/\/\s?/,
  /^\s{0,4}\|\s/,
  /^\s{0,4}\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?\s/,
];

/** Share of the non-blank lines that must carry a prefix before it is taken off. */
const PREFIX_MAJORITY = 0.6;
/** How many lines are asked whether they carry one. */
const PREFIX_SAMPLE = 4000;

/** What is to be taken off every line of the text: an editor's line numbers, the marks of a mail. */
function commonPrefix(text: string): RegExp | null {
  const filled = plainTexts(text, PREFIX_SAMPLE).filter((line) => line.trim() !== "");
  const numbers = beginsNumbered(filled[0] ?? "") ? lineNumbers(plainTexts(text)) : null;
  if (numbers || filled.length < 3) return numbers;
  const carried = (prefix: RegExp): number => filled.filter((line) => prefix.test(line)).length;
  return PREFIXES.find((prefix) => carried(prefix) / filled.length >= PREFIX_MAJORITY) ?? null;
}

function plainTexts(text: string, most?: number): string[] {
  return text
    .split(/\r\n|\n|\r/, most)
    .flatMap(shownLines)
    .slice(0, most)
    .map(normaliseLine);
}

/** UTF-16 text that was read byte by byte has a NUL behind every ASCII character. */
function withoutNulBytes(text: string): string {
  const head = text.slice(0, 2000);
  const nuls = head.split("\u0000").length - 1;
  return nuls > head.length / 4 ? text.replaceAll("\u0000", "") : text;
}

/** The logical lines of a transcript in parcels, each line with its number as pasted. Never throws. */
export function readLines(transcript: string): Iterable<readonly Line[]> {
  const text = withoutNulBytes(transcript);
  const prefix = commonPrefix(text);
  const finish = (plain: string): string => (prefix ? plain.replace(prefix, "") : plain).trimEnd();
  return scanLines(text, prefix !== null, (raw) => shownLines(raw).map((shown) => finish(normaliseLine(shown))));
}

/** All logical lines of a text. */
export function normalise(text: string): Line[] {
  return [...readLines(text)].flat();
}
