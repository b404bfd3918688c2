import type { CauseId } from "@/evidence";
import type { ServerOptions } from "../server";
import type { Stage } from "./stage";

/** How servers come to hang for one cause. */
export interface Hang {
  cause: CauseId;
  /** Where it can happen. */
  needs: ServerOptions;
  /** Puts it on a server with which nothing is wrong. */
  put(stage: Stage): void;
  /** Things that happen on such servers too and explain nothing; `herrings.ts` has them. */
  without?: readonly string[];
}
