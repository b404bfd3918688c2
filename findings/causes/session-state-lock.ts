import type { CauseDefinition } from "./cause";

/** RC-12. Requests of one session run one after the other, and the first of them is slow. */
export const sessionStateLock: CauseDefinition = {
  id: "session-state-lock",
  title: "Requests of one session wait for each other",
  says: "ASP.NET lets one request at a time write to a session; a slow request keeps the others of the same session waiting, on a timer and without a thread.",
  supports: [
    { finding: "requests-wait-for-session", origin: "iis" },
    { finding: "session-waiters-of-one-client", origin: "iis" },
    { finding: "said-one-session-only", origin: "scope" },
  ],
  decides: [["requests-wait-for-session", "said-one-session-only"]],
  refutes: [["said-all-users"]],
  decidedBy: "Open the site in another browser: other sessions are not affected.",
  remedy: [
    'Give pages that only read the session EnableSessionState="ReadOnly", pages that do not need it "False"; in MVC [SessionState(SessionStateBehavior.ReadOnly)].',
    "Find the request that holds the session and make it short; move long reports out of the request.",
    'Do not run with debug="true": the lock then never runs out.',
  ],
  verify: ["Two requests of the same browser overlap."],
  disproof: ["Requests of different users wait as well, or they wait in another stage than the session's."],
  sources: [
    "microsoft/referencesource System.Web/State/SessionStateModule.cs",
    "leansentry.com/guide/iis-aspnet-hangs",
  ],
};
