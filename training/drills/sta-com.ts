import { blockFinalizer, releasesObject } from "@/simulator/hangs/blocked-finalizer";
import { callsComponent, systemsHost } from "@/simulator/hangs/sta-com-call";
import type { WrittenDrill } from "./written-drill";

const WORK = ["NtDelayExecution", "BASE!SleepEx", "msvbvm60!rtcDoEvents", "AcmePrices!CQuote::Load"];

/** A component from the days of VB6 runs on one thread; requests queue for it, and so does the finalizer. */
export const staCom: WrittenDrill = {
  id: "sta-com",
  title: "Memory grows, so it is the collector",
  cause: "sta-com-call",
  contributing: ["blocked-finalizer"],
  topic: "runtime",
  level: 3,
  needs: { versions: ["2.0", "4.x"] },
  put(stage) {
    const { random, runtime } = stage;
    systemsHost(stage, WORK);
    blockFinalizer(stage, releasesObject(runtime));
    const callers = stage.threads(random.int(8, 36), callsComponent(stage));
    stage.requests(callers.length, random.int(40_000, 300_000));
    stage.answers.set("trigger", "under-load");
    stage.answers.set("duration", "never");
    stage.answers.set("static-files", "fine");
  },
  sosLoaded: false,
  refuses: ["appcmd-requests"],
  complaint: ({ process }) =>
    `${process.image} grows by some hundred megabytes an hour and then stops answering. Our developer has found thousands and thousands of objects that wait to be finalized and says that the garbage collector of .NET is broken. Is there a hotfix?`,
};
