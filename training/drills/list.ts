import { antivirusOnly } from "./antivirus-only";
import { asyncDeadlock } from "./async-deadlock";
import { caseStudy } from "./case-study";
import { forgottenDebugger } from "./forgotten-debugger";
import { gcThrash } from "./gc-thrash";
import { kernelResourceDrill } from "./kernel-resource";
import { loaderLockDrill } from "./loader-lock";
import { notHungDrill } from "./not-hung";
import { ownerInSql } from "./owner-in-sql";
import { poolLeak } from "./pool-leak";
import { realDeadlock } from "./real-deadlock";
import { recycleStorm } from "./recycle-storm";
import { sessionLock } from "./session-lock";
import { staCom } from "./sta-com";
import { syncOverAsync } from "./sync-over-async";
import type { WrittenDrill } from "./written-drill";

/** Every written drill, in the order they are offered in. */
export const WRITTEN_DRILLS: readonly WrittenDrill[] = [
  caseStudy,
  antivirusOnly,
  recycleStorm,
  realDeadlock,
  ownerInSql,
  poolLeak,
  syncOverAsync,
  asyncDeadlock,
  sessionLock,
  staCom,
  kernelResourceDrill,
  notHungDrill,
  gcThrash,
  loaderLockDrill,
  forgottenDebugger,
];

/** The drill with that id, if there is one. */
export function writtenDrill(id: string): WrittenDrill | null {
  return WRITTEN_DRILLS.find((drill) => drill.id === id) ?? null;
}
