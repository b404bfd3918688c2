import { MANAGED_TAIL, ONE, RUNTIME_THREAD } from "../calls";
import { call } from "../methods";
import type { Hang } from "./hang";
import { inRequestAt, nativeOnly } from "./stories";

/** A collection cannot begin, because one thread does not stop for it. */
export const gcSuspension: Hang = {
  cause: "gc-suspension",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random, runtime } = stage;
    const waits = inRequestAt(
      [
        ...ONE,
        "CLR!CLREventBase::WaitEx",
        "CLR!WKS::GCHeap::WaitUntilGCComplete",
        "CLR!Thread::RareDisablePreemptiveGC",
      ],
      [call("Contoso.Shop.Basket.Add")],
    );
    stage.threads(random.int(8, 30), waits);
    stage.thread(
      nativeOnly([
        ...ONE,
        "CLR!CLREventBase::WaitEx",
        runtime.version === "1.1" || runtime.version === "2.0"
          ? "CLR!Thread::SysSuspendForGC"
          : "CLR!ThreadSuspend::SuspendEE",
        "CLR!WKS::GCHeap::GarbageCollectGeneration",
        ...RUNTIME_THREAD,
      ]),
    );
    const busy = stage.thread({
      native: ["Contoso_Native!PriceTable::Scan", ...MANAGED_TAIL, ...RUNTIME_THREAD],
      managed: [call("Contoso.Native.PriceTable.Scan", { transition: "inlined-call", isStatic: true })],
      request: true,
    });
    if (busy.runtime) stage.change(busy, { runtime: { ...busy.runtime, cooperative: true } });
    stage.requests(random.int(8, 30), random.int(60_000, 600_000));
    stage.answers.set("duration", "never");
  },
};
