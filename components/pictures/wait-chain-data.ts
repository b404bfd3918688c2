import type { Finding } from "@/evidence";
import { duration } from "@/findings/say";
import { Known, number, numbers, text } from "./known";

/** One link of the chain: who or what waits for the link below it. */
export interface ChainLink {
  title: string;
  detail: string;
  /** The link everybody waits for. */
  hot: boolean;
  /** The evidence ends before this link. */
  unseen: boolean;
  findings: readonly Finding[];
}

export interface WaitChain {
  links: readonly ChainLink[];
  /** The last link waits for the first. */
  loop: boolean;
}

type Links = ChainLink[];

function link(title: string, detail: string, findings: readonly (Finding | null)[], hot = false): ChainLink {
  return { title, detail, hot, unseen: false, findings: findings.filter((finding) => finding !== null) };
}

function unseen(detail: string): ChainLink {
  return { title: "not seen yet", detail, hot: false, unseen: true, findings: [] };
}

/** `System.Web.Compilation.X.RemoveOldTempFiles` and `kernel32!FindNextFileW` by their last names. */
function shortName(name: string): string {
  return name.replace(/^.*!/, "").split(".").at(-1) ?? name;
}

const threads = (count: number): string => (count === 1 ? "1 thread" : `${count} threads`);

function waiters(known: Known, count: number, lock: Finding | null): ChainLink {
  const asks = known.first("request-waits-for-application");
  const enters = known.first("monitor-waiters");
  const detail = asks
    ? "requests that wait for their application"
    : enters
      ? "blocked entering the lock"
      : "listed as waiting";
  return link(`${threads(count)} wait${count === 1 ? "s" : ""}`, detail, [lock, enters, asks]);
}

const DOINGS = [
  "cleans-temp-files",
  "compiles",
  "calls-out",
  "owner-waits-elsewhere",
  "lists-folder",
  "works-on-a-file",
  "starts-application",
  "owner-doing-unknown",
];

function owner(known: Known, thread: number | null, findings: readonly (Finding | null)[]): ChainLink {
  const own = DOINGS.map((id) => known.first(id)).filter(
    (finding) => finding !== null && number(finding, "thread") === thread,
  );
  const age = known.first("request-age");
  const dated =
    age && (number(age, "thread") === thread || number(age, "thread") === null) ? number(age, "ageSeconds") : null;
  const frames = [...new Set(own.slice(0, 2).map((finding) => shortName(text(finding, "frame") ?? "")))].filter(
    Boolean,
  );
  const title = `${thread === null ? "a thread" : `thread ${thread}`}${dated === null ? "" : `, for ${duration(dated)}`}`;
  const detail =
    frames.length > 0 ? frames.join(" → ") : own.length > 0 ? "doing nothing known by name" : "owns the lock";
  return link(title, detail, [...findings, ...own, dated === null ? null : age], true);
}

function lockLink(lock: Finding): ChainLink {
  const index = number(lock, "index");
  const type = (text(lock, "type") ?? "unknown type").replace(/^System\.(?:Web|Threading)\./, "");
  return link(`lock on ${type}`, index === null ? "monitor" : `monitor, sync block ${index}`, [lock]);
}

/** Owners that wait for the next lock, until one does not. */
function followLocks(known: Known, links: Links, start: Finding): number | null {
  const locks = known.all("lock-owner");
  const seen = new Set<Finding>();
  let lock: Finding | undefined = start;
  let thread: number | null = null;
  while (lock && !seen.has(lock)) {
    seen.add(lock);
    thread = number(lock, "thread");
    const at: number | null = thread;
    const next: Finding | undefined = locks.find(
      (other) => !seen.has(other) && at !== null && numbers(other, "waitingThreads").includes(at),
    );
    links.push(lockLink(lock));
    if (next) links.push(link(`thread ${at}`, "owns it and waits for the next", [lock, next]));
    lock = next;
  }
  return thread;
}

function onWay(finding: Finding): ChainLink {
  const driver = text(finding, "driver") ?? "driver";
  const times = number(finding, "sightings") ?? 1;
  const maker = text(finding, "company") ?? (finding.values.known === true ? "known driver" : "not in the driver list");
  const kind = finding.values.legacy === true ? "legacy filter" : "minifilter";
  return link(driver, `${kind}, ${maker}${times > 1 ? `, ${times} times on the path` : ""}`, [finding]);
}

function intoKernel(known: Known, links: Links): void {
  const enters = known.first("enters-kernel-for-a-file");
  const thread = known.first("kernel-thread");
  const matches = known.first("kernel-entry-matches");
  if (!enters && !thread) return;
  const name = text(enters, "function") ?? text(thread, "entry") ?? "the kernel";
  links.push(
    link(name, matches ? "into the kernel, seen from both sides" : "into the kernel", [enters, matches ?? thread]),
  );
  if (!thread || (enters && !matches)) {
    links.push(unseen("drivers, file system, disk"));
    return;
  }
  links.push(...known.all("driver-on-path").map(onWay));
  const waits = known.first("waits-in-driver", "waits-in-storage", "waits-on-file-server", "waits-in-file-system");
  const pace = known.first("thread-frozen", "thread-waits-long", "thread-progressing");
  const seconds = number(pace, "waitSeconds");
  const since =
    pace && seconds !== null
      ? `, for ${duration(seconds)}${pace.id === "thread-progressing" ? ": it is moving" : ""}`
      : "";
  if (!waits) links.push(unseen("where the call waits"));
  else
    links.push(
      link(text(waits, "frame") ?? text(waits, "driver") ?? "waits", `${PLACES[waits.id] ?? "waits here"}${since}`, [
        waits,
        pace,
      ]),
    );
}

const PLACES: Readonly<Record<string, string>> = {
  "waits-in-driver": "waits inside the driver",
  "waits-in-storage": "waits in the storage stack",
  "waits-on-file-server": "waits for a file server",
  "waits-in-file-system": "waits for the disk",
};

function cycle(finding: Finding): WaitChain {
  const types = Array.isArray(finding.values.types) ? finding.values.types : [];
  const links = numbers(finding, "threads").flatMap((thread, at) => [
    link(`thread ${thread}`, "waits for what the next one holds", [finding], true),
    link(`lock on ${String(types[(at + 1) % types.length] ?? "an object")}`, "monitor", [finding]),
  ]);
  return { links, loop: true };
}

function afterOwner(known: Known, links: Links, stackKnown: boolean): void {
  const calls = known.first("calls-out");
  const elsewhere = known.first("owner-waits-elsewhere");
  const before = links.length;
  intoKernel(known, links);
  if (links.length > before) return;
  if (calls) links.push(unseen("the other side of the call"));
  else if (elsewhere) links.push(unseen("who would wake it"));
  else if (!stackKnown) links.push(unseen("what the owner is doing"));
}

/** What stands below an owner that waits for no other lock: the call it made into the kernel, as far as it was seen. */
export function linksBelow(findings: readonly Finding[], thread: number | null): readonly ChainLink[] {
  const known = new Known(findings);
  const enters = known.first("enters-kernel-for-a-file");
  const links: Links = [];
  if (enters && thread !== null && number(enters, "thread") === thread) intoKernel(known, links);
  return links;
}

/** Who waits for whom, from the requests down to where the evidence ends; null when nobody is seen waiting. */
export function waitChain(findings: readonly Finding[]): WaitChain | null {
  const known = new Known(findings);
  const circle = known.first("lock-cycle");
  if (circle) return cycle(circle);

  const links: Links = [];
  const lock = known.first("lock-owner");
  const lost = known.first("lock-owner-gone", "lock-without-owner");
  const entering = known.first("monitor-waiters", "request-waits-for-application");
  const mutex = known.first("compilation-mutex-waiters");
  if (lock) {
    links.push(waiters(known, number(lock, "waiters") ?? 0, lock));
    const thread = followLocks(known, links, lock);
    links.push(owner(known, thread, [lock]));
    afterOwner(known, links, known.first("owner-stack") !== null);
  } else if (lost) {
    links.push(waiters(known, number(lost, "waiters") ?? 0, lost), lockLink(lost));
    links.push(
      link("nobody", lost.id === "lock-owner-gone" ? "its owner is gone" : "it was being handed over", [lost], true),
    );
  } else if (entering) {
    links.push(waiters(known, Math.max(1, numbers(entering, "threads").length), null));
    links.push(link("a managed lock", "which one is not known", [entering]), unseen("who owns it"));
  } else if (mutex) {
    const handle = text(mutex, "handle");
    const held = known.first("mutex-owner");
    links.push(
      link(`${threads(Math.max(1, numbers(mutex, "threads").length))} wait`, "for compilation to end", [mutex]),
    );
    links.push(link("compilation mutex", handle ? `handle ${handle}` : "InstrumentedMutex", [mutex]));
    if (held)
      links.push(
        link(
          `thread ${text(held, "osThreadId") ?? "?"} of process ${text(held, "processId") ?? "?"}`,
          "owns the mutex",
          [held],
          true,
        ),
      );
    else links.push(unseen("who owns it"));
  } else {
    const busy = DOINGS.map((id) => known.first(id)).find((finding) => finding !== null);
    if (busy) links.push(owner(known, number(busy, "thread"), [busy]));
    intoKernel(known, links);
  }
  return links.length > 0 ? { links, loop: false } : null;
}
