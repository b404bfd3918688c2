const UNITS = "KMGTPE";
const SIZE = /^(?<value>\d{1,18}(?:[.,]\d{1,2})?)(?:(?<unit>[KMGTPE])(?:i?B)?)?$/i;

/**
 * Bytes of a size as `df` and `du` print it: `47G`, `1,5M`, `51475068`. `plain`: what one stands for when there is no
 * letter, null when nothing tells. `thousands`: letters mean powers of 1000, as with `-H`.
 */
export function bytesOfSize(text: string, plain: number | null, thousands: boolean): number | null {
  const size = SIZE.exec(text)?.groups;
  if (!size) return null;
  const value = Number((size.value ?? "").replace(",", "."));
  if (value === 0) return 0;
  if (!size.unit) return plain === null ? null : value * plain;
  return Math.round(value * (thousands ? 1000 : 1024) ** (UNITS.indexOf(size.unit.toUpperCase()) + 1));
}

/** Bytes of a size without a letter, as options such as `-k`, `-m`, `-BM` and `--block-size=1M` make it. */
export function plainUnit(args: string, otherwise: number | null): number | null {
  const asked = /(?:^|\s)(?:-[a-zA-Z]*B\s?|--block-size=)1?([KMG])/.exec(args)?.[1];
  if (asked) return 1024 ** (UNITS.indexOf(asked) + 1);
  if (/(?:^|\s)-[a-zA-Z]*m(?:\s|$)/.test(args)) return 1024 ** 2;
  if (/(?:^|\s)-[a-zA-Z]*k/.test(args)) return 1024;
  // With letters in other rows, a number without one is bytes.
  if (/(?:^|\s)(?:-[a-zA-Z]*[hHb]|--human-readable|--si|--bytes)/.test(args)) return 1;
  return otherwise;
}

/** True when the letters mean powers of 1000. */
export function inThousands(args: string, letter: string): boolean {
  return new RegExp(`(?:^|\\s)(?:-[a-zA-Z]*${letter}|--si)(?:\\s|$)`).test(args);
}
