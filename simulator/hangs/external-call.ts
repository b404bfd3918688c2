import { externalWaits } from "./external-calls";
import type { Hang } from "./hang";
import { current, lock } from "./locks";
import { waitsForMonitor } from "./stories";

const GUARDED = [
  "Contoso.Pricing.RateCache",
  "System.Object",
  "Contoso.Shop.Directory",
  "System.Collections.Hashtable",
];

/** Another system does not answer: the owner of a lock waits for it, or everybody does. */
export const externalCall: Hang = {
  cause: "external-call",
  needs: {},
  put(stage) {
    const { random, runtime } = stage;
    const story = random.pick(externalWaits(runtime));
    const count = random.int(8, 40);
    const locked = random.chance(0.5);
    const callers = stage.threads(locked ? 1 : count, story);
    const [owner] = callers;
    if (locked && owner) {
      const waiters = stage.threads(count, waitsForMonitor());
      lock(stage, random.pick(GUARDED), { kind: "thread", thread: owner }, waiters);
    }
    for (const thread of callers) stage.refers(current(stage, thread), stage.server.request.object);
    const age = random.int(60_000, 600_000);
    stage.requests(count, age);
    stage.requestAge(age);
    stage.answers.set("trigger", random.pick(["any-time", "under-load"]));
  },
};
