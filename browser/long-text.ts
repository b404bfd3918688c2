import type { Case, Entry } from "@/cases/case-log";
import { newId } from "./new-id";
import { decodeText, type TextEncoding, toldEncoding } from "./text-encoding";

/** Bytes of a file, or characters of a paste, from which on a text is never held by the page as a whole. */
export const LONG = 2_000_000;

/** A text that stays where the browser keeps it: on the disk, as the bytes it came in. */
export interface LongText {
  /** Tells it from every other. */
  id: string;
  blob: Blob;
  /** Null until all of it was read once. */
  encoding: TextEncoding | null;
}

/** What the page holds of a transcript: the text itself, or where it is. */
export type CaseText = string | LongText;
export type PageCase = Case<CaseText>;
export type PageEntry = Entry<CaseText>;

/** Bytes that are read and decoded at once. */
const CHUNK = 2_000_000;
/** Bytes looked at from the start, the middle and the end. */
const SAMPLE = 65_536;

/** About as many characters as the text has. */
export function sizeOf(text: CaseText): number {
  if (typeof text === "string") return text.length;
  return text.encoding?.startsWith("utf-16") ? text.blob.size / 2 : text.blob.size;
}

async function bytesOf(blob: Blob, from: number, to: number): Promise<Uint8Array> {
  return new Uint8Array(await blob.slice(from, to).arrayBuffer());
}

/** A file as a text, without reading more than its beginning. */
export async function longTextOf(file: Blob): Promise<LongText> {
  return { id: newId(), blob: file, encoding: toldEncoding(await bytesOf(file, 0, 4096)) };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** A pasted text handed over to the browser in parts, so that the page stays quick meanwhile. */
export async function longTextOfPaste(text: string): Promise<LongText> {
  const parts: Blob[] = [];
  for (let from = 0; from < text.length; ) {
    const end = Math.min(text.length, from + CHUNK);
    const last = text.charCodeAt(end - 1);
    const split = end < text.length && last >= 0xd800 && last < 0xdc00 ? end + 1 : end;
    parts.push(new Blob([text.slice(from, split)]));
    from = split;
    await turn();
  }
  return { id: newId(), blob: new Blob(parts), encoding: "utf-8" };
}

/** The beginning, the middle and the end of a text. */
export async function sampleOf({ blob, encoding }: LongText): Promise<{ head: string; sample: string }> {
  const middle = Math.max(0, 2 * Math.floor(blob.size / 4) - SAMPLE / 2);
  const pieces = await Promise.all([
    bytesOf(blob, 0, SAMPLE),
    bytesOf(blob, middle, middle + SAMPLE),
    bytesOf(blob, Math.max(0, 2 * Math.floor((blob.size - SAMPLE) / 2)), blob.size),
  ]);
  const [head = "", ...rest] = pieces.map((bytes) =>
    encoding ? new TextDecoder(encoding).decode(bytes) : decodeText(bytes),
  );
  return { head, sample: head + rest.join("") };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** True when two texts are the same bytes. */
export async function sameLongText(a: LongText, b: LongText): Promise<boolean> {
  const { size } = a.blob;
  if (size !== b.blob.size) return false;
  const starts = [0, Math.floor(size / 2), Math.max(0, size - SAMPLE)];
  for (let from = 0; from < size; from += SAMPLE * 4) starts.push(from);
  for (const [index, from] of starts.entries()) {
    const to = from + (index < 3 ? SAMPLE : SAMPLE * 4);
    if (!sameBytes(await bytesOf(a.blob, from, to), await bytesOf(b.blob, from, to))) return false;
  }
  return true;
}

/** Bytes of a text with what they say. */
export interface DecodedChunk {
  bytes: Uint8Array;
  text: string;
}

async function* decodedAs(blob: Blob, encoding: TextEncoding, fatal: boolean): AsyncGenerator<DecodedChunk> {
  const decoder = new TextDecoder(encoding, { fatal });
  for (let from = 0; from < blob.size; from += CHUNK) {
    const bytes = await bytesOf(blob, from, from + CHUNK);
    yield { bytes, text: decoder.decode(bytes, { stream: true }) };
  }
}

/**
 * A long text from its start, chunk by chunk; `begin` is called with the encoding before the first one, and again
 * when it turns out to be another.
 */
export async function* decoded(
  { blob, encoding }: LongText,
  begin: (encoding: TextEncoding) => void = () => undefined,
): AsyncGenerator<DecodedChunk> {
  begin(encoding ?? "utf-8");
  try {
    yield* decodedAs(blob, encoding ?? "utf-8", encoding === null);
  } catch (error) {
    // Only bytes that are no UTF-8 make the decoder fail.
    if (encoding !== null || !(error instanceof TypeError)) throw error;
    begin("windows-1252");
    yield* decodedAs(blob, "windows-1252", false);
  }
}

/** All of a long text, in pieces. */
export async function piecesOf(text: LongText): Promise<string[]> {
  let pieces: string[] = [];
  const begin = (): void => {
    pieces = [];
  };
  for await (const chunk of decoded(text, begin)) pieces.push(chunk.text);
  return pieces;
}
