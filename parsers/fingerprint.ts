import type { Line } from "@/evidence";

/**
 * Fingerprint of a block's text: equal for the same output wherever it stands
 * and however its blanks were damaged. 53-bit cyrb hash, as hex.
 */
export function fingerprintOf(typed: string, lines: readonly Line[]): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  const feed = (text: string): void => {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 32) continue;
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
    a = Math.imul(a ^ 10, 2654435761);
  };
  feed(typed);
  for (const line of lines) if (line.text.trim() !== "") feed(line.text);
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16);
}
