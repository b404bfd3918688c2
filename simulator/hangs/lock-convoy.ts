import type { Hang } from "./hang";
import { lock } from "./locks";
import { waitsForMonitor } from "./stories";

/** A lock that everybody wants all the time: it goes from hand to hand. */
export const lockConvoy: Hang = {
  cause: "lock-convoy",
  needs: {},
  put(stage) {
    const { random } = stage;
    const waiters = stage.threads(random.int(8, 60), waitsForMonitor());
    const type = random.pick(["Contoso.Logging.FileAppender", "Contoso.Pricing.RateCache"]);
    const free = lock(stage, type, { kind: "none" }, waiters);
    const { monitors } = stage.server;
    const [next, ...rest] = waiters;
    if (!next) return;
    const taken = { ...free, owner: { kind: "thread" as const, thread: next }, waiters: rest, recursion: 1 };
    stage.later = {
      ...stage.later,
      monitors: { ...monitors, monitors: monitors.monitors.map((known) => (known === free ? taken : known)) },
    };
    stage.requests(waiters.length, random.int(11_000, 60_000));
    stage.answers.set("trigger", "under-load");
    stage.answers.set("duration", "by-itself");
  },
};
