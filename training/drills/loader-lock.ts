import { MANY, ONE, type Sites } from "@/simulator/calls";
import { collectorOf, stopsTheOthers, waitsForCollection } from "@/simulator/hangs/gc-suspension";
import { holdLoader } from "@/simulator/hangs/loader-lock";
import type { WrittenDrill } from "./written-drill";

const MINUTE = 60_000;
/** What the DLL of a protection product does while Windows starts it up in a process. */
const WAITS: readonly Sites[] = [
  [...MANY, "AcmeGuard!CService::Connect", "AcmeGuard!DllMain", "AcmeGuard!_DllMainCRTStartup"],
  [...ONE, "ContosoShield!WaitForAgent", "ContosoShield!DllMain", "ContosoShield!_DllMainCRTStartup"],
];

/** A DLL that was put into the process waits in its start-up code; a collection waits as well, and is only a victim. */
export const loaderLockDrill: WrittenDrill = {
  id: "loader-lock",
  title: "Stuck in a garbage collection",
  cause: "loader-lock",
  contributing: [],
  topic: "native",
  level: 3,
  needs: { systems: ["2008-r2", "2019"], versions: ["2.0", "4.x"] },
  put(stage) {
    const { random, runtime } = stage;
    holdLoader(stage, random.pick(WAITS), random.int(8, 24));
    const heap = collectorOf(runtime, random.chance(0.5));
    stage.threads(random.int(2, 4), waitsForCollection(runtime, heap));
    stage.thread(stopsTheOthers(runtime, heap));
    const { clock } = stage.server;
    const processUptime = random.int(18, 40) * MINUTE;
    const [kernelTime, userTime] = [random.int(1, 9) * 1000, random.int(20, 70) * 1000];
    stage.set({ clock: { ...clock, processUptime, kernelTime, userTime } });
    stage.requests(random.int(8, 30), random.int(2 * MINUTE, 15 * MINUTE));
    stage.answers.set("trigger", "any-time");
    stage.answers.set("duration", "never");
    stage.answers.set("static-files", "stall");
    stage.answers.set("antivirus-test", "not-done");
  },
  sosLoaded: false,
  refuses: ["appcmd-requests"],
  complaint: ({ process }) =>
    `${process.image} stops dead some minutes after it has begun. Our own look at the dump found SuspendEE and threads in WaitUntilGCComplete, so the garbage collector hangs. We want to switch to workstation collection. The only news on that server is the new endpoint protection, and its maker swears that it is passive.`,
};
