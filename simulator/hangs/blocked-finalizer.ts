import { RUNTIME_THREAD, sitesOn } from "../calls";
import { callsApartment } from "./apartments";
import type { Hang } from "./hang";
import { nativeOnly } from "./stories";

/** The one thread that runs finalizers waits, and what is ready for it piles up. */
export const blockedFinalizer: Hang = {
  cause: "blocked-finalizer",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random, server, runtime } = stage;
    const finalizer = server.threads.find(({ role }) => role === "finalizer");
    if (!finalizer) throw new RangeError("A calm server has a finalizer.");
    const sites = [...callsApartment(runtime), "CLR!RCWCleanupList::ReleaseRCWListInCorrectCtx", ...RUNTIME_THREAD];
    stage.change(finalizer, { native: stage.nativeStack(sitesOn(nativeOnly(sites).native, runtime)) });
    const heaps = server.finalization.heaps.map((heap) => ({ ...heap, ready: random.int(3000, 90_000) }));
    stage.set({ finalization: { ...server.finalization, heaps } });
    stage.answers.set("duration", "never");
  },
};
