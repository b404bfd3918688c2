import { END, OTHER } from "./pattern-edges";

/**
 * The first six and the last two characters of a text, blanks at its edges left out, as slots of `pattern-edges.ts`:
 * eight bits each, the first four in `head`, the others in `tail`, the last character behind the sixth.
 */
export interface Edges {
  readonly head: number;
  readonly tail: number;
}

export const FIRST = 6;
export const LAST = 2;

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/.test(String.fromCharCode(code)));
}

function packed(first: number, second: number, third: number, fourth: number): number {
  return first | (second << 8) | (third << 16) | (fourth << 24);
}

/** The slot of one of the eight places. */
export function slotIn({ head, tail }: Edges, place: number): number {
  return ((place < 4 ? head : tail) >>> ((place & 3) << 3)) & 255;
}

/** The edges of a text. */
export function edgesOfText(text: string): Edges {
  let start = 0;
  while (start < text.length && isBlank(text.charCodeAt(start))) start++;
  let end = text.length;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  const slot = (at: number): number => (at >= start && at < end ? Math.min(text.charCodeAt(at), OTHER) : END);
  return {
    head: packed(slot(start), slot(start + 1), slot(start + 2), slot(start + 3)),
    tail: packed(slot(start + 4), slot(start + 5), slot(end - 1), slot(end - 2)),
  };
}

function byteAt(bytes: Uint8Array, at: number, end: number): number {
  return at < end ? (bytes[at] as number) : END;
}

/** The head of a text of plain ASCII between two places, the first of which is no blank. */
export function headAt(bytes: Uint8Array, start: number, end: number): number {
  const second = byteAt(bytes, start + 1, end);
  return packed(byteAt(bytes, start, end), second, byteAt(bytes, start + 2, end), byteAt(bytes, start + 3, end));
}

/** Its tail. */
export function tailAt(bytes: Uint8Array, start: number, end: number): number {
  const last = end > start ? (bytes[end - 1] as number) : END;
  const lastButOne = end - 1 > start ? (bytes[end - 2] as number) : END;
  return packed(byteAt(bytes, start + 4, end), byteAt(bytes, start + 5, end), last, lastButOne);
}
