import type { CauseDefinition } from "./cause";

/** RC-09. The process may open too few connections to a web service. */
export const outgoingConnectionLimit: CauseDefinition = {
  id: "outgoing-connection-limit",
  title: "Too few outgoing connections are allowed",
  says: "Requests to another host wait inside this process for one of the few connections it may open there; the other side has little to do.",
  supports: [
    { finding: "many-web-requests-unanswered", origin: "threads" },
    { finding: "outgoing-limit-reached", origin: "limit" },
  ],
  decides: [["many-web-requests-unanswered", "outgoing-limit-reached"]],
  refutes: [["outgoing-limit-not-reached"]],
  decidedBy: "Dump the ServicePoint of that host: m_CurrentConnections against m_ConnectionLimit.",
  remedy: [
    'Raise the limit for that host: <system.net><connectionManagement><add address="…" maxconnection="…"/>, or ServicePointManager.DefaultConnectionLimit at start-up; 12 × processors is the usual figure.',
    "Close every response (using), or its connection stays taken until the collector finds it.",
    "Use one HttpClient for the life of the process, and asynchronous calls.",
  ],
  verify: ["m_CurrentConnections stays below the limit at peak, and the other side sees more requests at a time."],
  disproof: ["The other side is busy with these requests: then it is slow, and more connections make it slower."],
  sources: ["Microsoft KB 821268", "tessferrandez.com: hang in web service calls", "learn.microsoft.com: ServicePoint"],
};
