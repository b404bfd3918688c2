import { MANY, ONE, type Sites } from "../calls";
import type { Thread } from "../threads";
import type { Hang } from "./hang";
import { section } from "./sections";
import type { Stage } from "./stage";
import { nativeOnly } from "./stories";

/** What the start-up code of a DLL may wait for: a thread it has made, its agent, the runtime. */
const WAITS: readonly Sites[] = [
  [...ONE, "ContosoHook!WaitForAgent", "ContosoHook!DllMain"],
  [...MANY, "AcmeGuard!CService::Connect", "AcmeGuard!DllMain", "AcmeGuard!_DllMainCRTStartup"],
  [...ONE, "CLR!CLREventBase::WaitEx", "CLR!Thread::JoinEx", "ContosoMixed!StartWorker", "ContosoMixed!DllMain"],
];

/** Ways to want the loader, top first. */
const WANTS: readonly Sites[] = [
  ["ntdll!LdrpInitializeThread", "ntdll!_LdrpInitialize", "ntdll!LdrInitializeThunk"],
  ["ntdll!LdrpAcquireLoaderLock", "ntdll!LdrShutdownThread", "ntdll!RtlExitUserThread"],
];

function loads({ runtime }: Stage): Sites {
  return runtime.system === "2019"
    ? [
        "ntdll!LdrpCallInitRoutine",
        "ntdll!LdrpInitializeNode",
        "ntdll!LdrpPrepareModuleForExecution",
        "ntdll!LdrLoadDll",
      ]
    : ["ntdll!LdrpCallInitRoutine", "ntdll!LdrpRunInitializeRoutines", "ntdll!LdrpLoadDll", "ntdll!LdrLoadDll"];
}

/** A thread that loads a DLL whose start-up code waits so, and threads that want the loader; gives the former. */
export function holdLoader(stage: Stage, wait: Sites, count: number): Thread {
  const { random } = stage;
  const owner = stage.thread(nativeOnly([...wait, ...loads(stage), "BASE!LoadLibraryExW", "START"]));
  const waiting = random.times(count, () =>
    stage.thread(
      nativeOnly(["NtWaitForSingleObject", "SECTION", "ntdll!RtlEnterCriticalSection", ...random.pick(WANTS)]),
    ),
  );
  section(stage, owner, waiting, { name: "ntdll!LdrpLoaderLock+0" });
  return owner;
}

/** A DLL waits for another thread while the loader has let it in, so no thread can start or end. */
export const loaderLock: Hang = {
  cause: "loader-lock",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    holdLoader(stage, random.pick(WAITS), random.int(6, 20));
    stage.requests(random.int(6, 20), random.int(60_000, 900_000));
    stage.answers.set("duration", "never");
    if (random.chance(0.6)) stage.answers.set("trigger", random.pick(["any-time", "after-restart"]));
  },
};
