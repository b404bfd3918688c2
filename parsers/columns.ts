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

/** For each byte: what it is among digits. */
const DIGIT = 1;
const UPPER = 2;
const OTHER = 4;
const KINDS = new Uint8Array(256).fill(OTHER);
for (const digit of "0123456789abcdef") KINDS[digit.charCodeAt(0)] = DIGIT;
for (const digit of "ABCDEF") KINDS[digit.charCodeAt(0)] = UPPER;

function kindAt(bytes: Uint8Array, at: number): number {
  return KINDS[bytes[at] as number] as number;
}

/** The kinds of the eight bytes from `at` on, together. Written out: every row comes by here. */
function kindsOfEight(bytes: Uint8Array, at: number): number {
  return (
    kindAt(bytes, at) |
    kindAt(bytes, at + 1) |
    kindAt(bytes, at + 2) |
    kindAt(bytes, at + 3) |
    kindAt(bytes, at + 4) |
    kindAt(bytes, at + 5) |
    kindAt(bytes, at + 6) |
    kindAt(bytes, at + 7)
  );
}

/** How many bytes more than a text `columnsAt` may look at. */
export const LOOKED_BEYOND = 24;

/** The number for columns that stand in this order. */
export function codeOf(columns: readonly number[]): number {
  return columns.reduce((code, column, at) => code | (column << (at * BITS)), 0);
}

/** Characters that a column takes. */
export function widthOf(column: number): number {
  return column === SHORT ? 8 : column === LONG ? 16 : column === TICKED ? 17 : 1;
}

/** Digits in front of a row whose number it may be. */
function numberAt(bytes: Uint8Array, at: number): number {
  if (((kindAt(bytes, at) | kindAt(bytes, at + 1)) & OTHER) !== 0) return 0;
  if (bytes[at + 2] === BLANK) return 2;
  return kindAt(bytes, at + 2) !== OTHER && bytes[at + 3] === BLANK ? 3 : 0;
}

let behind = 0;

/** Where the text begins behind the columns that `columnsAt` told last. */
export function behindColumns(): number {
  return behind;
}

/** The columns of the line that begins at `start`. Behind it there must be a byte that is neither digit nor blank. */
export function columnsAt(bytes: Uint8Array, start: number): number {
  let code = 0;
  let at = start;
  while (bytes[at] === BLANK) at++;
  behind = at;
  for (let shift = 0; shift < MOST * BITS; shift += BITS) {
    let kinds = kindsOfEight(bytes, at);
    let column = 0;
    let end = at + 8;
    if (bytes[at] === COLON_CODE) {
      kinds = DIGIT;
      column = COLON;
      end = at + 1;
    } else if ((kinds & OTHER) !== 0) {
      const width = numberAt(bytes, at);
      kinds = kindAt(bytes, at) | kindAt(bytes, at + 1) | (width === 3 ? kindAt(bytes, at + 2) : 0);
      column = width > 0 ? NUMBER : 0;
      end = at + width;
    } else if (bytes[end] === BLANK) column = SHORT;
    else {
      column = bytes[end] === BACK_TICK ? TICKED : LONG;
      if (column === TICKED) end++;
      kinds |= kindsOfEight(bytes, end);
      if ((kinds & OTHER) !== 0) return code;
      end += 8;
    }
    if (column === 0 || bytes[end] !== BLANK) return code;
    code |= (column << shift) | ((kinds & UPPER) !== 0 ? UPPER_CASE : 0);
    at = end;
    while (bytes[at] === BLANK) at++;
    behind = at;
  }
  return code;
}

/** True when the row begins with an address, be it behind the row's number. */
export function beginsWithAddress(columns: number): boolean {
  const first = columns & 7;
  const address = first === NUMBER ? (columns >> BITS) & 7 : first;
  return address >= SHORT && address <= TICKED;
}
