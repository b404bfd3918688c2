import { notHung } from "@/simulator/hangs/not-hung";
import type { WrittenDrill } from "./written-drill";

/** Of two worker processes of one pool the idle one was dumped. */
export const notHungDrill: WrittenDrill = {
  id: "not-hung",
  title: "Threads that wait for hours",
  cause: notHung.cause,
  contributing: [],
  topic: "server",
  level: 2,
  needs: { systems: ["2008-r2", "2019"], versions: ["2.0", "4.x"] },
  put(stage) {
    const { random, server } = stage;
    const { web, tasks, clock } = server;
    const [worker] = web.workers;
    const own = tasks.find(({ processId }) => processId === worker?.processId);
    if (!worker || !own) throw new RangeError("A calm server lists its worker process.");
    const processId = worker.processId + 4 * random.int(20, 200);
    const other = { ...own, processId, cpuSeconds: random.int(3000, 9000), workingSet: 3 * own.workingSet };
    stage.set({
      process: { ...server.process, image: "w3wp.exe" },
      clock: { ...clock, processUptime: Math.max(clock.processUptime, 7_200_000) },
      web: { ...web, workers: [worker, { ...worker, processId }] },
      tasks: [...tasks.map((task) => (task === own ? { ...own, cpuSeconds: random.int(1, 20) } : task)), other],
    });
    stage.requests(random.int(0, 2), random.int(40, 900));
    stage.answers.set("trigger", "any-time");
    stage.answers.set("duration", "by-itself");
    stage.answers.set("static-files", "fine");
  },
  without: ["one thread that waits for a database", "another pool's worker process"],
  complaint: ({ machine }) =>
    `The site on ${machine.name} was slow around noon, so we took a dump of w3wp.exe. There are threads in it that have been waiting for hours! Nobody here knows what they wait for. Please find out which of them hangs the site.`,
};
