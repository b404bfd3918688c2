import type { CauseDefinition } from "./cause";

/** RC-23. Requests are turned away at the door, because the ones inside do not finish. */
export const requestQueueLimit: CauseDefinition = {
  id: "request-queue-limit",
  title: "The request queue is full",
  says: "So many requests wait for this application pool that further ones are refused with 503. It is a consequence: something keeps the requests inside from finishing.",
  supports: [
    { finding: "request-queue-full", origin: "http.sys" },
    { finding: "requests-queued-at-limit", origin: "counters" },
  ],
  decides: [["request-queue-full", "requests-queued-at-limit"]],
  refutes: [["request-queue-never-full"]],
  followsFrom: "any",
  decidedBy: "Look for QueueFull in the HTTPERR log, and for what holds up the requests that did get in.",
  remedy: [
    "Find what keeps the running requests from finishing; this limit only shows that they do not.",
    "Raise the queue length (1,000 by default) only where many requests wait by design, as long polls do.",
  ],
  verify: ["No QueueFull is logged, and the queue is empty, under the same load."],
  disproof: ["Requests were refused for another reason (AppOffline, Connections_Refused), or none were."],
  sources: [
    "learn.microsoft.com: error logging in the HTTP Server API",
    "blogs.msdn.com tmarq: ASP.NET thread usage on IIS 7",
  ],
};
