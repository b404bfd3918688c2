import type { Doing, HeldLock, LockKind, LockThread } from "@/findings/held-lock";
import { threadLabel } from "@/findings/thread-identity";
import { shortFrame } from "./flame-tree";

const KINDS: Readonly<Record<LockKind, string>> = {
  monitor: "monitor",
  "thin-lock": "thin lock",
  "critical-section": "critical section",
  "reader-writer": "reader-writer lock",
  resource: "kernel resource",
  mutex: "mutex",
  other: "lock",
};

/** `monitor, sync block 6840`. */
export function lockKindLabel({ kind, detail }: Pick<HeldLock, "kind" | "detail">): string {
  return detail === null ? KINDS[kind] : `${KINDS[kind]}, ${detail}`;
}

/** `System.Web.HttpApplicationFactory` without what every reader knows. */
export function shortType(name: string): string {
  return name.replace(/^System\.(?:Web|Threading)\.(?=\w)/, "");
}

/** `waits to enter a monitor, in OrderService.Place`. */
export function doingWords({ says, frame, within }: Doing): string {
  if (within === null || within === frame) return says;
  const side = within.includes("!") ? "native" : "managed";
  return `${says}, in ${shortFrame({ name: within, side })}`;
}

/** Who owns it, in a few words. */
export function ownerLabel({ owners, ownership }: Pick<HeldLock, "owners" | "ownership">): string {
  const [first] = owners;
  if (first) {
    const others = owners.length > 1 ? ` and ${owners.length - 1} more` : "";
    return `${ownerName(first)}${others}`;
  }
  if (ownership === "nobody") return "nobody at that moment";
  return ownership === "gone" ? "a thread that has ended" : "not seen yet";
}

function ownerName(thread: LockThread): string {
  const os = thread.thread !== null && thread.osThreadId !== null ? ` (OS ${thread.osThreadId})` : "";
  const process = thread.processId === null ? "" : ` of process ${thread.processId}`;
  return `${threadLabel(thread)}${os}${process}`;
}
