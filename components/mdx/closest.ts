/** How many letters have to be put in, taken out or changed to make one word of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_item, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The word of a list that a mistyped one was most likely meant to be. */
export function closest(word: string, all: readonly string[]): string {
  const near = (other: string): number => distance(word, other) - (other.includes(word) ? word.length : 0);
  return [...all].sort((a, b) => near(a) - near(b))[0] ?? word;
}
