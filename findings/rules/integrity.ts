import type { Block, Finding, NativeStack } from "@/evidence";
import { compareHex } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { kernelViews } from "../kernel-views";
import { cite, type Found, type Rule, warning } from "../rule";
import { duration } from "../say";
import { waitersOf } from "../sync-block-waiters";
import { activity, threadViews } from "../thread-views";

type Check = (evidence: EvidenceSet, found: Found) => Finding[];

/** MonitorHeld against the owner column and the list of waiters. */
const syncBlockSums: Check = (evidence) =>
  evidence.of("sync-blocks").flatMap(({ report, block }) =>
    report.rows.flatMap((row) => {
      const waiters = waitersOf(row);
      const findings: Finding[] = [];
      const owned = row.owner !== "none";
      if (owned !== (row.monitorHeld % 2 === 1) && row.owner !== "orphaned") {
        findings.push(
          warning(
            "monitor-held-parity",
            `MonitorHeld ${row.monitorHeld} is ${row.monitorHeld % 2 === 1 ? "odd, so somebody owns the lock, yet no owner is printed" : "even, so nobody owns the lock, yet an owner is printed"}: the row may be damaged or the lock was changing hands.`,
            [cite(block, row.line)],
            { monitorHeld: row.monitorHeld },
          ),
        );
      }
      if (row.waitingThreads && row.waitingThreads.length !== waiters) {
        findings.push(
          warning(
            "waiting-list-cut",
            `MonitorHeld ${row.monitorHeld} means ${waiters} waiters, but ${row.waitingThreads.length} are listed: the list was probably cut.`,
            [cite(block, row.line), cite(block, row.waitingThreadsLine ?? row.line)],
            { waiters, listed: row.waitingThreads.length },
          ),
        );
      }
      return findings;
    }),
  );

const syncBlockTrailer: Check = (evidence) =>
  evidence.of("sync-blocks").flatMap(({ report, block }) => {
    const { total, ccw, rcw, comClassFactory, free } = report;
    if (total === null) return [];
    const sum = (ccw ?? 0) + (rcw ?? 0) + (comClassFactory ?? 0) + (free ?? 0);
    const dearest = Math.max(0, ...report.rows.map((row) => row.index));
    if (sum <= total && dearest <= total) return [];
    return [
      warning(
        "sync-block-total",
        `The totals below the table do not fit it (total ${total}, parts ${sum}, highest index ${dearest}): parts of two outputs may be mixed.`,
        [cite(block, block.lines[0], block.lines[1])],
        { total, sum },
      ),
    ];
  });

/** A thread that one output has waiting for the lock and another shows elsewhere. */
const twoPlaces: Check = (evidence, found) => {
  const elsewhere = threadViews(evidence).filter(
    (view) => view.thread !== null && !activity(view, "waits-for-monitor"),
  );
  return found.all("lock-owner").flatMap((lock) => {
    const listed = new Set(Array.isArray(lock.values.waitingThreads) ? (lock.values.waitingThreads as number[]) : []);
    if (listed.size === 0) return [];
    return elsewhere.flatMap((view) => {
      if (view.thread === null || !listed.has(view.thread)) return [];
      const other = view.activities.find(
        (hit) => hit.signature.track !== "request" && hit.signature.track !== "start-up",
      );
      if (!other) return [];
      return [
        warning(
          "thread-in-two-places",
          `Thread ${view.thread} is listed as waiting for the lock on ${lock.values.type}, yet its stack shows that it ${other.signature.says}. It cannot do both: are these outputs of the same dump?`,
          [lock.cites[1] ?? lock.cites[0] ?? other.cite, other.cite],
          { thread: view.thread },
        ),
      ];
    });
  });
};

/** The owner against the lists of threads; of several lists the first that disagrees is told. */
const ownerListed: Check = (evidence, found) => {
  const lists = evidence.of("thread-list").map(({ report, block }) => ({
    block,
    complete: report.complete,
    threads: new Map(report.threads.toReversed().map((row) => [row.thread, row])),
  }));
  return found.all("lock-owner").flatMap((lock) => {
    const lockCite = lock.cites[0];
    const { thread, osThreadId } = lock.values;
    if (!lockCite || typeof thread !== "number") return [];
    for (const { block, complete, threads } of lists) {
      const row = threads.get(thread);
      if (!row && complete)
        return [
          warning(
            "owner-not-listed",
            `Thread ${thread} owns the lock but is not in the list of threads: are these outputs of the same dump?`,
            [lockCite, { file: block.file, lines: block.lines }],
            { thread },
          ),
        ];
      if (row && osThreadId && row.osThreadId !== osThreadId) {
        return [
          warning(
            "os-id-differs",
            `Thread ${thread} has OS id ${row.osThreadId} in the list of threads and ${osThreadId} in the table of locks: these are two dumps.`,
            [lockCite, cite(block, row.line)],
            { thread },
          ),
        ];
      }
    }
    return [];
  });
};

/** The prompt's thread against the heading of the stack below it. */
const headingThread: Check = (evidence) =>
  evidence.of("managed-stacks").flatMap(({ report, block }) => {
    const stack = report.stacks[0];
    if (
      report.stacks.length !== 1 ||
      !stack ||
      stack.thread === null ||
      block.thread === null ||
      stack.thread === block.thread
    )
      return [];
    return [
      warning(
        "prompt-thread-differs",
        `The prompt is at thread ${block.thread}, the stack says thread ${stack.thread}: lines of two outputs may be mixed.`,
        [cite(block, block.lines[0]), cite(block, stack.line)],
        { prompt: block.thread, stack: stack.thread },
      ),
    ];
  });

/** `_startTime` must lie inside its object. */
const fieldAddress: Check = (_evidence, found) => {
  const start = found.first("request-start-field");
  const object = typeof start?.values.object === "string" ? start.values.object : "";
  const address = typeof start?.values.address === "string" ? start.values.address : "";
  if (!start || !object || !address || !/^[0-9a-f]+$/.test(object + address)) return [];
  const distance = BigInt(`0x${address}`) - BigInt(`0x${object}`);
  if (distance > 0n && distance < 0x10000n) return [];
  return [
    warning(
      "start-field-elsewhere",
      `The field's address ${address} does not lie inside the object at ${object}: they belong to different outputs.`,
      start.cites,
      { address, object },
    ),
  ];
};

/** The age of a request has to be positive and shorter than the life of the process. */
const ageFits: Check = (evidence, found) => {
  const start = found.text("request-start", "instant");
  const session = found.text("session-time", "instant");
  const cites = [...(found.first("request-start")?.cites ?? []), ...(found.first("session-time")?.cites ?? [])];
  if (!start || !session) return [];
  const age = (Date.parse(session) - Date.parse(start)) / 1000;
  if (age < 0)
    return [
      warning(
        "age-negative",
        `The request would have begun ${duration(-age)} after the dump was taken: the time zone is wrong, or the two come from different dumps.`,
        cites,
        { ageSeconds: age },
      ),
    ];
  const uptime =
    evidence.of("session-time").find(({ report }) => report.processUptimeSeconds !== null)?.report
      .processUptimeSeconds ?? null;
  if (uptime !== null && age > uptime)
    return [
      warning(
        "age-exceeds-uptime",
        `The request would be ${duration(age)} old in a process that has lived for ${duration(uptime)}: the time zone is wrong, or the two come from different dumps.`,
        cites,
        { ageSeconds: age, uptimeSeconds: uptime },
      ),
    ];
  return [];
};

/** User and kernel dump: the same process id means the same moment may be compared, another one means it may not. */
const processIds: Check = (evidence) => {
  const user = evidence
    .of("native-stacks")
    .flatMap(({ report, block }) =>
      report.stacks.flatMap((stack) => (stack.processId ? [{ id: stack.processId, at: cite(block, stack.line) }] : [])),
    );
  const kernel = kernelViews(evidence).find(
    ({ thread }) => thread.processId !== null && /^(?:w3wp|aspnet_wp|dotnet)\.exe$/i.test(thread.image ?? ""),
  );
  const first = user[0];
  const findings: Finding[] = [];
  if (first && kernel && kernel.thread.processId !== first.id) {
    findings.push(
      warning(
        "other-boot",
        `The process dump is of process ${first.id}, the kernel dump shows ${kernel.thread.processId}: another run of the same program. Compare what the threads do, never their ids.`,
        [first.at, cite(kernel.block, kernel.thread.line)],
        { user: first.id, kernel: kernel.thread.processId },
      ),
    );
  }
  return findings;
};

/** The object a kernel thread waits for is the first argument of the call that waits. */
const waitObject: Check = (evidence) =>
  kernelViews(evidence).flatMap(({ thread, block }) => {
    const object = thread.waitObjects[0];
    const frame = thread.frames.find((candidate) => candidate.symbol === "KeWaitForSingleObject");
    const argument = frame?.args[0];
    if (
      !object ||
      thread.waitObjects.length !== 1 ||
      !frame ||
      !argument ||
      argument.length > 8 ||
      argument === object.address
    )
      return [];
    return [
      warning(
        "wait-object-differs",
        `The thread waits for ${object.address}, its stack waits for ${argument}: lines of two threads may be mixed.`,
        [cite(block, object.line), cite(block, frame.line)],
        { object: object.address, argument },
      ),
    ];
  });

const ticksTime: Check = (evidence) =>
  kernelViews(evidence).flatMap(({ thread, block }) => {
    const { ticks, waitSeconds, ticksLine } = thread;
    if (
      ticks === null ||
      waitSeconds === null ||
      ticks < 0 ||
      Math.abs(ticks * 0.015625 - waitSeconds) <= Math.max(0.02, waitSeconds * 0.02)
    )
      return [];
    return [
      warning(
        "ticks-time-differs",
        `${ticks} ticks of 15.6 ms do not give the ${duration(waitSeconds)} printed beside them: the line is damaged.`,
        [cite(block, ticksLine ?? thread.line)],
        { ticks, waitSeconds },
      ),
    ];
  });

function outOfOrder(stack: Pick<NativeStack, "frames">): number | null {
  let below: string | null = null;
  for (const frame of stack.frames) {
    if (frame.unreliable || frame.inline || !frame.childSp) continue;
    if (below !== null && compareHex(frame.childSp, below) < 0) return frame.line;
    below = frame.childSp;
  }
  return null;
}

/** Stack pointers grow from the top of a stack to its bottom. */
const stackOrder: Check = (evidence) => {
  const stacks: { stack: Pick<NativeStack, "frames">; block: Block }[] = evidence
    .of("native-stacks")
    .flatMap(({ report, block }) => report.stacks.map((stack) => ({ stack, block })));
  return stacks.flatMap(({ stack, block }) => {
    const line = outOfOrder(stack);
    const first = stack.frames[0];
    if (line === null || !first) return [];
    return [
      warning(
        "stack-out-of-order",
        "The stack pointers do not rise from row to row: rows of two stacks are mixed, or the walk went wrong here.",
        [cite(block, first.line), cite(block, line)],
      ),
    ];
  });
};

const mixedWidths: Check = (evidence) => {
  const user = evidence
    .of("native-stacks")
    .filter(({ block, report }) => block.mode !== "kernel" && report.bits !== null);
  const narrow = user.find(({ report }) => report.bits === 32);
  const wide = user.find(({ report }) => report.bits === 64);
  if (!narrow || !wide) return [];
  return [
    warning(
      "mixed-widths",
      "One output has 32-bit addresses, another 64-bit ones: they are of different processes, or a 32-bit process was dumped by a 64-bit tool.",
      [cite(narrow.block, narrow.block.lines[0]), cite(wide.block, wide.block.lines[0])],
    ),
  ];
};

/** Tables end with a line of totals; without it rows may be missing, so nothing is concluded from what is absent. */
const outputCut: Check = (evidence) => {
  const tables = [...evidence.of("sync-blocks"), ...evidence.of("resource-locks"), ...evidence.of("folder-size")];
  // Of a single resource not even the whole output is a table.
  const ofOne = /^!locks\s[^;]*\b(?:0x)?[0-9a-f`]{8}/i;
  return tables
    .filter(
      ({ block, report }) =>
        !report.complete &&
        !ofOne.test(block.command) &&
        !(report.kind === "resource-locks" && report.totalLocks === 1) &&
        !(report.kind === "sync-blocks" && report.invalid.length > 0),
    )
    .map(({ block }) =>
      warning(
        "output-cut",
        `The output of ${block.command} ends before its totals. What is there counts; paste it again to the end, so that what is not there counts too.`,
        [{ file: block.file, lines: block.lines }],
        { command: block.command },
      ),
    );
};

const CHECKS: readonly Check[] = [
  syncBlockSums,
  syncBlockTrailer,
  twoPlaces,
  ownerListed,
  headingThread,
  fieldAddress,
  ageFits,
  processIds,
  waitObject,
  ticksTime,
  stackOrder,
  mixedWidths,
  outputCut,
];

/** Where outputs disagree with themselves or with each other. Warns, names both lines, never blocks. */
export const integrity: Rule = {
  id: "integrity",
  finds: [
    "monitor-held-parity",
    "waiting-list-cut",
    "sync-block-total",
    "thread-in-two-places",
    "owner-not-listed",
    "os-id-differs",
    "prompt-thread-differs",
    "start-field-elsewhere",
    "age-negative",
    "age-exceeds-uptime",
    "other-boot",
    "wait-object-differs",
    "ticks-time-differs",
    "stack-out-of-order",
    "mixed-widths",
    "output-cut",
  ],
  derive: (evidence, found) => CHECKS.flatMap((check) => check(evidence, found)),
};
