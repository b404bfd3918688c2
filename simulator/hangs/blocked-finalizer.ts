import { ONE, RUNTIME_THREAD, type Sites, sitesOn } from "../calls";
import { call } from "../methods";
import type { Runtime } from "../runtime";
import { callsApartment } from "./apartments";
import type { Hang } from "./hang";
import type { Stage } from "./stage";
import { inRequestAt } from "./stories";

/** Releases a COM object, for which it has to get into the object's apartment. */
export function releasesObject(runtime: Runtime): Sites {
  return [...callsApartment(runtime), "CLR!SafeReleasePreemp", "CLR!RCWCleanupList::ReleaseRCWListInCorrectCtx"];
}

/** What a finalizer may wait for: the apartment of a COM object that it releases, a reply, a lock of native code. */
function waitOf({ random, runtime }: Stage): Sites {
  const disposes: Sites = ["JIT", "JIT", "CLR!MethodTable::CallFinalizer", "CLR!FinalizeObject"];
  return random.pick<Sites>([
    releasesObject(runtime),
    releasesObject(runtime),
    [...ONE, "mswsock!SockWaitForSingleObject", "mswsock!WSPRecv", "ws2_32!recv", ...disposes],
    ["NtWaitForSingleObject", "SECTION", "ntdll!RtlEnterCriticalSection", "Contoso_Native!Session::Close", ...disposes],
  ]);
}

function finalizerBase({ version }: Runtime): Sites {
  const name =
    version === "core" ? "CLR!FinalizerThread::FinalizerThreadWorker" : "CLR!WKS::GCHeap::FinalizerThreadWorker";
  return [version === "1.1" ? "CLR!GCHeap::FinalizerThreadStart" : name, ...RUNTIME_THREAD];
}

/** The finalizer waits so, and objects pile up before it. */
export function blockFinalizer(stage: Stage, wait: Sites): void {
  const { random, server, runtime } = stage;
  const finalizer = server.threads.find(({ role }) => role === "finalizer");
  if (!finalizer) throw new RangeError("A calm server has a finalizer.");
  const sites = [...wait, ...finalizerBase(runtime)];
  stage.change(finalizer, { native: stage.nativeStack(sitesOn(sites, runtime)) });
  const heaps = server.finalization.heaps.map((heap) => ({ ...heap, ready: random.int(3000, 90_000) }));
  stage.set({ finalization: { ...server.finalization, heaps } });
}

/** The one thread that runs finalizers waits, and what is ready for it piles up. */
export const blockedFinalizer: Hang = {
  cause: "blocked-finalizer",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    blockFinalizer(stage, waitOf(stage));
    // Code that asks for finalizers to be done before it goes on.
    const waits = inRequestAt(
      [...ONE, "CLR!FinalizerThread::FinalizerThreadWait"],
      [call("System.GC.WaitForPendingFinalizers", { transition: "helper", isStatic: true })],
    );
    const count = random.int(1, 4);
    stage.threads(count, waits);
    stage.requests(count, random.int(60_000, 900_000));
    stage.answers.set("duration", "never");
    if (random.chance(0.6)) stage.answers.set("trigger", "any-time");
  },
};
