import { MANY } from "../calls";
import type { Hang } from "./hang";
import type { Stage, Story } from "./stage";
import { inRequestAt, methods } from "./stories";

/** One thing that records no owner: what waits for it, and its fields once so many do. */
interface Signal {
  type: string;
  /** Calls, top first. */
  calls: readonly string[];
  fields: (waiting: number) => Readonly<Record<string, number>>;
}

const SEMAPHORE = ["System.Threading.SemaphoreSlim.WaitUntilCountOrTimeout", "System.Threading.SemaphoreSlim.Wait"];

function waitingFor(calls: readonly string[]): Story {
  return inRequestAt(
    [...MANY, "CLR!Thread::DoAppropriateWait", "CLR!SyncBlock::Wait"],
    methods("System.Threading.Monitor.ObjWait", ...calls),
  );
}

const semaphoreFields: Signal["fields"] = (waiting) => ({ m_currentCount: 0, m_maxCount: 0, m_waitCount: waiting });

/** Fields of the framework have other prefixes than those of .NET (Core). */
function signals({ runtime }: Stage): readonly Signal[] {
  const core = runtime.version === "core";
  const field = (name: string): string => (core ? `_${name}` : name);
  return [
    { type: "System.Threading.SemaphoreSlim", calls: SEMAPHORE, fields: semaphoreFields },
    {
      type: "System.Threading.SemaphoreSlim",
      calls: [
        ...SEMAPHORE,
        "System.Collections.Concurrent.BlockingCollection`1[[System.__Canon, LIBRARY]].TryTakeWithNoTimeValidation",
        "System.Collections.Concurrent.BlockingCollection`1[[System.__Canon, LIBRARY]].Take",
      ],
      fields: semaphoreFields,
    },
    {
      type: "System.Threading.ReaderWriterLockSlim",
      calls: [
        "System.Threading.ReaderWriterLockSlim.WaitOnEvent",
        "System.Threading.ReaderWriterLockSlim.TryEnterReadLockCore",
        "System.Threading.ReaderWriterLockSlim.TryEnterReadLock",
      ],
      // A writer waits for readers that do not leave, and keeps new ones out.
      fields: (waiting) => ({ [field("numWriteWaiters")]: 1, [field("numReadWaiters")]: waiting }),
    },
    {
      type: "System.Threading.ManualResetEventSlim",
      calls: ["System.Threading.ManualResetEventSlim.Wait"],
      fields: (waiting) => ({ [core ? "_combinedState" : "m_combinedState"]: waiting + 0x80_000 * 10 }),
    },
  ];
}

/** Everybody waits for something that whoever took it does not give back. */
export const ownerlessPrimitive: Hang = {
  cause: "ownerless-primitive",
  needs: { versions: ["4.x", "core"] },
  put(stage) {
    const { random } = stage;
    const { type, calls, fields } = random.pick(signals(stage));
    const count = random.int(8, 30);
    const object = stage.objectWith(type, fields(count));
    for (const thread of stage.threads(count, waitingFor(calls))) stage.refers(thread, object);
    stage.requests(count, random.int(60_000, 900_000));
    stage.answers.set("duration", "never");
    if (random.chance(0.6)) stage.answers.set("trigger", random.pick(["any-time", "under-load"]));
  },
};
