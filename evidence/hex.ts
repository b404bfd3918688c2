/**
 * The one spelling of addresses, handles and OS thread ids: lower-case hex
 * without `0x`, back-tick, trailing `h` or leading zeros (`0` stays `0`).
 */
export type Hex = string;

// As debuggers print it: 0e8cf25c      00007ffc`7e0837d3
const PRINTED = /^(?:[0-9a-f]{1,16}|[0-9a-f]{8}`[0-9a-f]{8})$/;
const BACK_TICK = 96;
const ZERO = 48;

/** `0x0AAABD20`, `00000000`0aaabd20` and `0aaabd20h` all give `aaabd20`. Text that is no hex number is returned in lower case. */
export function canonicalHex(text: string): Hex {
  if (PRINTED.test(text)) return canonicalDigits(text, 0, text.length);
  const bare = text.trim().toLowerCase().replace(/^0x/, "").replace(/[`'´]/g, "").replace(/h$/, "");
  return /^[0-9a-f]+$/.test(bare) ? canonicalDigits(bare, 0, bare.length) : bare;
}

/** The same for a part of a text that holds nothing but lower-case digits and, behind eight of them, perhaps a back-tick. */
export function canonicalDigits(text: string, from: number, to: number): Hex {
  const ticked = to - from === 17 && text.charCodeAt(from + 8) === BACK_TICK;
  let start = from;
  while (start < to - 1 && text.charCodeAt(start) === ZERO) start++;
  if (!ticked) return text.slice(start, to);
  // Only zeros stood before the back-tick.
  if (start === from + 8) return canonicalDigits(text, from + 9, to);
  return highHalf(text, start, from + 8) + text.slice(from + 9, to);
}

/** First halves met lately: a dump has few of them, and a text that is shared takes no room. */
const halves: string[] = new Array<string>(256).fill("");

function highHalf(text: string, from: number, to: number): string {
  const place = ((text.charCodeAt(to - 1) << 4) ^ text.charCodeAt(to - 2)) & 255;
  const known = halves[place] as string;
  if (known.length === to - from && text.startsWith(known, from)) return known;
  const half = text.slice(from, to);
  halves[place] = half;
  return half;
}

/** Sum of an address and a byte offset. */
export function addHex(address: Hex, bytes: number): Hex {
  return (BigInt(`0x${address}`) + BigInt(bytes)).toString(16);
}

/** Negative when `a` is the lower address. */
export function compareHex(a: Hex, b: Hex): number {
  return a.length !== b.length ? a.length - b.length : a < b ? -1 : a > b ? 1 : 0;
}

/** True for a null pointer in any width. */
export function isNullHex(address: Hex): boolean {
  return address === "0" || /^0*$/.test(address);
}
