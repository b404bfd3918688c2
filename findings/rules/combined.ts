import type { Cite, Finding } from "@/evidence";
import { type Found, fact, type Rule } from "../rule";

/** A conclusion that needs several findings together, or one in the absence of another. */
interface Combination {
  id: string;
  all: readonly string[];
  any?: readonly string[];
  none?: readonly string[];
  says: string;
}

const COMBINATIONS: readonly Combination[] = [
  {
    id: "driver-holds-call",
    all: ["waits-in-driver"],
    any: ["thread-waits-long", "thread-frozen"],
    says: "The driver has kept this one call for a long time: it is the driver that the thread waits for, not the disk.",
  },
  {
    id: "reentry-stuck-in-driver",
    all: ["page-fault-reentry", "waits-in-driver"],
    any: ["thread-frozen"],
    says: "The second entry into the file system is stuck inside the driver and does not move.",
  },
  {
    id: "slow-disk-wait",
    all: ["waits-in-file-system"],
    any: ["thread-waits-long", "thread-frozen"],
    none: ["third-party-on-path"],
    says: "A single access has been waiting for the disk far longer than a disk takes, and no foreign driver stands in between.",
  },
  {
    id: "slow-file-without-suspects",
    all: ["enters-kernel-for-a-file", "request-is-old", "only-microsoft-filters", "folder-small"],
    says: "File work takes minutes although the folder is small and only Windows' own filters are loaded: what is left is the storage below.",
  },
  {
    id: "recycles-explain-mutex",
    all: ["compilation-mutex-waiters"],
    any: ["said-frequent-recycles", "said-recycles-under-load"],
    none: ["cleans-temp-files", "lists-folder", "works-on-a-file"],
    says: "The application restarts often, and nothing else is seen to hold the compilation up.",
  },
  {
    id: "ring-ends-the-waiting",
    all: ["lock-cycle"],
    none: [
      ...["calls-out", "owner-waits-elsewhere", "cleans-temp-files", "lists-folder", "works-on-a-file", "compiles"],
      ...["lock-owner-gone", "lock-owner-ended", "lock-without-owner"],
    ],
    says: "The waiting ends in the circle: no lock was seen whose owner does anything else, or has gone.",
  },
  {
    id: "call-out-is-old",
    all: ["calls-out"],
    any: ["request-is-old", "requests-running-long"],
    says: "The call to the other side is not a moment's work: the request has been running far too long.",
  },
  {
    id: "many-call-out-while-requests-hang",
    all: ["many-threads-call-out"],
    any: ["request-is-old", "requests-running-long"],
    // Such requests may not have been sent at all.
    none: ["many-web-requests-unanswered"],
    says: "Many threads wait for the same kind of answer while requests hang.",
  },
  {
    id: "collection-in-passing",
    all: ["collection-running"],
    none: ["collection-time-high"],
    says: "The collection that was caught is at work, and nothing shows that collections take much of the time: the dump came in the middle of an ordinary one.",
  },
  {
    id: "process-runs-freely",
    all: ["threads-not-suspended", "not-being-debugged"],
    none: ["modal-dialog-open", "debugger-broke-in"],
    says: "No debugger is attached, no thread is held, and none shows a dialog: nothing keeps the process still.",
  },
  {
    id: "dialog-while-requests-hang",
    all: ["modal-dialog-open"],
    any: ["request-is-old", "requests-running-long"],
    says: "Requests hang while the process shows a dialog; a server has nobody to answer it.",
  },
  {
    id: "suspended-while-requests-hang",
    all: ["all-threads-suspended"],
    any: ["request-is-old", "requests-running-long"],
    says: "Requests hang, and no thread of the process is let run.",
  },
  {
    id: "web-requests-sent-and-unanswered",
    all: ["many-web-requests-unanswered", "outgoing-limit-not-reached"],
    any: ["request-is-old", "requests-running-long"],
    says: "Many web requests have no answer although more connections are allowed than are open: they were sent, and the other side is slow.",
  },
];

function applies(combination: Combination, found: Found): boolean {
  return (
    combination.all.every((id) => found.has(id)) &&
    (!combination.any || combination.any.some((id) => found.has(id))) &&
    !combination.none?.some((id) => found.has(id))
  );
}

function citesOf(combination: Combination, found: Found): Cite[] {
  return [...combination.all, ...(combination.any ?? [])].flatMap((id) => found.first(id)?.cites.slice(0, 2) ?? []);
}

/** Conclusions from several findings at once. */
export const combined: Rule = {
  id: "combined",
  finds: COMBINATIONS.map(({ id }) => id),
  derive: (_evidence, found): Finding[] =>
    COMBINATIONS.filter((combination) => applies(combination, found)).map((combination) => {
      const kind =
        combination.all.flatMap((id) => found.all(id)).find((finding) => typeof finding.values.kind === "string")
          ?.values.kind ?? null;
      return fact(combination.id, combination.says, citesOf(combination, found), { kind });
    }),
};
