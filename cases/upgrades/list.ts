/** Turns the document of one version into the next one's: reshapes it, and writes the new number into `schema`. */
export interface Upgrade {
  from: number;
  upgrade(document: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** One per version that was ever written but the newest, oldest first. */
export const UPGRADES: readonly Upgrade[] = [
  // Version 2 has entries for limits; all that version 1 has is as it was.
  { from: 1, upgrade: (document) => ({ ...document, schema: "waitchain.case/2" }) },
];
