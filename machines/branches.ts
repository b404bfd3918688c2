/** A branch of the triage: a step for one kind of wait, entered once any of these facts is known. */
interface Branch {
  /** What the map says of the way into it: `heldStill`. */
  guard: string;
  target: string;
  facts: readonly string[];
}

/** Where a wait leads that is no managed lock; the first that applies, and past it when it is given up. */
export const BRANCHES = [
  {
    guard: "heldStill",
    target: "held-still",
    facts: ["all-threads-suspended", "debugger-broke-in", "debugger-running", "modal-dialog-open"],
  },
  {
    guard: "loaderOrSection",
    target: "native-locks",
    facts: [
      "threads-wait-for-loader",
      "many-threads-wait-for-loader",
      "threads-wait-for-critical-section",
      "many-threads-wait-for-critical-section",
      "critical-section-owner",
      "loader-lock-owned",
    ],
  },
  {
    guard: "collects",
    target: "collection",
    facts: ["many-threads-wait-for-gc", "collection-waits-for-threads", "collection-running"],
  },
  {
    guard: "callsApartment",
    target: "apartments",
    facts: ["threads-wait-for-sta", "many-threads-wait-for-sta", "finalizer-blocked"],
  },
  {
    guard: "wantsConnection",
    target: "connections",
    facts: [
      "threads-wait-for-connection-pool",
      "many-threads-wait-for-connection-pool",
      "connection-pool-timeout",
      "many-web-requests-unanswered",
    ],
  },
  {
    guard: "blocksOnTasks",
    target: "pool",
    facts: [
      "few-threads-block-on-tasks",
      "many-threads-block-on-tasks",
      "pool-exhausted",
      "pool-at-limit",
      "pool-queue-waiting",
    ],
  },
  {
    guard: "ownerless",
    target: "signals",
    facts: ["threads-wait-for-ownerless-lock", "many-threads-wait-for-ownerless-lock", "waiters-share-object"],
  },
  { guard: "sessionWaits", target: "session", facts: ["requests-wait-for-session"] },
] as const satisfies readonly Branch[];

export type BranchGuard = (typeof BRANCHES)[number]["guard"];
export type BranchStep = (typeof BRANCHES)[number]["target"];
