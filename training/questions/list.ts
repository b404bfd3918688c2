import { CALL_FAMILIES } from "./calls";
import { DRIVER_FAMILIES } from "./drivers";
import { FILE_FAMILIES } from "./files";
import { KERNEL_FAMILIES } from "./kernel";
import { LINUX_FAMILIES } from "./linux";
import { LOCK_FAMILIES } from "./locks";
import { NATIVE_FAMILIES } from "./native";
import { POOL_FAMILIES } from "./pools";
import type { Family } from "./question";
import { AGE_FAMILIES } from "./request-age";
import { RUNTIME_FAMILIES } from "./runtime";
import { SERVER_FAMILIES } from "./server";

/** Every family, what comes first on the way to a cause first. Several may share an id: then only one of them is ever raised. */
export const FAMILIES: readonly Family[] = [
  ...LOCK_FAMILIES,
  ...AGE_FAMILIES,
  ...FILE_FAMILIES,
  ...KERNEL_FAMILIES,
  ...DRIVER_FAMILIES,
  ...POOL_FAMILIES,
  ...CALL_FAMILIES,
  ...RUNTIME_FAMILIES,
  ...NATIVE_FAMILIES,
  ...SERVER_FAMILIES,
  ...LINUX_FAMILIES,
];

/** What could be asked of almost any server, or is settled only by all that is shown: it comes last. */
export const GENERAL: ReadonlySet<string> = new Set([
  "all-idle",
  "lock-held-alone",
  "thread-number-base",
  "two-readings",
  "kernel-or-user",
  "legacy-row",
  "altitude-group",
  "one-call-out",
  "frames-may-be-wrong",
  "arguments-of-64-bit",
  "finalizer-waits",
  "idle-threads",
  "two-commands-locks",
  "process-id-base",
]);
