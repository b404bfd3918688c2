import type { CauseDefinition } from "./cause";

/** RC-24. Nothing hangs in this process. */
export const notHung: CauseDefinition = {
  id: "not-hung",
  title: "This process does not hang",
  says: "Nothing in this process is held up: it is the wrong one, or the stall is in front of it, or it was over.",
  supports: [
    { finding: "no-long-requests", origin: "iis" },
    { finding: "only-idle-threads", origin: "threads" },
    { finding: "request-is-young", origin: "age" },
  ],
  decides: [["no-long-requests", "only-idle-threads"]],
  refutes: [["request-is-old"], ["requests-running-long"], ["request-queue-full"], ["lock-backed-up"], ["lock-cycle"]],
  decidedBy: "List the running requests during the stall, and check which process serves the site.",
  remedy: [
    "Check with appcmd list wp which process serves the stalled site, and dump that one during the stall.",
    "Look in front of the process: HTTP.sys queue (netsh http show servicestate), the HTTPERR log, load balancer, TLS, the client.",
  ],
  verify: [
    "A request made on the server itself is answered at once while users wait: the stall is in front of the process.",
  ],
  disproof: ["A request in this process is seen to run for half a minute or more."],
  sources: [
    "tessferrandez.com 2005-12-20: things to ignore when debugging an ASP.NET hang",
    "leansentry.com/guide/iis-aspnet-hangs",
  ],
};
