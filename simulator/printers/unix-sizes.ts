const LETTERS = ["K", "M", "G", "T", "P"];

/** As `-h` prints kilobytes: rounded up, with a decimal below ten. */
export function humanSize(kilobytes: number): string {
  if (kilobytes === 0) return "0";
  let [value, letter] = [kilobytes, 0];
  while (value >= 1024) [value, letter] = [value / 1024, letter + 1];
  return `${value < 10 ? (Math.ceil(value * 10) / 10).toFixed(1) : Math.ceil(value)}${LETTERS[letter]}`;
}

/** What such a size stands for. */
export function humanBytes(text: string): number {
  return text === "0" ? 0 : Math.round(Number(text.slice(0, -1)) * 1024 ** (LETTERS.indexOf(text.slice(-1)) + 1));
}
