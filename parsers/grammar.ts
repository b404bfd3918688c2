import { canonicalHex, type Hex } from "@/evidence";

/**
 * Pieces of regular expression that the printed formats share. Joined with
 * `rx`, so that a parser's grammar reads like the row it matches.
 */
export const HEX = "(?:0x)?(?:[0-9a-fA-F]{1,8}[`'´][0-9a-fA-F]{8}|[0-9a-fA-F]{1,16})h?";
/** An address as a debugger prints it: at least five digits, so that a count is not taken for one. */
export const ADDRESS = "(?:0x)?(?:[0-9a-fA-F]{1,8}[`'´][0-9a-fA-F]{8}|[0-9a-fA-F]{5,16})";
/** A count with or without separators of any locale. */
export const COUNT = "\\d{1,3}(?:[.,'’\\u00a0\\u202f ]\\d{3})+|\\d+";

/** `rx("^(?<a>", HEX, ")$")` builds one expression, case-insensitive. */
export function rx(...parts: readonly string[]): RegExp {
  return new RegExp(parts.join(""), "i");
}

/** Capture group `name`, or null when it did not take part. */
export function group(match: RegExpExecArray, name: string): string | null {
  return match.groups?.[name] ?? null;
}

/** Capture group as canonical hex, or null. */
export function hexGroup(match: RegExpExecArray, name: string): Hex | null {
  const text = group(match, name);
  return text === null ? null : canonicalHex(text);
}

/** Capture group as a decimal number, or null. */
export function numberGroup(match: RegExpExecArray, name: string): number | null {
  const text = group(match, name);
  return text === null ? null : parseCount(text);
}

/** `1,234`, `1.234`, `1 234`, `1'234` and `1234` give 1234; null when it is no count. */
export function parseCount(text: string): number | null {
  const bare = text.replace(/[.,'’\u00a0\u202f\s]/g, "");
  return /^-?\d+$/.test(bare) ? Number(bare) : null;
}

// 0:00:43.0533: old debuggers fill the milliseconds up to four digits.
const PADDED_MILLISECONDS = /([.,])0(\d{3})\s*$/;

/**
 * Seconds of `8 days 15:51:05.015`, `1 Day 00:10:00`, `0:00:00:00.015` (days first), `00:00:01.656`.
 * Null when the text is no duration.
 */
export function parseDurationSeconds(text: string): number | null {
  const match = /^\s*(?:(\d+)\s+days?\s+)?(?:(\d+):)?(\d+):(\d+):(\d+(?:[.,]\d+)?)\s*$/i.exec(
    text.replace(PADDED_MILLISECONDS, "$1$2"),
  );
  if (!match) return null;
  const days = Number(match[1] ?? match[2] ?? 0);
  const seconds = Number((match[5] ?? "0").replace(",", "."));
  const total = days * 86400 + Number(match[3]) * 3600 + Number(match[4]) * 60 + seconds;
  return Math.round(total * 1e6) / 1e6;
}

/** 32 or 64 from the width an address was printed with; null when it does not tell. */
export function bitsOf(address: string): 32 | 64 | null {
  const digits = address.replace(/^0x/i, "").replace(/[`'´]/g, "").length;
  if (digits > 8) return 64;
  return digits === 8 ? 32 : null;
}

/** The addresses among a command's arguments, in order: `/d 00007ffb646d94b8 00000236cc3e925f` gives two. */
export function addressesIn(args: string): Hex[] {
  const one = new RegExp(`^${ADDRESS}h?$`);
  return args
    .split(/\s+/)
    .filter((part) => one.test(part))
    .map(canonicalHex);
}
