import { fact, presence, type Rule } from "../rule";
import { count } from "../say";
import { activity, nameOf, threadViews } from "../thread-views";

/** What the stacks seen so far leave out: other threads, and the other half of a waiter's stack. */
export const survey: Rule = {
  id: "survey",
  finds: ["survey-missing", "waiter-managed-stack-missing", "managed-stacks-missing"],
  derive(evidence, found) {
    const lock = found.first("lock-owner");
    const views = threadViews(evidence);
    const findings = [];
    const waiter = views.find((view) => view.native && activity(view, "waits-for-monitor"));
    if (waiter && !waiter.managed && !found.has("request-waits-for-application")) {
      findings.push(
        fact(
          "waiter-managed-stack-missing",
          `The native stack of ${nameOf(waiter)} shows that it waits for a lock; its managed stack would show what for.`,
          waiter.activities.slice(0, 1).map((hit) => hit.cite),
          { thread: waiter.thread },
        ),
      );
    }
    const busy = views.filter(({ native, idle }) => native && !idle);
    const [first] = busy;
    if (first?.native && found.first("stacks-seen")?.values.survey && views.every(({ managed }) => managed === null)) {
      findings.push(
        presence(
          "managed-stacks-missing",
          `${count(busy.length, "native stack is", "native stacks are")} not idle, and no managed stack was read.`,
          [{ file: first.native.block.file, lines: first.native.block.lines }],
          { threads: busy.length },
        ),
      );
    }
    if (lock && !found.first("stacks-seen")?.values.survey) {
      const owner = lock.values.thread;
      const others = views.filter(
        (view) =>
          view.thread !== owner && !activity(view, "waits-for-monitor") && !activity(view, "waits-for-application"),
      );
      if (others.length === 0) {
        findings.push(
          fact(
            "survey-missing",
            "Every stack seen so far belongs to this one lock; what the other threads do is not known.",
            lock.cites.slice(0, 1),
            { seen: views.length },
          ),
        );
      }
    }
    return findings;
  },
};
