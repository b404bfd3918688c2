import type { Line } from "@/evidence";

/** Where mail breaks lines at the latest, and where consoles do. */
const MAIL_WIDTH = 75;
const CONSOLE_WIDTH = 80;

/** True when the first word of `next` would not have fitted behind `before`, so that a mail may have broken one line there. */
export function brokeBefore(before: string, next: string): boolean {
  const [word = ""] = next.trim().split(/\s/, 1);
  return before.length + 1 + word.length > MAIL_WIDTH;
}

/**
 * The lines, those put together that a console or a mail broke. `alone` tells the lines that begin something
 * of their own; a blank line goes on with nothing.
 */
export function joinBroken(source: readonly Line[], alone: (text: string) => boolean): Line[] {
  const lines: Line[] = [];
  let before = "";
  for (const line of source) {
    const { text } = line;
    const last = lines.at(-1);
    const byConsole = before.length % CONSOLE_WIDTH === 0;
    const goesOn =
      last && before !== "" && text.trim() !== "" && !alone(text) && (byConsole || brokeBefore(before, text));
    if (goesOn) {
      const rest = byConsole ? text : ` ${text.trim()}`;
      lines[lines.length - 1] = { ...last, last: line.last, text: last.text + rest };
    } else lines.push(line);
    before = text;
  }
  return lines;
}
