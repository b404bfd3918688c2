import type { FindingValue } from "@/evidence";

/** More than any server has of anything that is counted here. */
const MOST = 1_000_000_000;

/** A count that can be reckoned with: whole, not negative, not absurd. */
export function isCount(value: FindingValue | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MOST;
}

/** A name as it stands in an output, short enough for a sentence. */
export function named(value: FindingValue | undefined): string | null {
  if (typeof value !== "string" || value === "") return null;
  return value.length > 80 ? `${value.slice(0, 79)}…` : value;
}

/** `2 h 3 min 11 s`: to the second, whatever its size. */
export function toTheSecond(seconds: number): string {
  const total = Math.round(Math.abs(seconds));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(total / 86_400), "d"],
    [Math.floor(total / 3600) % 24, "h"],
    [Math.floor(total / 60) % 60, "min"],
    [total % 60, "s"],
  ];
  const from = parts.findIndex(([value]) => value > 0);
  return (from < 0 ? parts.slice(-1) : parts.slice(from)).map(([value, unit]) => `${value} ${unit}`).join(" ");
}
