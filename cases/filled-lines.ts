const BLANK = /^\s$/;

/** Counts the lines of a text that are not blank, piece by piece. */
export class FilledLines {
  private filled = 0;
  private open = false;

  /** Lines that hold something, the unfinished last one too. */
  get count(): number {
    return this.filled;
  }

  add(piece: string): void {
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (code === 10 || code === 13) this.open = false;
      else if (!this.open && code > 32 && (code < 128 || !BLANK.test(piece.charAt(at)))) {
        this.open = true;
        this.filled++;
      }
    }
  }
}
