/** A number in front of a line: `     1 0:081> !syncblk`, `2: Index SyncBlock …`, `12. …`, `  3 | 6840 0x0aaabd20 …`. */
export const NUMBERED = /^\s{0,12}(?<number>\d{1,6})(?:[:.)]?\s?\||[:.)])?(?:\s{1,2}|$)/;
// A listing may count its own rows from 1; a prompt or a command behind the number shows that an editor counted.
const COMMAND =
  /^\s*(?:\d{1,3}:\d{3}(?::\w{2,6})?>|(?:\d{1,3}: )?l?kd>|> ?\w|[!.~][A-Za-z*~\d[]|PS |[A-Za-z]:\\[^>]*>)/;
const FEWEST_LINES = 3;
/** Share of the lines that may have come in between later, without a number. */
const MOST_STRANGERS = 0.1;

/** True for a first line that an editor may have numbered. */
export function beginsNumbered(line: string): boolean {
  const start = NUMBERED.exec(line);
  return start !== null && COMMAND.test(line.slice(start[0].length));
}

/** The prefix to take off when every line carries its own number, as `cat -n` and web pages print it; else null. */
export function lineNumbers(lines: readonly string[]): RegExp | null {
  // Blank lines without a number came in between when the line ends were doubled.
  const filled = lines.filter((line) => line.trim() !== "");
  if (!beginsNumbered(filled[0] ?? "")) return null;
  const numbers = filled.flatMap((line) => {
    const number = NUMBERED.exec(line)?.groups?.number;
    return number === undefined ? [] : [Number(number)];
  });
  const counts = numbers.every((number, at) => number === (numbers[0] ?? 0) + at);
  const strangers = filled.length - numbers.length;
  const fewStrangers = strangers <= Math.max(1, filled.length * MOST_STRANGERS);
  return counts && fewStrangers && numbers.length >= FEWEST_LINES ? NUMBERED : null;
}
