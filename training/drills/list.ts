import { realDeadlock } from "./real-deadlock";
import type { WrittenDrill } from "./written-drill";

/** Every written drill, in the order they are offered in. */
export const WRITTEN_DRILLS: readonly WrittenDrill[] = [realDeadlock];

/** The drill with that id, if there is one. */
export function writtenDrill(id: string): WrittenDrill | null {
  return WRITTEN_DRILLS.find((drill) => drill.id === id) ?? null;
}
