import type { Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import type { Random } from "./random";
import type { Runtime } from "./runtime";
import type { Thread } from "./threads";

/** One managed lock that is held or waited for. */
export interface Monitor {
  index: number;
  syncBlock: Hex;
  recursion: number;
  owner:
    | { kind: "thread"; thread: Thread }
    /** The debugger no longer lists it. */
    | { kind: "gone"; object: Hex; osThreadId: Hex }
    | { kind: "orphaned" }
    | { kind: "none" };
  waiters: readonly Thread[];
  object: Hex;
  type: string;
}

/** The table of locks with the counts below it. */
export interface MonitorTable {
  monitors: readonly Monitor[];
  total: number;
  ccw: number;
  rcw: number;
  comClassFactory: number;
  free: number;
}

const LOCKED_TYPES = [
  "System.Object",
  "System.Web.HttpApplicationFactory",
  "Contoso.Pricing.RateCache",
  "System.Collections.Hashtable+SyncHashtable",
  "Contoso.Stock.Pool`1[[System.String, LIBRARY]]",
  "System.Collections.Generic.Dictionary`2[[System.String, LIBRARY],[System.Collections.Generic.List`1[[System.Int32, LIBRARY]], LIBRARY]]",
  "System.Object[]",
];

/** Held: 1 for the owner and 2 for each who waits. */
export function monitorHeld({ owner, waiters }: Monitor): number {
  return (owner.kind === "none" ? 0 : 1) + 2 * waiters.length;
}

export function makeMonitors(
  threads: readonly Thread[],
  runtime: Runtime,
  addresses: AddressSpace,
  random: Random,
): MonitorTable {
  const types = runtime.version === "1.1" ? LOCKED_TYPES.filter((type) => !type.includes("`")) : LOCKED_TYPES;
  const waiting = threads.filter(({ role }) => role === "waits-for-lock");
  const owners = threads.filter(({ role, runtime: known }) => known && role !== "finalizer");
  const count = random.int(1, 3);
  let index = random.int(1, 60);
  const monitors = random.times(count, (at): Monitor => {
    const share = waiting.filter((_thread, position) => position % count === at);
    const kind = at === 0 ? "thread" : random.pick(["thread", "thread", "none", "gone", "orphaned"] as const);
    index += random.int(1, random.pick([9, 3000]));
    return {
      index,
      syncBlock: addresses.take("native-heap"),
      recursion: kind === "none" ? 0 : random.int(1, 3),
      owner:
        kind === "thread"
          ? { kind, thread: random.pick(owners.filter((thread) => !share.includes(thread))) }
          : kind === "gone"
            ? { kind, object: addresses.take("native-heap"), osThreadId: random.int(0x100, 0x3fff).toString(16) }
            : { kind },
      waiters: kind === "none" && share.length === 0 ? waiting.slice(0, 1) : share,
      object: addresses.take("object"),
      type: random.pick(types).replaceAll("LIBRARY", runtime.baseLibrary),
    };
  });
  const total = index + random.int(0, 500);
  return {
    monitors,
    total,
    ccw: random.int(0, 9),
    rcw: random.int(0, 9),
    comClassFactory: random.int(0, 1),
    free: random.int(0, Math.max(0, total - monitors.length - 19)),
  };
}
