import { WRITTEN_DRILLS } from "@/training/drills/list";
import type { DrillName } from "./drill-names";

/** The written drills as they are offered, without what makes their servers. */
export function drillNames(): DrillName[] {
  return WRITTEN_DRILLS.map(({ id, title, topic, level }) => ({ id, title, topic, level }));
}
