/**
 * The one spelling of addresses, handles and OS thread ids: lower-case hex
 * without `0x`, back-tick, trailing `h` or leading zeros (`0` stays `0`).
 */
export type Hex = string;

const CANONICAL = /^[1-9a-f][0-9a-f]*$/;

/** `0x0AAABD20`, `00000000`0aaabd20` and `0aaabd20h` all give `aaabd20`. Text that is no hex number is returned in lower case. */
export function canonicalHex(text: string): Hex {
  if (CANONICAL.test(text)) return text;
  const bare = text.trim().toLowerCase().replace(/^0x/, "").replace(/[`'´]/g, "").replace(/h$/, "");
  if (!/^[0-9a-f]+$/.test(bare)) return bare;
  return bare.replace(/^0+(?=.)/, "");
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
  return /^0*$/.test(address);
}
