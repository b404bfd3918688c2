import type { CauseDefinition } from "./cause";

/** RC-25. The process or the application is just starting or ending. */
export const startingOrRecycling: CauseDefinition = {
  id: "starting-or-recycling",
  title: "The application is just starting or being replaced",
  says: "The process is young, or one is being replaced by another: requests wait for start-up work, which ends by itself.",
  supports: [
    { finding: "process-just-started", origin: "age" },
    { finding: "starts-application", origin: "stack" },
    { finding: "two-workers-for-one-pool", origin: "iis" },
    { finding: "worker-was-recycled", origin: "events" },
  ],
  decides: [],
  refutes: [["process-runs-long", "request-is-old"], ["cleans-temp-files", "folder-huge"], ["lock-cycle"]],
  followsFrom: "any",
  decidedBy: "Take a second dump a minute later: start-up is over by then.",
  remedy: [
    'Keep the site warm: startMode="AlwaysRunning" with preloadEnabled="true" and an initialization page.',
    "Make Application_Start short: no remote calls, no filling of caches before the first answer.",
    "Find what recycles the pool (System log, WAS events) and move it to quiet hours.",
  ],
  verify: ["The first request after a recycle is answered within seconds."],
  disproof: ["The process has been running for long and a request has been in it for minutes."],
  sources: ["learn.microsoft.com: application initialization", "learn.microsoft.com: WAS events 5010, 5013, 5074"],
};
