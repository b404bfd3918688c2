import type { CauseId } from "@/evidence";

/** What a signature means to somebody who meets it on a stack. */
export interface FrameMeaning {
  /** Sentences for people: what the thread does there, and what to make of it. */
  means: string;
  /** Causes it can speak for. */
  causes: readonly CauseId[];
}

/** By the signature's id. */
export const FRAME_MEANINGS: Readonly<Record<string, FrameMeaning>> = {
  "waits-for-compilation-mutex": {
    means:
      "The request has to wait until somebody else has compiled the application. That owner may be a thread of another worker process. Ask who owns the mutex and what the owner is doing; the waiters are alike and tell no more.",
    causes: ["app-domain-recycling", "oversized-temp-folder", "file-system-filter"],
  },
  "waits-for-monitor": {
    means:
      "The thread wants a managed lock that another thread holds. It is a victim: one row of !syncblk names the owner, whose stack tells why it takes so long.",
    causes: ["monitor-deadlock", "lock-convoy", "orphaned-lock", "external-call"],
  },
  "waits-for-gc": {
    means:
      "The thread is stopped, or stops others, for a garbage collection. In one dump that is chance. The same in two dumps is a collection that does not end, or one thread that cannot be stopped.",
    causes: ["gc-suspension", "low-memory"],
  },
  "waits-for-loader": {
    means:
      "The thread starts, ends or loads a DLL and has to wait for the loader. Whoever holds the loader lock is inside some DllMain; its stack tells which.",
    causes: ["loader-lock", "file-system-filter"],
  },
  "waits-for-critical-section": {
    means:
      "The thread wants a lock of native code. The section knows its owner by OS thread id; an owner that is not in the list of threads will never give it back.",
    causes: ["critical-section", "loader-lock", "orphaned-lock"],
  },
  "calls-single-threaded-component": {
    means:
      "The thread calls a COM object that only one other thread may touch, and queues for that thread. Look at the one that all of them call: it is slow, blocked, or does not handle its messages.",
    causes: ["sta-com-call", "blocked-finalizer"],
  },
  "waits-for-connection-pool": {
    means:
      "The thread has not reached the database yet: it asks the pool for a connection and there is none. Either connections are not given back, or all of them are busy with slow commands.",
    causes: ["connection-pool-exhausted"],
  },
  "calls-sql": {
    means:
      "The command is at the database and the answer is not there. The server's own list of running requests says what it waits for; this process can only say which command it is.",
    causes: ["external-call", "connection-pool-exhausted"],
  },
  "waits-for-outgoing-connection": {
    means:
      "The thread waits in an HTTP call. Whether the request was sent, or still queues for one of a few allowed connections, is what the count of sockets and the service point tell.",
    causes: ["outgoing-connection-limit", "external-call"],
  },
  "reads-a-socket": {
    means:
      "The request is out and the other side has not answered. Many threads here with the same other end mean that this end is slow; one thread here that holds a lock serialises everybody.",
    causes: ["external-call"],
  },
  "asks-the-directory": {
    means:
      "The thread waits for a name server, a domain controller or a directory. The delay is a round number of seconds where a server does not answer and the next one is tried.",
    causes: ["external-call"],
  },
  "calls-a-queue-or-pipe": {
    means:
      "The thread waits for a message from another program. For a receiver that may be its whole purpose; for a thread that serves a request it is not.",
    causes: ["external-call"],
  },
  "waits-for-a-program": {
    means:
      "The thread started another program and waits for it to end. That program is where to look next: it may have opened a dialog that nobody sees, or have filled the pipe that nobody reads.",
    causes: ["external-call"],
  },
  compiles: {
    means:
      "ASP.NET runs the compiler and waits for it. Some seconds are normal after a restart. Often, it means that the application restarts too often.",
    causes: ["app-domain-recycling", "starting-or-recycling"],
  },
  "lists-folder": {
    means:
      "The thread is in the kernel and gets the next names of a folder. One such call is too quick to be caught in a dump. To meet one means that there are very many, or that something makes each of them slow.",
    causes: ["oversized-temp-folder", "file-system-filter", "slow-storage", "external-call"],
  },
  "deletes-file": {
    means:
      "The thread is in the kernel and removes a file. Backup drivers may copy it first, and a virus scanner may look into it once more.",
    causes: ["oversized-temp-folder", "file-system-filter", "foreign-process-on-path"],
  },
  "opens-file": {
    means:
      "The thread is in the kernel with a file operation. Which file, and which drivers the request passes, only the kernel knows; Process Monitor shows both without a dump.",
    causes: ["file-system-filter", "slow-storage", "foreign-process-on-path", "external-call"],
  },
  "waits-for-task": {
    means:
      "The thread blocks until an asynchronous operation is done, and does nothing meanwhile. Many of them starve the pool; a single one can wait for itself, where the continuation needs the very context it blocks.",
    causes: ["thread-pool-starvation", "async-context-deadlock"],
  },
  "waits-for-ownerless-lock": {
    means:
      "The thread waits for a semaphore, an event or a reader-writer lock. Nothing in the dump names who should release it: look for the object that all waiters share, and for who refers to it.",
    causes: ["ownerless-primitive", "orphaned-lock"],
  },
  "shows-a-dialog": {
    means:
      "A service has opened a window on a desktop that nobody looks at, and waits for a click. The text of the box is on its stack.",
    causes: ["debugger-attached"],
  },
  "condition-wait": {
    means:
      "The thread was in a lock, gave it back and waits for a signal. It is not queueing for the lock. Ask who was to send the signal.",
    causes: ["ownerless-primitive"],
  },
  sleeps: {
    means:
      "The code itself says that it wants to wait. In a loop it may be polling for something that never comes; the method below the sleep tells.",
    causes: ["external-call"],
  },
  "cleans-temp-files": {
    means:
      "The first request after a restart clears compiled files of earlier times, one by one, and everybody else waits. How long it takes is decided by how many there are.",
    causes: ["oversized-temp-folder", "file-system-filter"],
  },
  "first-request": {
    means:
      "This thread starts the application for everybody. Others that want the application wait for it, so its own stack is the one to read. By itself it is no fault.",
    causes: ["starting-or-recycling", "oversized-temp-folder", "app-domain-recycling"],
  },
  "waits-for-application": {
    means:
      "A request that cannot begin, because its application is still being started by another thread. The lock that it waits for leads to that thread.",
    causes: ["starting-or-recycling", "oversized-temp-folder"],
  },
  "serves-request": {
    means:
      "The thread works for a user. That alone tells nothing; it tells which of the stacks matter. What stands above it is what the user waits for.",
    causes: [],
  },
};
