import type { Rule } from "../rule";
import { answers } from "./answers";
import { apartments } from "./apartments";
import { blindSpots } from "./blind-spots";
import { captures } from "./captures";
import { collection } from "./collection";
import { combined } from "./combined";
import { connections } from "./connections";
import { counters } from "./counters";
import { cpu } from "./cpu";
import { criticalSections } from "./critical-sections";
import { deadlocks } from "./deadlocks";
import { fileActivity } from "./file-activity";
import { filters } from "./filters";
import { finalizer } from "./finalizer";
import { folder } from "./folder";
import { integrity } from "./integrity";
import { ioPath } from "./io-path";
import { kernelLocks } from "./kernel-locks";
import { kernelThread } from "./kernel-thread";
import { linux } from "./linux";
import { linuxLimits } from "./linux-limits";
import { liveProcess } from "./live-process";
import { lockOwners } from "./lock-owners";
import { lockTableTraps } from "./lock-table-traps";
import { locks } from "./locks";
import { memory } from "./memory";
import { mutex } from "./mutex";
import { owner } from "./owner";
import { ownerless } from "./ownerless";
import { requestAge } from "./request-age";
import { requests } from "./requests";
import { runtime } from "./runtime";
import { serverTraps } from "./server-traps";
import { stacks } from "./stacks";
import { surroundings } from "./surroundings";
import { survey } from "./survey";
import { system } from "./system";
import { tasks } from "./tasks";
import { threadPool } from "./thread-pool";
import { threadTraps } from "./thread-traps";
import { timeTraps } from "./time-traps";
import { twoMoments } from "./two-moments";
import { waitChain } from "./wait-chain";

/** Every rule. A rule may build on the findings of those before it. */
export const RULES: readonly Rule[] = [
  answers,
  system,
  runtime,
  stacks,
  locks,
  lockTableTraps,
  deadlocks,
  mutex,
  owner,
  lockOwners,
  survey,
  requestAge,
  cpu,
  threadPool,
  tasks,
  collection,
  finalizer,
  apartments,
  criticalSections,
  connections,
  ownerless,
  linux,
  linuxLimits,
  memory,
  counters,
  liveProcess,
  surroundings,
  twoMoments,
  waitChain,
  requests,
  kernelLocks,
  kernelThread,
  ioPath,
  filters,
  fileActivity,
  folder,
  combined,
  blindSpots,
  threadTraps,
  timeTraps,
  serverTraps,
  captures,
  integrity,
];

/** Rules that look at all outputs at once, whatever dump they are of; they come last. */
export const ACROSS: ReadonlySet<Rule> = new Set([twoMoments, captures, integrity]);
