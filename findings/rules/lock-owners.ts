import type { Finding } from "@/evidence";
import { fact, type Rule } from "../rule";
import { type Activity, activity, type ThreadView, threadViews } from "../thread-views";

/** Owners that themselves wait make a circle possible. */
const FEWEST_FOR_CIRCLE = 2;

/** What an owner does that waits for no lock; at anything else it may wait for a lock of another kind. */
const AT_WORK: ReadonlySet<string> = new Set(["clean-up", "compile", "file"]);

function workOf({ activities }: ThreadView): Activity | undefined {
  return activities.find(({ signature: { track } }, at) => AT_WORK.has(track) || (track === "external" && at === 0));
}

/** What the owners of all managed locks that threads wait for do, be they at the end of a chain or not. */
export const lockOwners: Rule = {
  id: "lock-owners",
  finds: ["owners-want-no-lock", "owners-want-locks"],
  derive(evidence, found): Finding[] {
    if (found.has("lock-cycle")) return [];
    const views = threadViews(evidence);
    const owners = [...new Set(found.all("lock-owner").map(({ values }) => values.thread))];
    const seen = owners.flatMap((owner) => views.find(({ thread }) => thread === owner) ?? []);
    const waiting = seen.flatMap((view) => {
      const wait = activity(view, "waits-for-monitor");
      return wait ? [{ thread: view.thread, cite: wait.cite }] : [];
    });
    if (waiting.length >= FEWEST_FOR_CIRCLE) {
      const threads = waiting.map(({ thread }) => thread ?? -1);
      return [
        fact(
          "owners-want-locks",
          `Threads ${threads.join(", ")} each hold a lock that others wait for, and wait to enter one themselves. Whether it is each other's, these outputs do not tell.`,
          waiting.map(({ cite }) => cite),
          { threads },
        ),
      ];
    }
    const doing = seen.flatMap((view) => workOf(view) ?? []);
    if (owners.length === 0 || waiting.length > 0 || doing.length < owners.length) return [];
    const says =
      owners.length === 1
        ? "The owner of the only managed lock that threads wait for waits for no lock itself: there is no circle."
        : `None of the ${owners.length} owners of managed locks that threads wait for waits for a lock itself: there is no circle.`;
    return [
      fact(
        "owners-want-no-lock",
        says,
        doing.map(({ cite }) => cite),
      ),
    ];
  },
};
