import type { Report } from "@/evidence";
import type { Facts } from "@/simulator/facts";

const PLACE = /^(?:lines?|lastLine)$|Line$/;

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (PLACE.test(key) ? [] : [[key, withoutPlaces(inner)]])),
  );
}

/** What a report says, without the lines it says it of. */
export function factsOf<R extends Report>(report: R): Facts<R> {
  return withoutPlaces(report) as Facts<R>;
}
