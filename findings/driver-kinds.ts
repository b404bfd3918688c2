import kinds from "@/content/data/driver-kinds.json" with { type: "json" };
import type { CauseId } from "@/evidence";
import type { DriverKind } from "./driver-facts";

/** What a kind of product does to file accesses, for people. */
export interface DriverKindWords {
  kind: DriverKind;
  name: string;
  does: string;
  /** What to leave out of its work. */
  exclude: readonly string[];
  /** What is easily got wrong. */
  mind: string;
  causes: readonly CauseId[];
}

export const DRIVER_KINDS: readonly DriverKindWords[] = kinds as DriverKindWords[];
