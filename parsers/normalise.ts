import type { Line } from "@/evidence";
import { REMARK_START, withoutRemark } from "./annotation";
import { FENCE, isEscaped, LINK_MARK, LINK_START, unescaped, withoutGluedFence, withoutLinks } from "./markdown";
import { piecewise } from "./piecewise";
import { commonPrefix } from "./prefixes";
import { scanLines } from "./scanned-line";
import { TAG_START, withoutTags } from "./tags";

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
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colour codes are what this removes
const ANSI = /\u001b(?:\[[0-?]{0,40}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,200}(?:\u0007|\u001b\\)?)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: stray control characters are what this removes
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u2060\ufeff]/g;

function entityOf(all: string, dec?: string, hex?: string, name?: string): string {
  if (name) return NAMED_ENTITIES[name.toLowerCase()] ?? all;
  const code = dec ? Number(dec) : Number.parseInt(hex ?? "", 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
}

function decodeEntities(text: string): string {
  let decoded = text;
  for (let round = 0; round < 3 && decoded.includes("&"); round++) {
    const next = piecewise(
      decoded,
      (whole, at) => whole[at] === "&",
      (piece) => piece.replace(ENTITY, entityOf),
    );
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
    .replace(/0\u00d7/g, "0x")
    .replace(/(?<=[\w:\\)])[\u00a5\u20a9](?=\w)/g, "\\");
}

// A page's own line ends; what stands behind one is a line of its own, with the same number.
const BREAK = /<br\s?\/?>|<\/(?:p|div|tr|li|pre)>/i;

/** The lines that a page shows for one line of its source. */
function shownLines(raw: string): string[] {
  if (!raw.includes("<") || !BREAK.test(raw)) return [raw];
  const shown = raw.split(BREAK).filter((piece) => withoutTags(piece).trim() !== "");
  return shown.length > 0 ? shown : [""];
}

/** What a terminal shows of text that went back to write over itself. */
function afterBackspaces(text: string): string {
  const shown: string[] = [];
  for (const char of text) {
    if (char === "\b") shown.pop();
    else shown.push(char);
  }
  return shown.join("");
}

function withoutControls(text: string): string {
  const plain = text.replace(ANSI, "");
  return (plain.includes("\b") ? afterBackspaces(plain) : plain).replace(CONTROL, "");
}

/** One line with markup, entities, control codes and typographic characters made plain. */
export function normaliseLine(raw: string): string {
  if (!NEEDS_WORK.test(raw)) return raw;
  const untagged = raw.includes("<") ? withoutTags(raw) : raw;
  const decoded = untagged.includes("&") ? withoutTags(decodeEntities(untagged)) : untagged;
  return NOT_PLAIN.test(decoded) ? plainPunctuation(withoutControls(decoded)) : decoded;
}

/** Lines that are looked at to tell what all of them have in common. */
const SAMPLE = 4000;
/** Characters of each that are looked at. */
const SAMPLE_WIDTH = 4000;

function plainTexts(text: string): string[] {
  return text
    .split(/\r\n|\n|\r/, SAMPLE)
    .flatMap((line) => shownLines(line.slice(0, SAMPLE_WIDTH)))
    .slice(0, SAMPLE)
    .map(normaliseLine);
}

/** UTF-16 text that was read byte by byte has a NUL beside every ASCII character, and perhaps a mark in front. */
function withoutNulBytes(pieces: readonly string[]): readonly string[] {
  const head = (pieces[0] ?? "").slice(0, 2000);
  const nuls = head.split("\u0000").length - 1;
  if (nuls <= head.length / 4) return pieces;
  const [first = "", ...others] = pieces.map((piece) => piece.replaceAll("\u0000", ""));
  return [first.replace(/^(?:\ufffd\ufffd|\u00ff\u00fe|\u00fe\u00ff)/, ""), ...others];
}

/** Characters that mostly hold as many lines as are looked at. */
const BEGINNING = 1_000_000;

/** The beginning of a text: all of its first piece, and more of them while that is little. */
function beginningOf(pieces: readonly string[]): string {
  let text = "";
  for (let at = 0; at < pieces.length && text.length < BEGINNING; at++) text += pieces[at];
  return text;
}

/** What stands in lines of plain ASCII and still has to be taken off. Looked for without blanks in front: those are everywhere. */
const MARKS = ["// ", ";; ", LINK_MARK, FENCE];
/** What is done to lines of plain ASCII that are marked up; most that hold a `<` are names of templates. */
const MARKUP = new RegExp(`&|${TAG_START}|${LINK_START}|${REMARK_START}`, "i");

/** The logical lines of a transcript in parcels, each line with its number as pasted. Never throws. */
export function readLines(transcript: readonly string[]): Iterable<readonly Line[]> {
  const pieces = withoutNulBytes(transcript);
  const sample = plainTexts(beginningOf(pieces));
  const escaped = isEscaped(sample);
  const prefix = commonPrefix(escaped ? sample.map(unescaped) : sample);
  const finish = (plain: string): string => {
    const bare = escaped ? unescaped(plain) : plain;
    return withoutGluedFence(withoutRemark(withoutLinks(prefix ? prefix(bare) : bare)).trimEnd());
  };
  const chunks = escaped || prefix !== null ? [""] : MARKS;
  return scanLines(pieces, { chunks, markup: MARKUP }, (raw) =>
    shownLines(raw).map((shown) => finish(normaliseLine(shown))),
  );
}

/** All logical lines of a text. */
export function normalise(text: string): Line[] {
  return [...readLines([text])].flat();
}
