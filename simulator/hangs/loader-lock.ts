import { ONE } from "../calls";
import type { Hang } from "./hang";
import { section } from "./sections";
import { nativeOnly } from "./stories";

/** A DLL waits for another thread while the loader has let it in, so no thread can start or end. */
export const loaderLock: Hang = {
  cause: "loader-lock",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    const owner = stage.thread(
      nativeOnly([
        ...ONE,
        "ContosoHook!WaitForAgent",
        "ContosoHook!DllMain",
        "ntdll!LdrpCallInitRoutine",
        "ntdll!LdrpRunInitializeRoutines",
        "ntdll!LdrLoadDll",
        "START",
      ]),
    );
    const waiting = stage.threads(
      random.int(6, 20),
      nativeOnly([
        "NtWaitForSingleObject",
        "SECTION",
        "ntdll!RtlEnterCriticalSection",
        "ntdll!LdrpInitializeThread",
        "ntdll!_LdrpInitialize",
        "ntdll!LdrInitializeThunk",
      ]),
    );
    section(stage, owner, waiting, { name: "ntdll!LdrpLoaderLock+0" });
    stage.requests(random.int(6, 20), random.int(60_000, 900_000));
    stage.answers.set("duration", "never");
  },
};
