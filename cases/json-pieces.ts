import { TextPieces } from "./text-pieces";

/** No version nests deeper; text from elsewhere that does is not written. */
const DEEPEST = 16;
/** Characters of a text that are escaped at once. */
const PART = 4_000_000;

export interface JsonStyle {
  /** Keys in order of the alphabet, so that only what is said counts and not how it is laid out. */
  sorted: boolean;
  /** Blanks for each level; 0 writes everything on one line. */
  indent: number;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** The parts of a text, none of which ends between the halves of a character. */
function* partsOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const end = Math.min(text.length, from + PART);
    const last = text.charCodeAt(end - 1);
    const split = end < text.length && last >= 0xd800 && last < 0xdc00 ? end + 1 : end;
    yield text.slice(from, split);
    from = split;
  }
}

function* stringPieces(pieces: Iterable<string>): Generator<string> {
  yield '"';
  for (const piece of pieces) for (const part of partsOf(piece)) yield JSON.stringify(part).slice(1, -1);
  yield '"';
}

function* listPieces(
  items: readonly (readonly [head: string, value: unknown])[],
  [open, close]: readonly [string, string],
  style: JsonStyle,
  depth: number,
): Generator<string> {
  const line = (level: number): string => (style.indent > 0 ? `\n${" ".repeat(style.indent * level)}` : "");
  yield open;
  for (const [index, [head, value]] of items.entries()) {
    yield `${index > 0 ? "," : ""}${line(depth + 1)}${head}`;
    yield* jsonPieces(value, style, depth + 1);
  }
  yield items.length > 0 ? `${line(depth)}${close}` : close;
}

/** The JSON of a document in pieces, as `JSON.stringify` writes it. A text may be longer than one string can be. */
export function* jsonPieces(value: unknown, style: JsonStyle, depth = 0): Generator<string> {
  if (depth > DEEPEST) throw new RangeError("The document nests too deep");
  if (value instanceof TextPieces) yield* stringPieces(value.pieces);
  else if (typeof value === "string") yield* stringPieces([value]);
  else if (Array.isArray(value)) {
    const items = value.map((item) => ["", item] as const);
    yield* listPieces(items, ["[", "]"], style, depth);
  } else if (isRecord(value)) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    if (style.sorted) keys.sort();
    const colon = style.indent > 0 ? ": " : ":";
    const items = keys.map((key) => [JSON.stringify(key) + colon, value[key]] as const);
    yield* listPieces(items, ["{", "}"], style, depth);
  } else yield JSON.stringify(value);
}
