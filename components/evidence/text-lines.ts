/** The lines of a text, found by their offsets: a log of many megabytes is not cut into as many strings. */
export class TextLines {
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    // `\r\n`, `\n` and a lone `\r` end a line, as the parsers count them.
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) this.starts.push(at + 1);
    }
  }

  get count(): number {
    return this.starts.length;
  }

  /** The 1-based line without its end. */
  line(number: number): string {
    const start = this.starts[number - 1];
    if (start === undefined) return "";
    const next = this.starts[number];
    return this.text.slice(start, next === undefined ? this.text.length : next - 1).replace(/\r$/, "");
  }

  /** Number of the last line that is not blank. */
  get lastFilled(): number {
    let last = this.count;
    while (last > 1 && this.line(last).trim() === "") last--;
    return last;
  }
}
