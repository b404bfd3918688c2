import { isCount, named, toTheSecond } from "./figures";
import { type Family, linesIn, onFinding, type Temptation } from "./question";

const idle = onFinding("all-idle", "only-idle-threads", ({ values }) => {
  if (!isCount(values.threads)) return null;
  return {
    text: `All ${values.threads} threads wait for work. What does the dump say?`,
    right: "Nothing hangs in this process: the trouble lies outside it.",
    why: "Workers, timers and the finalizer wait most of their lives. A request that hangs would stand on one of the stacks.",
    wrong: [
      [
        `It hangs: ${values.threads} threads wait.`,
        "Every thread waits for something. What for is the question, and here it is work.",
      ],
      ["The pool is starved: no thread gets to run.", "A starved pool has no idle worker at all."],
      [
        "The runtime itself hangs, as its own helper threads wait as well.",
        "The finalizer and the timer wait too, and that is what they do while all is well.",
      ],
    ],
  };
});

const twoWorkers = onFinding("two-workers", "two-workers-for-one-pool", ({ values }) => ({
  text: `Two worker processes serve ${named(values.pool)}. What does that mean for a dump?`,
  right: "That one is dumped which has the requests that hang.",
  why: "One may be on its way out after a recycle, or the pool is a garden of several. appcmd list requests tells them apart.",
  wrong: [
    ["The one with the lower id: it is the older one.", "Ids are given out as they come free."],
    ["Either: they share their requests.", "Each has requests, locks and sessions of its own."],
    ["Neither: the pool has to be recycled first.", "That ends the process that shows the hang."],
  ],
}));

const started = onFinding("just-started", "process-just-started", ({ values }) => {
  if (typeof values.uptimeSeconds !== "number" || !isCount(Math.round(values.uptimeSeconds))) return null;
  const uptime = toTheSecond(values.uptimeSeconds);
  return {
    text: `The process has been up for ${uptime}. How does that change what a long request means?`,
    right: "It may be the start itself that takes so long.",
    why: "A first request compiles, loads and fills caches. Whether it is a hang shows in whether it ends.",
    wrong: [
      ["Not at all: long is long.", "On a process that runs for hours. This one is only just setting itself up."],
      [
        "It proves that the process crashed before.",
        "It was started. Why, the event log tells: a recycle is more common than a crash.",
      ],
      [`No request can be older than ${uptime}, so none hangs.`, "The first half holds. A start can hang as well."],
    ],
  };
});

function seconds(value: number): string {
  return `${Number((value * 1000).toPrecision(2))} ms`;
}

const disk = onFinding("disk-seconds", "disk-slow", ({ values }) => {
  const { value, counter } = values;
  if (typeof value !== "number" || !(value >= 0.001 && value < 10)) return null;
  const shown = value.toFixed(3);
  return {
    text: `${named(counter)} is ${shown} on average. How long does an access take?`,
    right: seconds(value),
    why: "The counter is in seconds. Up to 15 ms is good; beyond 25 ms the disk is slow.",
    wrong: [
      [seconds(value / 1000), "The figure is so small that it is taken for milliseconds."],
      [`${Number((value * 1000).toPrecision(2))} s`, "The decimals are moved, and the unit is not."],
      [
        `${Number((value * 100).toPrecision(2))} % of a second's accesses`,
        "Most counters are shares. This one is a time.",
      ],
    ],
  };
});

const memory = onFinding("memory-low", "available-memory-low", ({ values }, { found }) => {
  const paging = found.number("paging-heavy", "value");
  if (typeof values.value !== "number" || paging === null) return null;
  return {
    text: `Available memory fell to ${Math.round(values.value)} MB, with ${Math.round(paging)} page reads a second. What do the threads wait for?`,
    right: "For their own memory, which comes back from the disk.",
    why: "Windows has moved pages out. Every touch of one of them is a disk access, wherever the code happens to be.",
    wrong: [
      [
        "For a lock that is not in the lists.",
        "The stacks look as if they ran: no list can hold what a missing page does.",
      ],
      ["For a garbage collection.", "It would suffer from it as well. No thread waits for one here."],
      [
        "For the processor, which has far too much to do for all of them.",
        "Waiting for pages leaves the processor idle.",
      ],
    ],
  };
});

const queue = onFinding("pool-queue-size", "requests-queued-at-limit", ({ values }) => {
  const { value, instance } = values;
  if (typeof value !== "number" || !isCount(Math.round(value)) || value < 1) return null;
  return {
    text: `CurrentQueueSize of ${named(instance) ?? "the pool"} is ${Math.round(value)}. Where do those requests stand?`,
    right: "In the kernel's queue: no worker has taken them yet.",
    why: "HTTP.sys keeps them for the pool. What the process does not fetch, its own lists and its dump cannot show.",
    wrong: [
      ["On threads of the worker process.", "Then the dump would show as many busy threads."],
      [
        "In the queue of the thread pool, inside the worker process.",
        "That one begins when the process has taken the request; !threadpool counts it.",
      ],
      ["At the load balancer.", "It does not count for this server."],
    ],
  };
});

/** IIS lists decimal ids, debuggers print hex. */
const processNumber: Family = {
  id: "process-id-base",
  draft({ evidence, found }) {
    const read = evidence.of("worker-processes")[0];
    const dumped = [
      ...evidence.of("thread-list").flatMap(({ report }) => report.threads),
      ...evidence.of("native-stacks").flatMap(({ report }) => report.stacks),
    ].flatMap(({ processId }) => processId ?? [])[0];
    const decimal = Number.parseInt(dumped ?? "", 16);
    const row = read?.report.workers.find(({ processId }) => processId === decimal);
    if (!read || !row || !dumped || found.has("two-workers-for-one-pool")) return null;
    const others = read.report.workers.filter(({ processId }) => processId !== decimal);
    const temptations: Temptation[] = others
      .slice(0, 2)
      .map(({ processId, applicationPool }) => [
        `${processId} (${applicationPool})`,
        `It is a worker as well; in hex its id is ${processId.toString(16)}.`,
      ]);
    return {
      text: `The debugger calls the process ${dumped}. Which row of appcmd's list is it?`,
      right: `${decimal} (${row.applicationPool})`,
      why: `Debuggers print process ids in hex, IIS lists them in decimal: 0x${dumped} is ${decimal}.`,
      wrong: [
        ...temptations,
        ["None: that number is not in the list.", "It is, in decimal."],
        ["That cannot be told from an id.", "An id tells it exactly, once both are read in the same base."],
      ],
      about: linesIn(read, row.line),
    };
  },
};

export const SERVER_FAMILIES: readonly Family[] = [idle, started, twoWorkers, memory, disk, queue, processNumber];
