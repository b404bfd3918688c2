/** Characters that are changed together. */
const PIECE = 16_384;

/**
 * Changes a text piece by piece, cut only where `isCut` allows it: what replacing takes on the way goes at once, so
 * that an endless line takes no more for its size than a short one.
 */
export function piecewise(
  text: string,
  isCut: (text: string, at: number) => boolean,
  change: (piece: string) => string,
): string {
  if (text.length <= PIECE) return change(text);
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + PIECE, text.length);
    while (to < text.length && !isCut(text, to)) to++;
    pieces.push(change(text.slice(from, to)));
    from = to;
  }
  return pieces.join("");
}
