import { FILE_FAMILIES } from "./files";
import { LOCK_FAMILIES } from "./locks";
import type { Family } from "./question";
import { AGE_FAMILIES } from "./request-age";

/** Every family, what comes first on the way to a cause first. Several may share an id: then only one of them is ever raised. */
export const FAMILIES: readonly Family[] = [...LOCK_FAMILIES, ...AGE_FAMILIES, ...FILE_FAMILIES];
