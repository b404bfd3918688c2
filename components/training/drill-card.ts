import type { DrillName } from "./drill-names";

/** A written drill as the list shows it. */
export interface DrillCard extends DrillName {
  summary: string;
  /** Minutes that it takes a trainee, about. */
  minutes: number;
}
