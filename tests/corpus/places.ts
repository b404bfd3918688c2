import type { ReportKind } from "@/evidence";
import type { Tree } from "./facts";
import type { Scalar } from "./published";

/** Which reports a group of facts is about; any report where nothing is said. */
export const GROUPS: Readonly<Record<string, readonly ReportKind[]>> = {
  clrstack: ["managed-stacks"],
  clrstacks: ["managed-stacks"],
  clrthreads: ["managed-threads"],
  cs: ["critical-section-details"],
  dir: ["folder-size"],
  dlk: ["deadlocks"],
  dso: ["stack-objects"],
  fltmcFilters: ["filters"],
  fltmcInstances: ["filter-instances"],
  irp: ["irp"],
  kvn: ["native-stacks"],
  mlocksRowsShown: ["thread-locks"],
  mwaitsRowsShown: ["thread-locks"],
  netstat: ["connections"],
  runaway: ["thread-times"],
  stack: ["native-stacks"],
  syncblk: ["sync-blocks"],
  syncblkTotals: ["sync-blocks"],
  tasklist: ["tasks"],
  threadpool: ["thread-pool"],
  uniqstack: ["native-stacks"],
  unableToWalkThreads: ["managed-stacks"],
};

const OS_ID = ["osThreadId"];
const ROWS = ["threads", "rows", "frames", "tasks", "instances", "connections", "objects", "statistics", "sampleCount"];

/** The names that a fact has in the reports. */
export const KEYS: Readonly<Record<string, readonly string[]>> = {
  apt: ["apartment"],
  bytes: ["totalSizeBytes"],
  finalizableObjects: ["totalObjects"],
  largestRegionRows: ["largestRegions"],
  objects: ["objects", "totalObjects"],
  protectRows: ["protections"],
  ready: ["readyForFinalization"],
  regions: ["regionCount"],
  stateRows: ["states"],
  typeRows: ["types"],
  uniqueRoots: ["uniqueRoots", "roots"],
  usageRows: ["usages"],
  heaps: ["heaps", "numberOfGcHeaps"],
  managed: ["managedCode"],
  manualDump: ["bugcheckName"],
  number: ["thread"],
  size: ["sizeBytes"],
  totalSize: ["totalSizeBytes"],
  roots: ["roots"],
  threads: ["threads", "stacks"],
  value: ["values", "last"],
  stackTextFrames: ["frames"],
  background: ["backgroundThread"],
  contention: ["contentionCount"],
  contextSwitches: ["contextSwitchCount"],
  count: ["filters", "processes", "threads"],
  cpu: ["cpuUtilization"],
  dbg: ["thread"],
  dead: ["deadThread"],
  elapsed: ["elapsedSeconds"],
  filterCount: ["filters"],
  finalizerOs: OS_ID,
  frameCount: ["frames"],
  framesShown: ["frames"],
  handles: ["handleCount"],
  hosted: ["hostedRuntime"],
  id: ["managedThreadId"],
  idleMask: ["idleProcessors"],
  instanceCount: ["instances"],
  iocpMin: ["iocpMinLimit"],
  iocpMax: ["iocpMaxLimit"],
  kFrames: ["frames"],
  kernelTime: ["kernelTimeSeconds"],
  locked: ["locked"],
  max: ["workersMaxLimit"],
  memKB: ["memoryBytes"],
  min: ["workersMinLimit"],
  mlocksRowsShown: ["rows"],
  modulesOnStack: ["module"],
  mwaitsRowsShown: ["rows"],
  os: OS_ID,
  osId: OS_ID,
  ownerOsId: ["osThreadId", "owningThread", "mutant.owner.osThreadId"],
  ownerThread: ["thread"],
  owningThread: ["owningThread"],
  path: ["path"],
  pending: ["pendingThread"],
  pid: ["processId"],
  pidHex: ["processId"],
  processes: ["tasks"],
  procs: ["processors"],
  queue: ["workRequestsInQueue"],
  recursion: ["recursionCount"],
  recursionCount: ["recursionCount"],
  rows: ROWS,
  rowsShown: [...ROWS, "userModeTime"],
  session: ["sessionId"],
  shown: ["threads"],
  threadsListed: ["stacks"],
  time: ["seconds"],
  totalFiles: ["files"],
  unstarted: ["unstartedThread"],
  userTime: ["userTimeSeconds"],
  volumeCount: ["volumes"],
  workerIdle: ["workersIdle"],
  workerMax: ["workersMaxLimit"],
  workerMin: ["workersMinLimit"],
  workerRunning: ["workersRunning"],
  workerTotal: ["workersTotal"],
  workersMax: ["workersMaxLimit"],
  workersMin: ["workersMinLimit"],
};

const rowsOf = (value: unknown): readonly Tree[] => (Array.isArray(value) ? (value as Tree[]) : []);
const kilobytes = (value: unknown): Scalar[] => (typeof value === "number" ? [value / 1024] : []);
const modulesOf = (tree: Tree): Scalar[] => [...new Set(rowsOf(tree.frames).map(({ module }) => module as string))];
const cut = (tree: Tree): Scalar[] =>
  [tree.cut, typeof tree.complete === "boolean" ? !tree.complete : undefined].filter(
    (one) => one !== undefined,
  ) as Scalar[];
const withRole =
  (role: RegExp, key: string) =>
  (tree: Tree): Scalar[] =>
    rowsOf(tree.threads)
      .filter(({ roles }) => Array.isArray(roles) && roles.some((one) => role.test(String(one))))
      .map((row) => row[key] as Scalar);
const withoutManagedCode = (tree: Tree): Scalar[] => (tree.walk === "none" ? [tree.thread as Scalar] : []);

const field =
  (wanted: string) =>
  (tree: Tree): Scalar[] =>
    rowsOf(tree.fields).flatMap(({ name, value }) => (name === wanted ? [value as Scalar] : []));
const usage =
  (wanted: RegExp) =>
  (tree: Tree): Scalar[] =>
    typeof tree.name === "string" && wanted.test(tree.name) ? [tree.regionCount as Scalar] : [];
const counter =
  (wanted: string) =>
  (tree: Tree): Scalar[] =>
    tree.counter === wanted ? (tree.values as Scalar[]) : [];

/** Facts that a reader works out from what the reports say. */
export const DERIVED: Readonly<Record<string, (tree: Tree) => Scalar[]>> = {
  abbreviatedByAuthor: cut,
  gen1: (tree) =>
    rowsOf(tree.generations).flatMap(({ generation, objects }) => (generation === 1 ? [objects as Scalar] : [])),
  lohSegments: (tree) => (Array.isArray(tree.largeObjectSegments) ? [tree.largeObjectSegments.length] : []),
  stackRegions: usage(/stack/i),
  tebRegions: usage(/teb/i),
  rows: (tree) => (Array.isArray(tree.userModeTime) ? [tree.userModeTime.length] : []),
  cooperativeThread: (tree) =>
    rowsOf(tree.threads).flatMap(({ gcMode, thread }) => (gcMode === "cooperative" ? [thread as Scalar] : [])),
  deadRows: (tree) => (tree.thread === null ? [tree.managedThreadId as Scalar] : []),
  established: (tree) => [rowsOf(tree.connections).filter(({ state }) => state === "ESTABLISHED").length],
  failed: (tree) => ("walk" in tree ? [tree.walk === "failed"] : []),
  finalizerDbg: withRole(/Finalizer/, "thread"),
  finalizerOs: withRole(/Finalizer/, "osThreadId"),
  finalizerThread: withRole(/Finalizer/, "thread"),
  getFrameContextFailed: (tree) => ("walk" in tree ? [tree.walk === "failed"] : []),
  getFrameContextFailedThreads: (tree) => (tree.walk === "failed" ? [tree.thread as Scalar] : []),
  inlineFrames: (tree) => [rowsOf(tree.frames).filter(({ inline }) => inline).length],
  instanceCount: (tree) => [rowsOf(tree.volumes).reduce((sum, { instances }) => sum + rowsOf(instances).length, 0)],
  listening: (tree) => [rowsOf(tree.connections).filter(({ state }) => state === "LISTENING").length],
  lockCountTwoRows: (tree) => (tree.lockCount === 2 ? [tree.thread as Scalar] : []),
  _firstLine: field("_firstLine"),
  m_stringLength: field("m_stringLength"),
  inner: (tree) => ("innerExceptionType" in tree ? [tree.innerExceptionType as Scalar] : []),
  manualDump: (tree) => [tree.bugcheckName === "MANUALLY_INITIATED_CRASH"],
  pagesPerSec: counter("Pages/sec"),
  processorTime: counter("% Processor Time"),
  managed: (tree) => ("walk" in tree ? [tree.walk === "walked"] : []),
  // Two rows of one paste ran together on one line.
  lines: (tree) => [new Set(rowsOf(tree.frames).map(({ line }) => line)).size],
  modulesFirstSeenOrder: modulesOf,
  modulesInStackOrder: modulesOf,
  modulesOnStack: modulesOf,
  modulesOnStackInOrder: modulesOf,
  none: (tree) => ("none" in tree ? [tree.none !== null] : []),
  threadpoolWorkerRows: (tree) => [withRole(/Threadpool Worker/, "line")(tree).length],
  truncated: cut,
  truncatedByAuthor: cut,
  unableToWalk: (tree) => ("walk" in tree ? [tree.walk === "none"] : []),
  unableToWalkThreads: withoutManagedCode,
  // One for the owner, two for each that waits.
  waiting: (tree) => (typeof tree.monitorHeld === "number" ? [(tree.monitorHeld - 1) / 2] : []),
  workingSetKb: (tree) => kilobytes(tree.workingSetBytes),
};

const OTHER_OUTPUT = "an output that no report is made of";
const TOLD = "told as a problem, not as a report";
const PAGE = "about the page, not about the output";
const CONCLUSION = "what a reader concludes, not what is printed";
const DETAIL = "a detail that decides nothing in a hang";

/** Facts that no report has a place for, with the reason. */
export const WITHOUT_PLACE: readonly (readonly [path: RegExp, why: string])[] = [
  [
    /^(?:gcSettings|wsocket|tpq|ip2md|pool|bugcheck|bugcheckArgs|bugcheckArg1|cpuRows|lastEvent|heapCorruption)\b/,
    OTHER_OUTPUT,
  ],
  [/^(?:loadCompleteEventHandle)\b/, OTHER_OUTPUT],
  [/^threadpool\.failed$/, TOLD],
  [/trailingLines\.\d$|twoFramesOnFirstLine$/, PAGE],
  [/(?:^|\.)note$/, PAGE],
  [/(?:wrapped\w*|joinedLine|strayLine|truncatedStart|authorNoteInside|errorLineInsideFrame)(?:\.\d+)?$/, PAGE],
  [/(?:waitHeaderWrapped|longNameTouchesPid|elided|RowsShown)$/i, PAGE],
  [
    /(?:waitsForHandle|waitingOnMonitor|deadlockCycle\.\d|insideThreadShutdown|ownerInThreadList|orphaned)$/,
    CONCLUSION,
  ],
  [/(?:antivirusOn|antivirusRange|thirdParty\w*|deviceFiltersOnStack)\.\d+$/, CONCLUSION],
  [
    /(?:tooLargeToPrint|lockCountRaw|lastFrameIndexHex|first\.where|registerRows|vads|commitCharge|queuedLockOwnedOn|nativeThreads\.0\.current|runaway\.sections\.\d)$/,
    DETAIL,
  ],
  [
    /^dir\.(?:directories\.|total)|^dirTotals|^directoriesShown/,
    "the report keeps the size of the whole, not of each folder",
  ],
  [/^uniqstack\.(?:totalThreads|duplicate)/, "the report keeps the stacks, not how many are alike"],
];
