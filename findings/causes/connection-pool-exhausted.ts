import type { CauseDefinition } from "./cause";

/** RC-08. Every connection of the pool is out, and requests wait for one to come back. */
export const connectionPoolExhausted: CauseDefinition = {
  id: "connection-pool-exhausted",
  title: "The connection pool is empty",
  says: "All database connections of the pool are in use or were never given back, and each further request waits for one until it gives up.",
  supports: [
    { finding: "many-threads-wait-for-connection-pool", origin: "threads" },
    { finding: "connection-pool-handles-waited-for", origin: "threads" },
    { finding: "connection-pool-full", origin: "pool" },
    { finding: "connection-pool-timeout", origin: "exception" },
    { finding: "connections-leaked", origin: "counters" },
  ],
  decides: [
    ["many-threads-wait-for-connection-pool", "connection-pool-full"],
    ["connection-pool-handles-waited-for", "connection-pool-full"],
  ],
  refutes: [["connection-pool-not-full"], ["connection-pool-backs-off"]],
  decidedBy: "Look into the pool: _totalObjects at its maximum (100 by default) and _waitCount above 0.",
  remedy: [
    "Give connections back: using around every SqlConnection and SqlDataReader, also on the error path.",
    "If all hundred are at work, the database is slow: find what blocks there before you touch the size.",
    "Shorten transactions; open late, close early; only then raise Max Pool Size in the connection string.",
  ],
  verify: ["NumberOfPooledConnections stays below the maximum at peak, and NumberOfReclaimedConnections stays at 0."],
  disproof: ["The pool has connections to spare, or its last log-in failed: then opening them is the trouble."],
  sources: [
    "microsoft/referencesource System.Data.ProviderBase/DbConnectionPool.cs",
    "learn.microsoft.com: SQL Server connection pooling",
  ],
};
