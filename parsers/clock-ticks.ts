import type { DateReport } from "@/evidence";

/** .NET counts time in 100-ns ticks since 1 January of year 1. The numbers do not fit a float. */
const PER_SECOND = 10_000_000n;
const SECONDS_TO_1970 = 62_135_596_800n;
const LAST = 3_155_378_975_999_999_999n;
const TICKS_MASK = 0x3fff_ffff_ffff_ffffn;

/** Ticks of a date and time of day; null when there is no such date. */
export function ticksOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): bigint | null {
  if (!(year >= 1 && year <= 9999 && hour < 24 && minute < 60 && second < 60)) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const seconds = BigInt(date.getTime() / 1000 + hour * 3600 + minute * 60 + second);
  return (seconds + SECONDS_TO_1970) * PER_SECOND;
}

/** `732847.09:25:40.5338928` and `00:20:00` as ticks; null when it is no whole TimeSpan, or a negative one. */
export function spanTicks(text: string): bigint | null {
  const match = /^(?:(\d{1,8})\.)?(\d\d):([0-5]\d):([0-5]\d)(?:\.(\d{7}))?$/.exec(text);
  if (!match) return null;
  const [days, hours, minutes, seconds] = [match[1] ?? "0", match[2] ?? "0", match[3] ?? "0", match[4] ?? "0"];
  const whole = BigInt(days) * 86_400n + BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds);
  return whole * PER_SECOND + BigInt(match[5] ?? "0");
}

/** ISO 8601 with the fraction as far as it goes; null outside the years 1 to 9999. */
export function instantOf(ticks: bigint): string | null {
  if (ticks < 0n || ticks > LAST) return null;
  const seconds = ticks / PER_SECOND - SECONDS_TO_1970;
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const fraction = (ticks % PER_SECOND)
    .toString()
    .padStart(7, "0")
    .replace(/0{1,7}$/, "");
  return fraction === "" ? `${whole}Z` : `${whole}.${fraction}Z`;
}

/** SOS prints the value in decimal, memory commands in hex; sixteen digits read as decimal would be a year before 33. */
function bitsOf(text: string): bigint | null {
  const hex = /^(?:0x)?([0-9a-f]{1,16})$/i.exec(text)?.[1];
  if (hex !== undefined && (/^0x|[a-f]/i.test(text) || hex.length === 16)) return BigInt(`0x${hex}`);
  if (!/^-?\d{1,20}$/.test(text)) return null;
  const number = BigInt(text);
  return number === BigInt.asUintN(64, number) || number === BigInt.asIntN(64, number)
    ? BigInt.asUintN(64, number)
    : null;
}

/** Ticks and kind of a DateTime's `dateData`; null when they cannot be one. */
export function dateDataOf(text: string, withKind: boolean): { ticks: bigint; kind: DateReport["dateKind"] } | null {
  const bits = bitsOf(text.replaceAll("`", ""));
  if (bits === null) return null;
  const ticks = withKind ? bits & TICKS_MASK : bits;
  if (ticks > LAST) return null;
  const kind = withKind ? bits >> 62n : 0n;
  return { ticks, kind: kind === 0n ? "unspecified" : kind === 1n ? "utc" : "local" };
}
