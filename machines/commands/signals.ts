import type { CommandAsk } from "../ask";
import { goTo, inObject, inWinDbg, NEEDS_DUMP, onThread } from "./forms";

const NO_OBJECT = { unless: ["waited-object", "waiters-share-object", "ownerless-lock-waiters"] } as const;

export const signalWaiter = goTo("many-threads-wait-for-ownerless-lock", {
  when: ["many-threads-wait-for-ownerless-lock"],
  ...NO_OBJECT,
});

export const signalWaiterObjects: CommandAsk = {
  command: "sos-dumpstackobjects",
  run: onThread("{many-threads-wait-for-ownerless-lock.thread,threads-wait-for-ownerless-lock.thread}", "dso"),
  target: "process-dump",
  why: "Shows the object that the thread waits for.",
  cost: "safe",
  ...NO_OBJECT,
};

export const signalObject: CommandAsk = {
  command: "sos-dumpobj",
  run: inObject("{waited-object.object}"),
  target: "process-dump",
  why: "Its fields count who waits for it, and what is left to take.",
  cost: "safe",
  when: ["waited-object"],
  unless: ["ownerless-lock-waiters"],
};

export const otherWaiterObjects: CommandAsk = {
  command: "sos-dumpstackobjects",
  run: inWinDbg("~{waited-object.other}e !dso", NEEDS_DUMP, {
    lacks: "In dotnet-dump, setthread goes to a second waiting thread, and dso shows what it waits for.",
  }),
  target: "process-dump",
  why: "Shows whether a second thread waits for the same object.",
  cost: "safe",
  when: ["waited-object"],
  unless: ["waiters-share-object", "ownerless-lock-waiters"],
};

export const readerWriterLock: CommandAsk = {
  command: "sosex-rwlock",
  run: {
    windbg: "!rwlock {waited-object.object,waiters-share-object.object}",
    "windbg-core": { lacks: "SOSEX is for .NET Framework only: !do on the lock shows its fields." },
    "dotnet-dump": { lacks: "SOSEX is for WinDbg only: dumpobj on the lock shows its fields." },
    none: NEEDS_DUMP,
  },
  target: "process-dump",
  why: "Shows owner and waiters of a reader-writer lock; it is a command of SOSEX.",
  cost: "safe",
  when: ["waited-object"],
  unless: ["reader-writer-lock-waited-for", "reader-writer-lock-orphaned", "ownerless-lock-waiters"],
};
