import { COMPILES, waitForMutex } from "@/simulator/hangs/app-domain-recycling";
import { referring } from "@/simulator/hangs/fields";
import { withCounters } from "@/simulator/hangs/measured";
import { tempFolder } from "@/simulator/hangs/oversized-temp-folder";
import type { Stage } from "@/simulator/hangs/stage";
import { EVENT_KINDS, type LoggedEvent } from "@/simulator/logged-events";
import type { HeapObject } from "@/simulator/objects";
import type { WrittenDrill } from "./written-drill";

/** `BinDirChangeOrDirectoryRename`. */
const BIN_CHANGE = 6;
const MESSAGE =
  "Change Notification for critical directories. bin dir change or directory rename HostingEnvironment initiated shutdown";
const MINUTE = 60_000;
/** Of a file that the compiler leaves behind. */
const FILE_BYTES = 160_000;

const RUNTIME = "System.Web.HttpRuntime";

/** Applications that have ended in this process, and say why. */
function shutDown(stage: Stage): HeapObject[] {
  const message = stage.objects.object("System.String", { text: MESSAGE, thinLock: null, fields: [] });
  const ended = stage.random.times(stage.random.int(2, 4), () => {
    const plain = stage.objectWith(RUNTIME, {
      _shutdownReason: BIN_CHANGE,
      _shutdownInProgress: 1,
    });
    return referring(stage, plain, "_shutDownMessage", message);
  });
  return [message, ...ended];
}

/** An entry every other minute: some thirty restarts an hour. */
function events({ server, random }: Stage): LoggedEvent[] {
  const plan = {
    clock: server.clock,
    system: server.runtime.system,
    processId: Number.parseInt(server.process.id, 16),
    image: server.process.image,
    applicationPool: server.web.workers[0]?.applicationPool ?? "DefaultAppPool",
    memory: server.memory,
  };
  let time = server.clock.session - random.int(20, 70) * 1000;
  return random.times(random.int(12, 20), () => {
    const reason = "Bin directory change or directory rename.";
    const event = EVENT_KINDS.shutDown(plan, random);
    const message = event.message.map((line) => line.replace(/(?<=Reason: ).*/, reason));
    const entry = { ...event, time, reason, message };
    time -= MINUTE * 2 + random.int(-14, 14) * 1000;
    return entry;
  });
}

/** An agent touches bin every other minute at night, and each time the application begins anew. */
export const recycleStorm: WrittenDrill = {
  id: "recycle-storm",
  title: "Clean the temp folder?",
  cause: "app-domain-recycling",
  contributing: [],
  topic: "server",
  level: 2,
  needs: { versions: ["2.0", "4.x"], systems: ["2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    const waiters = waitForMutex(stage, random.int(9, 40), stage.thread(COMPILES));
    const total = random.int(160, 340);
    const german = { object: "ASP.NET", counter: "Anwendungsneustarts" };
    withCounters(stage, [
      {
        column: { object: "ASP.NET", instance: null, counter: "Application Restarts", german },
        from: total - 1,
        value: total,
      },
    ]);
    stage.set({
      folder: tempFolder(stage, random.int(86, 94) / 100, FILE_BYTES),
      events: events(stage),
      objects: [...stage.server.objects.filter(({ type }) => type !== RUNTIME), ...shutDown(stage)],
      stackObjects: stage.server.stackObjects.filter(({ object }) => object.type !== RUNTIME),
    });
    stage.requests(waiters.length + 1, random.int(30_000, 110_000));
    stage.answers.set("trigger", "any-time");
    stage.answers.set("duration", "by-itself");
    stage.answers.set("static-files", "fine");
    stage.answers.set("recycling", "frequent");
    stage.answers.set("antivirus-test", "no-change");
  },
  complaint: ({ machine }) =>
    `Between two and four at night the shop on ${machine.name} hardly answers: it hangs for a minute, runs for a minute, hangs again. Temporary ASP.NET Files has grown to 900 MB. We read about a case with 80 GB and want to clean it every hour.`,
};
