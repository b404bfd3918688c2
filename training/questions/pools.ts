import type { Finding } from "@/evidence";
import { isCount } from "./figures";
import { type Draft, type Family, onFinding, type Temptation } from "./question";

type Raised = Omit<Draft, "about"> | null;

const STARVED = "All its threads are taken and wait: new work finds none.";
const ROOM = "Threads are to spare: the pool is not what holds things up.";
const LOADED = "The processor is the bottleneck: more of it is needed.";
const LIMIT: Temptation = [
  "The limit of the pool is too low, and has to be raised.",
  "A larger pool fills up just the same, a little later. What the threads wait for is the question.",
  "limits-raised",
];

function full({ values }: Finding, shown: { found: { number(id: string, value: string): number | null } }): Raised {
  const { total, running, queue } = values;
  const cpu = shown.found.number("processor-not-busy", "cpu");
  if (!isCount(total) || !isCount(running) || !isCount(queue) || queue === 0 || cpu === null) return null;
  return {
    text: `${running} of ${total} workers run, ${queue} pieces of work are queued, and the processor is ${cpu} % busy. What is it?`,
    right: STARVED,
    why: `Threads that run code keep the processor busy. These are counted as running and wait, and ${queue} pieces of work wait for them.`,
    wrong: [
      [LOADED, "A queue calls for more power. At this load there is plenty of it."],
      LIMIT,
      [ROOM, "A processor at rest looks like room. Room is in the idle workers, and there is none."],
    ],
  };
}

const room = onFinding("pool-state", "pool-has-room", ({ values }, { found }) => {
  const { total, running, idle } = values;
  const cpu = found.number("processor-not-busy", "cpu");
  if (!isCount(total) || !isCount(running) || !isCount(idle) || idle === 0 || values.queue !== 0 || cpu === null)
    return null;
  return {
    text: `${running} of ${total} workers run, nothing is queued, and the processor is ${cpu} % busy. What is it?`,
    right: ROOM,
    why: `${idle} workers are idle and the queue is empty: whatever comes in gets a thread at once.`,
    wrong: [
      [STARVED, "Requests hang, so the pool is suspected first. A starved one has no idle worker and a queue."],
      LIMIT,
      [LOADED, "It is not even busy."],
    ],
  };
});

const queueLength = onFinding("pool-queue", "pool-at-limit", pieces);
const queueExhausted = onFinding("pool-queue", "pool-exhausted", pieces);

/** What a growing pool can and cannot do about its queue. */
function pieces({ values }: Finding): Raised {
  const { total, queue, min } = values;
  if (!isCount(total) || !isCount(queue) || queue < 10 || !isCount(min)) return null;
  return {
    text: `All ${total} workers are taken and ${queue} pieces of work wait. How fast does the pool help itself?`,
    right: "By a thread or two a second, at most.",
    why: "Up to its minimum the pool adds threads at once. Beyond, it waits half a second or more for each, so as not to flood the machine.",
    wrong: [
      ["By a thread for each piece of work.", "That would be its end: thousands of threads. It grows with care."],
      ["Not at all: its size is fixed at the start.", "It has limits, and between them it grows and shrinks."],
      ["It doubles each time that the queue grows.", "Lists grow like that. Pools of threads add few at a time."],
    ],
  };
}

const collectionMark = onFinding("cpu-81", "pool-cpu-is-a-mark", () => ({
  text: "This runtime prints a CPU utilization of 81 %. What is to be made of it?",
  right: "It may be a mark: the runtime writes it while it collects garbage.",
  why: "Up to version 3.5 exactly this figure is set during a collection, so that no worker is added. Look whether threads wait for one.",
  wrong: [
    [
      "The machine needs more processors.",
      "The figure looks like load, and customers ask for cores then. It need not be load at all.",
    ],
    [
      "A loop in the application burns the time.",
      "!runaway would show a thread that does. This figure comes from somewhere else.",
    ],
    [
      "The pool will not grow above 80 %, so it is too small.",
      "The rule is real, and the reason why the runtime sets this very figure.",
    ],
  ],
}));

const context = onFinding("blocked-context", "synchronization-context-on-stack", ({ values }, { found }) => {
  if (!found.has("pool-has-room")) return null;
  return {
    text: `Thread ${values.thread} blocks on a task, and the pool has threads to spare. Why does the task not end?`,
    right: "Its rest may only run where this thread sits and waits.",
    why: "The task goes on in the request's context, one thread at a time. The thread that holds the context waits for the task.",
    wrong: [
      ["The pool has no thread left for it.", "That is the usual reason. Here idle workers stand by."],
      [
        "It was never started: nothing of it runs.",
        "Nothing seems to run, but its first part did, as far as its first wait.",
      ],
      [
        "A task needs async all the way, or it never starts.",
        "It starts, and comes to its first wait. Only its rest finds no place to run.",
      ],
    ],
  };
});

const session = onFinding("session-lock", "requests-wait-for-session", ({ values }) => {
  if (!isCount(values.count) || values.count === 0) return null;
  return {
    text: `${values.count} requests stand in RequestAcquireState, in the session module. How many threads does that take?`,
    right: "None: they are parked, and asked again every half second.",
    why: "Requests of one session run one after the other. Those that wait give their thread back; a dump shows only the one that runs.",
    wrong: [
      [
        `${values.count}: one for each.`,
        "A request is taken for a thread. Then the dump would seem to be of another moment.",
      ],
      ["All that the pool has.", "Sessions do not fill the pool. That is why it looks so healthy."],
      [
        "One for the whole queue, which the others follow.",
        "Nothing waits on a thread here; a timer looks after them.",
      ],
    ],
  };
});

const oneClient = onFinding("session-of-one", "session-waiters-of-one-client", ({ values }) => {
  if (!isCount(values.count)) return null;
  return {
    text: `All ${values.count} requests that wait for a session come from one address. What does that point to?`,
    right: "One user's requests wait for each other.",
    why: "A page that takes long holds the session; every further tab or frame of the same user waits for it.",
    wrong: [
      [
        "An attack from that address.",
        "Many requests of one address look like it. These wait in order, and there are few.",
      ],
      [
        "The whole site hangs, but only one user complains.",
        "Another browser would be answered at once: it has a session of its own.",
      ],
      ["The session server is down.", "Then every user would wait, and with errors after a while."],
    ],
  };
});

const turnedAway = onFinding("queue-full", "request-queue-full", ({ values }) => ({
  text: `The log counts ${values.count} times QueueFull. Who turned these requests away?`,
  right: "HTTP.sys, before any worker process saw them.",
  why: "The queue of a pool lives in the kernel. When it is full, the answer 503 comes from there, and the site's own logs show nothing.",
  wrong: [
    [
      "ASP.NET, because too many requests were executing already.",
      "It has a limit of its own, and says so in another place.",
    ],
    ["The load balancer in front.", "It does not write to this log."],
    ["The application, with an error page.", "A page would have to run for that."],
  ],
}));

export const POOL_FAMILIES: readonly Family[] = [
  onFinding("pool-state", "pool-at-limit", full),
  onFinding("pool-state", "pool-exhausted", full),
  room,
  queueLength,
  queueExhausted,
  collectionMark,
  context,
  session,
  oneClient,
  turnedAway,
];
