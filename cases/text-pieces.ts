/** A long text in pieces, to be put together in order. None ends between the halves of a character. */
export class TextPieces {
  constructor(readonly pieces: readonly string[]) {}
}
