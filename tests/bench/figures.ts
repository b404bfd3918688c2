export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** One line: what was measured, what came out, what it should be, and whether it is. */
export function printFigure(what: string, figure: string, goal: string, met: boolean): void {
  console.log(`${met ? "   " : "!  "}${what.padEnd(40)}${figure.padStart(14)}   ${goal}`);
}

export function printNote(what: string, figure: string): void {
  console.log(`   ${what.padEnd(40)}${figure.padStart(14)}`);
}
