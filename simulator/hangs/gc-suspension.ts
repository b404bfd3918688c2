import { MANAGED_TAIL, ONE, RUNTIME_THREAD, type Sites } from "../calls";
import { call, type Method } from "../methods";
import type { Runtime } from "../runtime";
import type { Hang } from "./hang";
import type { Stage, Story } from "./stage";
import { inRequestAt } from "./stories";

const OLD = ["1.1", "2.0"];
/** Percent of the processor that runtimes up to 3.5 write down themselves while they collect. */
const CPU_DURING_COLLECTION = 81;

/** The event that the runtime waits on, by its names. */
function eventWait({ version }: Runtime): Sites {
  return [...ONE, OLD.includes(version) ? "CLR!CLREvent::WaitEx" : "CLR!CLREventBase::WaitEx"];
}

export function collectorOf({ version }: Runtime, server: boolean): string {
  if (version === "1.1") return "CLR!GCHeap";
  return server ? "CLR!SVR::GCHeap" : "CLR!WKS::GCHeap";
}

export function waitsForCollection(runtime: Runtime, heap: string): Story {
  return inRequestAt(
    [...eventWait(runtime), `${heap}::WaitUntilGCComplete`, "CLR!Thread::RareDisablePreemptiveGC"],
    [call("Contoso.Shop.Basket.Add")],
  );
}

/** Wanted memory that was not there, and collects. */
export function collects(heap: string): Story {
  const work = heap.replace("GCHeap", "gc_heap");
  return inRequestAt(
    [
      `${work}::mark_phase`,
      `${work}::gc1`,
      `${work}::garbage_collect`,
      `${heap}::GarbageCollectGeneration`,
      "CLR!JIT_New",
    ],
    [call("System.String.Concat", { transition: "protected-helper" })],
  );
}

/** Wants memory that is not there, and therefore to collect; first everybody has to stop. */
export function stopsTheOthers(runtime: Runtime, heap: string): Story {
  const stop = OLD.includes(runtime.version)
    ? ["CLR!Thread::SysSuspendForGC"]
    : ["CLR!ThreadSuspend::SuspendAllThreads", "CLR!ThreadSuspend::SuspendEE"];
  return inRequestAt(
    [...eventWait(runtime), ...stop, `${heap}::GarbageCollectGeneration`, "CLR!JIT_New"],
    [call("System.String.Concat", { transition: "protected-helper" })],
  );
}

/** What a thread does that does not stop: native code that counts as managed, or a loop that is never looked at. */
const BUSY: readonly (readonly [native: Sites, managed: Method])[] = [
  [
    ["Contoso_Native!PriceTable::Scan"],
    call("Contoso.Native.PriceTable.Scan", { transition: "inlined-call", isStatic: true }),
  ],
  [["AcmeProfiler!CCallback::Enter", "CLR!EEToProfInterfaceImpl::EnterLeave"], call("Contoso.Shop.Basket.Sum")],
  [["JIT"], call("Contoso.Pricing.Matrix.Multiply")],
];

function doesNotStop(stage: Stage): void {
  const [native, managed] = stage.random.pick(BUSY);
  const busy = stage.thread({
    native: [...native, ...MANAGED_TAIL, ...RUNTIME_THREAD],
    managed: [managed],
    request: true,
  });
  if (busy.runtime) stage.change(busy, { runtime: { ...busy.runtime, cooperative: true } });
}

/** A collection cannot begin, because one thread does not stop for it. */
export const gcSuspension: Hang = {
  cause: "gc-suspension",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random, runtime } = stage;
    const heap = collectorOf(runtime, random.chance(0.4));
    stage.threads(random.int(8, 30), waitsForCollection(runtime, heap));
    stage.thread(stopsTheOthers(runtime, heap));
    doesNotStop(stage);
    const { pool } = stage.server;
    if (OLD.includes(runtime.version)) stage.set({ pool: { ...pool, cpu: CPU_DURING_COLLECTION } });
    stage.requests(random.int(8, 30), random.int(60_000, 600_000));
    stage.answers.set("duration", "never");
    if (random.chance(0.6)) stage.answers.set("trigger", random.pick(["any-time", "under-load"]));
  },
};
