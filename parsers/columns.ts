/**
 * The columns of hex digits that most rows of a debugger begin with, told apart by one look at their bytes:
 *
 *   0e8cf25c 77e612df 000014ac 00000000 00000000 ntdll!…       SHORT SHORT SHORT SHORT SHORT
 *   03 00007ffb`924e29b8     : 00000000`00000000 …              NUMBER TICKED COLON TICKED …
 *   00007f6b2cff7bd0 00007f6f0185475b Contoso.Feed.Load()       LONG LONG
 *
 * They are kept as one number: three bits a column, the first one lowest. A column counts only with a blank behind
 * it; blanks in front of the row do not matter.
 */
export const NUMBER = 1;
export const SHORT = 2;
export const LONG = 3;
export const TICKED = 4;
export const COLON = 5;
/** Set when one of the digits is in upper case. */
export const UPPER_CASE = 1 << 30;

const MOST = 10;
const BITS = 3;

const BLANK = 32;
const BACK_TICK = 96;
const COLON_CODE = 58;

/** For each byte: 1 for a digit, 2 for one in upper case. */
const DIGITS = new Uint8Array(256);
for (const digit of "0123456789abcdef") DIGITS[digit.charCodeAt(0)] = 1;
for (const digit of "ABCDEF") DIGITS[digit.charCodeAt(0)] = 2;

function digitAt(bytes: Uint8Array, at: number): number {
  return DIGITS[bytes[at] as number] as number;
}

/** The number for columns that stand in this order. */
export function codeOf(columns: readonly number[]): number {
  return columns.reduce((code, column, at) => code | (column << (at * BITS)), 0);
}

function kindOf(width: number): number {
  if (width === 8) return SHORT;
  if (width === 16) return LONG;
  return width === 2 || width === 3 ? NUMBER : 0;
}

/** Characters that a column takes. */
export function widthOf(column: number): number {
  return column === SHORT ? 8 : column === LONG ? 16 : column === TICKED ? 17 : 1;
}

/** The columns of the line that begins at `start`. Behind it there must be a byte that is neither digit nor blank. */
export function columnsAt(bytes: Uint8Array, start: number): number {
  let code = 0;
  let at = start;
  while (bytes[at] === BLANK) at++;
  for (let shift = 0; shift < MOST * BITS; shift += BITS) {
    let seen = 0;
    let end = at;
    for (let digit = digitAt(bytes, end); digit !== 0; digit = digitAt(bytes, ++end)) seen |= digit;
    let kind = kindOf(end - at);
    if (kind === SHORT && bytes[end] === BACK_TICK) {
      const low = ++end;
      for (let digit = digitAt(bytes, end); digit !== 0; digit = digitAt(bytes, ++end)) seen |= digit;
      kind = end - low === 8 ? TICKED : 0;
    } else if (end === at && bytes[at] === COLON_CODE) {
      end++;
      kind = COLON;
    }
    if (kind === 0 || bytes[end] !== BLANK) return code;
    code |= (kind << shift) | (seen > 1 ? UPPER_CASE : 0);
    at = end;
    while (bytes[at] === BLANK) at++;
  }
  return code;
}

/** True when the row begins with an address, be it behind the row's number. */
export function beginsWithAddress(columns: number): boolean {
  const first = columns & 7;
  const address = first === NUMBER ? (columns >> BITS) & 7 : first;
  return address >= SHORT && address <= TICKED;
}
