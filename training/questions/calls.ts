import { isCount } from "./figures";
import { type Family, onFinding } from "./question";

/** Who is asked, by what the calling threads have in common. */
const ASKED: Readonly<Record<string, string>> = {
  sql: "the database",
  http: "another server",
  directory: "a directory or name server",
  messaging: "a message queue or a pipe",
};

const manyOut = onFinding("call-out", "many-threads-call-out", ({ values }) => {
  const asked = ASKED[String(values.kind)];
  if (!isCount(values.count) || !asked || values.what === "waits-for-outgoing-connection") return null;
  return {
    text: `${values.count} threads wait for ${asked}. Where does one look next?`,
    right: "On the other side: what it does, and whom it waits for.",
    why: "This process has asked and can only wait. Why there is no answer is written over there.",
    wrong: [
      [
        "In this process: so many waiting threads are its fault.",
        "They are many because requests keep coming in. Each does what it should.",
      ],
      ["In the table of locks.", "No one waits for a lock here; they wait for an answer."],
      ["At the pool's limits, to have more threads.", "More threads ask more questions, of somebody who answers none."],
    ],
  };
});

const ownerOut = onFinding("owner-calls-out", "calls-out", ({ values }, { found }) => {
  const waiters = found.number("lock-owner", "waiters");
  const asked = ASKED[String(values.kind)];
  const stopped = found.has("all-threads-suspended") || found.has("debugger-broke-in");
  if (stopped || waiters === null || waiters === 0 || !asked || values.ownsLock !== true) return null;
  return {
    text: `${waiters} threads wait for a lock, and its owner waits for ${asked}. What is the cause of the hang?`,
    right: "That call: until it comes back, the lock stays taken.",
    why: "The chain ends with somebody outside. The lock multiplies it: one slow answer, and everybody waits.",
    wrong: [
      [
        "The lock: without it nobody would wait.",
        "One would still wait for the answer. The lock deserves a change later on; it is not what is slow.",
      ],
      [`The ${waiters} requests: there are too many of them.`, "They pile up because the lock is not given back."],
      [
        "A deadlock between the process and the other side.",
        "The other side does not wait for this lock, as far as anything shows.",
      ],
    ],
  };
});

const connectionWait = onFinding("waits-for-connection", "many-threads-wait-for-connection-pool", ({ values }) => {
  if (!isCount(values.count)) return null;
  return {
    text: `${values.count} threads stand in the opening of a database connection. What do they wait for?`,
    right: "For a connection of the pool; no query was sent yet.",
    why: "Open takes a connection out of the pool. When all are out, it waits until somebody closes one, or a new one is made.",
    wrong: [
      [
        "For a slow query.",
        "The database comes to mind first. A thread with a query stands in an Execute, below a read from the network.",
      ],
      [
        "For the database to allow the log-in.",
        "That is a wait on the network. Here they wait on handles inside the process.",
      ],
      ["For a lock in a table of the database.", "One needs a connection to run into such a lock."],
    ],
  };
});

const poolFull = onFinding("connections-out", "connection-pool-full", ({ values }) => {
  const { total, waiting } = values;
  if (!isCount(total) || !isCount(waiting) || waiting === 0) return null;
  return {
    text: `The pool holds ${total} connections and ${waiting} threads wait for one. What is looked for now?`,
    right: "Who has the connections, and whether each is closed.",
    why: "A pool runs dry because connections do not come back: a reader left open, or queries that take too long.",
    wrong: [
      [
        `A larger pool: ${total + waiting} connections would be enough for everybody.`,
        "The sum fits for this moment. What does not come back uses up any number.",
      ],
      ["A faster database.", "It may have next to nothing to do: connections that nobody closes are idle there."],
      ["The network between the two.", "Nothing was sent yet."],
    ],
  };
});

const outgoing = onFinding("outgoing-limit", "outgoing-limit-reached", ({ values }) => {
  const { current, limit } = values;
  if (!isCount(current) || !isCount(limit)) return null;
  return {
    text: `The ServicePoint has ${current} connections and a limit of ${limit}. What does that mean for further calls to that host?`,
    right: "They wait in this process, before anything is sent.",
    why: "The limit is kept on this side. The other server may be idle and never learns of those who wait.",
    wrong: [
      ["They are refused by the other server.", "It does not get to see them."],
      ["They share the connections that there are, a few on each.", "A connection carries one request at a time here."],
      ["They fail at once.", "They wait first, and fail when their time is over."],
    ],
  };
});

const oneSql = onFinding("one-call-out", "threads-call-out", ({ values }, { found }) => {
  const asked = ASKED[String(values.kind)];
  const owner = found.number("lock-owner", "thread");
  const crowd = found.has("lock-backed-up") || found.has("many-threads-wait-for-gc");
  if (!crowd || owner === values.thread || found.has("calls-out") || !asked || values.count !== 1) return null;
  return {
    text: `Thread ${values.thread} waits for ${asked}. Is that the cause of the hang?`,
    right: "No: it is one thread, and the many wait for something else.",
    why: "On every busy server some thread waits for an answer. What the crowd waits for decides.",
    wrong: [
      [
        "Yes: databases and servers are mostly to blame.",
        "Often they are. Here the other threads wait for something of their own.",
      ],
      [
        "Yes: it is the only thread that does not stand in the queue.",
        "Who does not queue is not yet the one they wait for.",
      ],
      ["It cannot be told from stacks.", "Stacks tell who waits for what; that is enough here."],
    ],
  };
});

export const CALL_FAMILIES: readonly Family[] = [ownerOut, manyOut, connectionWait, poolFull, outgoing, oneSql];
