import { collectorOf, collects, waitsForCollection } from "@/simulator/hangs/gc-suspension";
import { withCounters } from "@/simulator/hangs/measured";
import type { Stage } from "@/simulator/hangs/stage";
import type { TypeCount } from "@/simulator/managed-heap";
import type { WrittenDrill } from "./written-drill";

/** What runtimes up to 3.5 write into the pool's field while they collect. */
const CPU_DURING_COLLECTION = 81;
/** The large-object heap begins here. */
const LARGE = 85_000;

/** The heap's types, with strings of view state far above all others. */
function counts({ server, random }: Stage): TypeCount[] {
  const others = server.managedHeap.counts.filter(({ type }) => type !== "System.String");
  const most = Math.max(0, ...others.map(({ totalSize }) => totalSize));
  const count = random.int(2400, 5200);
  const totalSize = Math.max(count * random.int(2 * LARGE, 4 * LARGE), 3 * most);
  const methodTable = server.managedHeap.counts.find(({ type }) => type === "System.String")?.methodTable;
  return [
    ...others,
    { methodTable: methodTable ?? "79330b24", type: "System.String", currentName: "System.String", count, totalSize },
  ];
}

/** Pages whose view state has grown to hundreds of kilobytes: strings that only a full collection cleans up. */
export const gcThrash: WrittenDrill = {
  id: "gc-thrash",
  title: "81 %, so add processors",
  cause: "gc-suspension",
  contributing: [],
  topic: "runtime",
  level: 3,
  needs: { versions: ["1.1", "2.0"] },
  put(stage) {
    const { random, runtime } = stage;
    const heap = collectorOf(runtime, random.chance(0.5));
    stage.threads(random.int(9, 28), waitsForCollection(runtime, heap));
    stage.thread(collects(heap));
    const { pool, managedHeap } = stage.server;
    stage.set({
      pool: { ...pool, cpu: CPU_DURING_COLLECTION },
      managedHeap: { ...managedHeap, counts: counts(stage) },
    });
    stage.health({ processorPercent: random.int(55, 70) });
    const german = { object: ".NET CLR-Speicher", counter: "GC-Zeitdauer in Prozent" };
    withCounters(stage, [
      {
        column: { object: ".NET CLR Memory", instance: "w3wp", counter: "% Time in GC", german },
        from: random.int(54, 60),
        value: random.int(61, 68),
      },
    ]);
    stage.requests(random.int(9, 28), random.int(30_000, 90_000));
    stage.answers.set("trigger", "under-load");
    stage.answers.set("duration", "by-itself");
    stage.answers.set("static-files", "fine");
  },
  remedy: 2,
  complaint: ({ pool, machine }) =>
    `${machine.name} stalls under load. !threadpool says ${pool.cpu} % CPU in every one of our three dumps, and the management has approved two more processors. Just confirm that they will help.`,
};
