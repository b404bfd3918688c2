import type { CauseDefinition } from "./cause";

/** RC-07. The thread at the end of the chain waits for something outside the process. */
export const externalCall: CauseDefinition = {
  id: "external-call",
  title: "The process waits for something outside",
  says: "The thread that holds the others up, or most of the threads, waits for an answer from another system.",
  supports: [
    { finding: "calls-out", origin: "owner" },
    { finding: "many-threads-call-out", origin: "threads" },
    { finding: "call-out-is-old", origin: "age" },
    { finding: "many-call-out-while-requests-hang", origin: "age" },
    { finding: "web-requests-sent-and-unanswered", origin: "age" },
  ],
  decides: [],
  refutes: [["cleans-temp-files"], ["ring-ends-the-waiting"]],
  // Whoever is stopped from outside was at something, and that explains nothing.
  followsFrom: ["debugger-attached"],
  kindOf(findings) {
    const hit = findings.find((finding) => ["calls-out", "many-threads-call-out"].includes(finding.id));
    return typeof hit?.values.kind === "string" ? hit.values.kind : null;
  },
  decidedBy: "Ask the other side: the database's running requests, the web service's log, the name server.",
  remedy: [
    "Look at the other side now: for SQL Server sys.dm_exec_requests with blocking_session_id and wait_type, for a web service its own log and load.",
    "Make no remote call while a lock is held; move the call out of it.",
    "Set a time limit on every such call, and answer the user when it runs out.",
  ],
  verify: [
    "The time the other side takes (95th percentile) is back to normal, and dumps no longer show threads in that call.",
  ],
  disproof: ["The other side shows no request of this server at that time, or answers it at once."],
  sources: [
    "blogs.msdn.com johan 2009-10-09: investigating locks",
    "tessferrandez.com 2006-10-13: hang debugging walkthrough",
  ],
};
