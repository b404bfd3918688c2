/** Ids in the order of the catalogue (RC-01 … RC-27). Never reused. */
export const CAUSE_IDS = [
  "file-system-filter",
  "oversized-temp-folder",
  "app-domain-recycling",
  "monitor-deadlock",
  "lock-convoy",
  "orphaned-lock",
  "external-call",
  "connection-pool-exhausted",
  "outgoing-connection-limit",
  "thread-pool-starvation",
  "async-context-deadlock",
  "session-state-lock",
  "gc-suspension",
  "blocked-finalizer",
  "sta-com-call",
  "critical-section",
  "loader-lock",
  "kernel-resource",
  "page-fault-reentrancy",
  "foreign-process-on-path",
  "low-memory",
  "slow-storage",
  "request-queue-limit",
  "not-hung",
  "starting-or-recycling",
  "debugger-attached",
  "ownerless-primitive",
] as const;

export type CauseId = (typeof CAUSE_IDS)[number];

export type Standing = "open" | "suspected" | "likely" | "confirmed" | "excluded";

/** `primary` and `contributing` are given out only once some cause is likely or confirmed. */
export type Role = "primary" | "contributing" | null;

/** How a cause stands against the findings of a case. */
export interface CauseStanding {
  id: CauseId;
  standing: Standing;
  role: Role;
  /** Ids of the findings that speak for it, in catalogue order. */
  for: readonly string[];
  /** Ids of the findings that speak against it. */
  against: readonly string[];
  /** Variant of the cause when the evidence tells it: `backup`, `antivirus`, `sql`, … */
  kind: string | null;
}
