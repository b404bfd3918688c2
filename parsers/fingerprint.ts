import type { Line } from "@/evidence";
import { digestOf, digestOfText } from "./scanned-line";

/**
 * Fingerprint of a block's text: equal for the same output wherever it stands
 * and however its blanks were damaged. 53-bit cyrb hash of the lines' hashes, as hex.
 */
export function fingerprintOf(typed: string, lines: readonly Line[]): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  const feed = (digest: number): void => {
    a = Math.imul(a ^ digest, 2654435761);
    b = Math.imul(b ^ digest, 1597334677) ^ (b >>> 15);
  };
  feed(digestOfText(typed));
  for (const line of lines) {
    const digest = digestOf(line);
    if (digest !== 0) feed(digest);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16);
}
