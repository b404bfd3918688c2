import type { CauseDefinition } from "./cause";

/** RC-20. Another process keeps the application's files open. */
export const foreignProcessOnPath: CauseDefinition = {
  id: "foreign-process-on-path",
  title: "Another process works on the application's files",
  says: "A service such as an indexer or a backup agent opens the files of the application, and its accesses make the application wait or fail.",
  supports: [
    { finding: "foreign-process-on-files", origin: "recording" },
    { finding: "sharing-violations", origin: "recording" },
    { finding: "said-service-stopped-faster", origin: "test" },
  ],
  decides: [["said-service-stopped-faster", "foreign-process-on-files"]],
  refutes: [["only-own-process-on-files"], ["said-service-stopped-no-change"]],
  decidedBy: "Record the folder with Process Monitor and look which other processes open files there.",
  remedy: [
    "Exclude the folders from the index (Indexing Options), from the backup agent and from monitoring.",
    "Stop the service for a test, during a stall, and time the first request.",
  ],
  verify: ["Process Monitor shows no foreign process on that path."],
  disproof: ["The stall is the same with the service stopped."],
  sources: ["Microsoft KB 3126034: folders to exclude for ASP.NET", "learn.microsoft.com: Process Monitor"],
};
