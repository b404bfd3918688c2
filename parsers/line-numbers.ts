// `     1 0:081> !syncblk`   `2: Index SyncBlock …`   `  3 | 6840 0x0aaabd20 …`
const NUMBERED = /^\s{0,8}(?<number>\d{1,6})(?:[:.)]?\s?\||[:.)])?(?:\s{1,2}|$)/;
// A listing may count its own rows from 1; a prompt or a command behind the number shows that an editor counted.
const COMMAND =
  /^\s*(?:\d{1,3}:\d{3}(?::\w{2,6})?>|(?:\d{1,3}: )?l?kd>|> ?\w|[!.~][A-Za-z*~\d[]|PS |[A-Za-z]:\\[^>]*>)/;
const FEWEST_LINES = 3;

/** True for a first line that an editor may have numbered. */
export function beginsNumbered(line: string): boolean {
  const start = NUMBERED.exec(line);
  return start !== null && COMMAND.test(line.slice(start[0].length));
}

/** The prefix to take off when every line carries its own number, as `cat -n` and web pages print it; else null. */
export function lineNumbers(lines: readonly string[]): RegExp | null {
  const first = lines.findIndex((line) => line.trim() !== "");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  if (first < 0 || last - first + 1 < FEWEST_LINES) return null;
  const start = NUMBERED.exec(lines[first] ?? "");
  if (!start || !beginsNumbered(lines[first] ?? "")) return null;
  // Blank lines without a number came in between when the line ends were doubled.
  const numbered = lines.slice(first, last + 1).filter((line) => line.trim() !== "");
  const from = Number(start.groups?.number);
  const counts = numbered.every((line, at) => Number(NUMBERED.exec(line)?.groups?.number) === from + at);
  return counts && numbered.length >= FEWEST_LINES ? NUMBERED : null;
}
