import type { CauseId } from "@/evidence";

/** What a drill is about, and what a trainee is strong or weak in. */
export const TOPICS = ["locks", "files", "calls", "pools", "runtime", "native", "server"] as const;
export type Topic = (typeof TOPICS)[number];

export const TOPIC_NAMES: Readonly<Record<Topic, string>> = {
  locks: "Managed locks",
  files: "Files and filter drivers",
  calls: "Databases and other servers",
  pools: "Thread pools and tasks",
  runtime: "Collections, finalizer, apartments",
  native: "Native locks and the kernel",
  server: "The server around the process",
};

/** Where each cause belongs. */
export const TOPIC_OF: Readonly<Record<CauseId, Topic>> = {
  "file-system-filter": "files",
  "oversized-temp-folder": "files",
  "app-domain-recycling": "server",
  "monitor-deadlock": "locks",
  "lock-convoy": "locks",
  "orphaned-lock": "locks",
  "external-call": "calls",
  "connection-pool-exhausted": "calls",
  "outgoing-connection-limit": "calls",
  "thread-pool-starvation": "pools",
  "async-context-deadlock": "pools",
  "session-state-lock": "server",
  "gc-suspension": "runtime",
  "blocked-finalizer": "runtime",
  "sta-com-call": "runtime",
  "critical-section": "native",
  "loader-lock": "native",
  "kernel-resource": "native",
  "page-fault-reentrancy": "files",
  "foreign-process-on-path": "files",
  "low-memory": "server",
  "slow-storage": "files",
  "request-queue-limit": "pools",
  "not-hung": "server",
  "starting-or-recycling": "server",
  "debugger-attached": "native",
  "ownerless-primitive": "locks",
};

/** 1: one cause, all tools at hand. 2: red herrings, SOS to be loaded. 3: commands that fail, causes that follow from others. */
export const LEVELS = [1, 2, 3] as const;
export type Level = (typeof LEVELS)[number];

export const LEVEL_NAMES: Readonly<Record<Level, string>> = { 1: "First week", 2: "On the desk", 3: "Escalation" };
