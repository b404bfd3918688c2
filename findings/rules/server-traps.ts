import type { Cite, Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, type Found, type Rule, warning } from "../rule";
import { capital, count, list } from "../say";
import { threadViews } from "../thread-views";

type Trap = (evidence: EvidenceSet, found: Found) => Finding[];

const TESTED = [
  "said-filter-test-faster",
  "said-filter-test-no-change",
  "said-antivirus-test-faster",
  "said-antivirus-test-no-change",
];

/** A filter stands on the path of every access, of the quick ones too. */
const filterOnlyPresent: Trap = (_evidence, found) => {
  const onPath = found.first("third-party-on-path");
  const moves = found.first("thread-progressing");
  if (!onPath || !moves || found.has("waits-in-driver") || TESTED.some((id) => found.has(id))) return [];
  const drivers = Array.isArray(onPath.values.drivers) ? onPath.values.drivers.map(String) : [];
  return [
    warning(
      "filter-only-present",
      `${capital(list(drivers))} ${drivers.length === 1 ? "stands" : "stand"} on the stack, as on that of every file access, and this thread is neither held in ${drivers.length === 1 ? "it" : "them"} nor standing still. Being there is no proof: only the same work with and without it is.`,
      [...onPath.cites.slice(0, 2), ...moves.cites.slice(0, 1)],
      { drivers },
    ),
  ];
};

/** A driver that keeps the call is a strong suspect, and still no verdict. */
const filterNotTested: Trap = (_evidence, found) => {
  const held = found.first("driver-holds-call");
  if (!held || TESTED.some((id) => found.has(id))) return [];
  return [
    warning(
      "filter-not-tested",
      "Before this goes to the maker of the driver: time the first request with the folder excluded, or the filter unloaded. Without that test the ticket comes back.",
      held.cites.slice(0, 2),
    ),
  ];
};

/** Protection switched off in its window leaves the filter where it was. */
const antivirusStillLoaded: Trap = (_evidence, found) => {
  const told = found.first("said-antivirus-test-no-change");
  const loaded = found.all("third-party-filter").filter(({ values }) => values.kind === "antivirus");
  if (!told || loaded.length === 0) return [];
  const names = loaded.map(({ values }) => String(values.driver));
  return [
    warning(
      "antivirus-still-loaded",
      `The test without the antivirus software is said to have changed nothing, yet ${list(names)} ${names.length === 1 ? "is" : "are"} loaded: switching protection off in its window leaves the filter in place. Was the test done with the filter unloaded, or on another machine?`,
      [...told.cites, ...loaded.flatMap(({ cites }) => cites.slice(0, 1))],
      { drivers: names },
    ),
  ];
};

const MANY_CONTENTIONS = 100;

/** `Contention Count` is a sum over the life of the resource. */
const pastContention: Trap = (evidence) =>
  evidence.of("resource-locks").flatMap(({ report, block }) =>
    report.resources.flatMap((row) => {
      const waiters =
        row.numberOfExclusiveWaiters +
        row.numberOfSharedWaiters +
        row.exclusiveWaiters.length +
        row.sharedWaiters.length;
      if (waiters > 0 || (row.contentionCount ?? 0) < MANY_CONTENTIONS) return [];
      return [
        warning(
          "contention-is-past",
          `Contention Count ${row.contentionCount?.toLocaleString("en-US")} tells how often somebody has waited for this resource since it was made. Nobody waits for it now.`,
          [cite(block, row.line)],
          { resource: row.address, contentionCount: row.contentionCount },
        ),
      ];
    }),
  );

function processIds(evidence: EvidenceSet): { id: string; at: Cite }[] {
  const stacks = evidence
    .of("native-stacks")
    .flatMap(({ report, block }) =>
      block.mode === "kernel"
        ? []
        : report.stacks.flatMap(({ processId, line }) => (processId ? [{ id: processId, at: cite(block, line) }] : [])),
    );
  const listed = evidence
    .of("thread-list")
    .flatMap(({ report, block }) =>
      report.threads.slice(0, 1).map(({ processId, line }) => ({ id: processId, at: cite(block, line) })),
    );
  return [...listed, ...stacks];
}

/** The process that was dumped against the worker processes that IIS knows. */
const wrongProcess: Trap = (evidence) => {
  const dumped = processIds(evidence)[0];
  const workers = evidence
    .of("worker-processes")
    .flatMap(({ report, block }) => report.workers.map((worker) => ({ ...worker, at: cite(block, worker.line) })));
  if (!dumped || workers.length === 0) return [];
  const decimal = Number.parseInt(dumped.id, 16);
  if (workers.some(({ processId }) => processId === decimal)) return [];
  const misread = workers.find(({ processId }) => String(processId) === dumped.id);
  const known = list(
    workers.slice(0, 6).map(({ processId, applicationPool }) => `${processId} for ${applicationPool}`),
  );
  return [
    warning(
      "not-a-worker-of-the-list",
      misread
        ? `The dump is of process ${dumped.id} in hex, which is ${decimal}. IIS lists ${misread.processId} in decimal, which only looks the same: another process was dumped.`
        : `The dump is of process ${decimal} (${dumped.id} in hex), and IIS lists ${known}: another process was dumped, or it was replaced in between.`,
      [dumped.at, ...workers.slice(0, 6).map(({ at }) => at)],
      { processId: dumped.id, decimal, listed: workers.map(({ processId }) => processId) },
    ),
  ];
};

const FRAMEWORK = /\\(?<framework>Framework(?:64)?)\\(?<version>v\d[\d.]{2,12})\\/i;

/** Each width and version of the runtime has a folder of its own. */
const otherFolder: Trap = (_evidence, found) => {
  const own = FRAMEWORK.exec(found.text("runtime", "tempFolder") ?? "")?.groups;
  const size = found.first("folder-size");
  const path = typeof size?.values.path === "string" ? size.values.path : "";
  const measured = FRAMEWORK.exec(path)?.groups;
  const bits = found.first("runtime")?.values.bits ?? null;
  if (!own || !measured || !size || bits === null) return [];
  const same = (key: "framework" | "version"): boolean => own[key]?.toLowerCase() === measured[key]?.toLowerCase();
  if (same("framework") && same("version")) return [];
  return [
    warning(
      "other-framework-folder",
      `The folder that was measured is that of ${measured.framework}\\${measured.version}; this process uses ${own.framework}\\${own.version}. Measure that one, and exclude both wherever folders are excluded.`,
      [...size.cites, ...(found.first("runtime")?.cites ?? [])],
      { measured: path, own: found.text("runtime", "tempFolder") },
    ),
  ];
};

/** A minimum that nobody sets by accident. */
const RAISED_MINIMUM = 100;

/** More threads were tried already. */
const limitRaised: Trap = (_evidence, found) =>
  [...found.all("pool-exhausted"), ...found.all("pool-at-limit")]
    .filter(({ values }) => typeof values.min === "number" && values.min >= RAISED_MINIMUM)
    .slice(0, 1)
    .map(({ values, cites }) =>
      warning(
        "pool-minimum-raised",
        `Somebody has raised the pool's minimum to ${values.min}, and all ${values.total} workers are busy again: more threads put the stall off and do not cure it. Look at what they wait for.`,
        cites,
        { min: values.min ?? null, total: values.total ?? null },
      ),
    );

/** Requests that wait for their session are parked, so a dump shows next to nothing of them. */
const sessionWithoutThreads: Trap = (evidence, found) => {
  const waiting = found.first("requests-wait-for-session");
  const many = waiting?.values.count;
  if (!waiting || typeof many !== "number" || !found.has("stacks-seen")) return [];
  const busy = threadViews(evidence).filter(({ activities }) =>
    activities.some(({ signature }) => signature.id === "serves-request"),
  ).length;
  if (busy >= many) return [];
  return [
    warning(
      "session-waiters-own-no-thread",
      `${capital(count(many, "request waits", "requests wait"))} for a session and ${count(busy, "thread serves", "threads serve")} a request: such requests are parked on a timer, so threads do not count them. The few threads say nothing against the hang.`,
      waiting.cites.slice(0, 5),
      { requests: many, threads: busy },
    ),
  ];
};

/** Locks that no table of sync blocks lists. */
const otherLocks: Trap = (_evidence, found) => {
  const none = found.first("no-contended-lock");
  const waits = [
    "many-threads-wait-for-ownerless-lock",
    "reader-writer-lock-waited-for",
    "compilation-mutex-waiters",
    "many-threads-wait-for-critical-section",
  ].flatMap((id) => found.first(id) ?? []);
  const [first] = waits;
  if (!none || !first) return [];
  return [
    warning(
      "empty-table-is-not-no-lock",
      `!syncblk lists no lock that is waited for, and threads wait all the same: it knows nothing of mutexes, semaphores, reader-writer locks, critical sections and the newer Lock type. ${first.says}`,
      [...none.cites, ...first.cites.slice(0, 3)],
      { waits: waits.map(({ id }) => id) },
    ),
  ];
};

const TRAPS: readonly Trap[] = [
  filterOnlyPresent,
  filterNotTested,
  antivirusStillLoaded,
  pastContention,
  wrongProcess,
  otherFolder,
  limitRaised,
  sessionWithoutThreads,
  otherLocks,
];

/** Mistakes that are easily made with filters, folders, pools and processes. */
export const serverTraps: Rule = {
  id: "server-traps",
  finds: [
    "filter-only-present",
    "filter-not-tested",
    "antivirus-still-loaded",
    "contention-is-past",
    "not-a-worker-of-the-list",
    "other-framework-folder",
    "pool-minimum-raised",
    "session-waiters-own-no-thread",
    "empty-table-is-not-no-lock",
  ],
  derive: (evidence, found) => TRAPS.flatMap((trap) => trap(evidence, found)),
};
