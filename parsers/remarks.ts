import type { Line } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";

/** The lines without what somebody wrote behind or between them (`… 0  << the scanner`). */
export function withoutRemarks(lines: readonly Line[]): readonly Line[] {
  return lines.map((line) => {
    const text = isAnnotation(line.text) ? "" : withoutAnnotation(line.text).trimEnd();
    return text.length === line.text.length ? line : { ...line, text };
  });
}
