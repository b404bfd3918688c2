import type { CauseDefinition } from "./cause";

/** Every cause that can be named so far, in catalogue order. */
export const CAUSES: readonly CauseDefinition[] = [];
