/** What a group of threads in the same wait is called, once there are so many (see `backedUpThreads`) and before. */
export interface WaitGroup {
  /** Signature of frame-signatures.ts. */
  signature: string;
  /** Null where a few say nothing: every server works on files. */
  few: string | null;
  many: string;
}

/** Waits that lead to a cause of their own. */
export const WAIT_GROUPS: readonly WaitGroup[] = [
  { signature: "waits-for-task", few: "few-threads-block-on-tasks", many: "many-threads-block-on-tasks" },
  { signature: "waits-for-gc", few: "threads-wait-for-gc", many: "many-threads-wait-for-gc" },
  { signature: "calls-single-threaded-component", few: "threads-wait-for-sta", many: "many-threads-wait-for-sta" },
  {
    signature: "waits-for-connection-pool",
    few: "threads-wait-for-connection-pool",
    many: "many-threads-wait-for-connection-pool",
  },
  {
    signature: "waits-for-critical-section",
    few: "threads-wait-for-critical-section",
    many: "many-threads-wait-for-critical-section",
  },
  { signature: "waits-for-loader", few: "threads-wait-for-loader", many: "many-threads-wait-for-loader" },
  {
    signature: "waits-for-ownerless-lock",
    few: "threads-wait-for-ownerless-lock",
    many: "many-threads-wait-for-ownerless-lock",
  },
  { signature: "lists-folder", few: null, many: "many-threads-work-on-files" },
  { signature: "opens-file", few: null, many: "many-threads-work-on-files" },
  { signature: "deletes-file", few: null, many: "many-threads-work-on-files" },
  { signature: "shows-a-dialog", few: "modal-dialog-open", many: "modal-dialog-open" },
];

/** Every finding a wait group may become. */
export const WAIT_FINDINGS: readonly string[] = [
  ...new Set(WAIT_GROUPS.flatMap(({ few, many }) => (few === null ? [many] : [few, many]))),
];
