import type { FileEvent } from "@/simulator/file-activity";
import { addFilter, onlyWindowsFilters } from "@/simulator/hangs/filters";
import { OPENS_FILE } from "@/simulator/hangs/kernel-resource";
import { withCounters } from "@/simulator/hangs/measured";
import { tempFolder } from "@/simulator/hangs/oversized-temp-folder";
import type { Stage } from "@/simulator/hangs/stage";
import type { WrittenDrill } from "./written-drill";

const EDRS: readonly (readonly [name: string, altitude: string])[] = [
  ["ContosoEdr", "385999"],
  ["AcmeSense", "387710"],
  ["AcmeEdr", "363377"],
];
const SITE = "C:\\inetpub\\wwwroot\\shop\\Views\\";
/** A copy of the views that both products leave alone. */
const EXCLUDED = "D:\\excluded\\shop\\Views\\";
const VIEWS = ["Start.cshtml", "Basket.cshtml", "Item.cshtml", "_Layout.cshtml", "Search.cshtml", "web.config"];
/** Of a millisecond, in the recording's tenths of a microsecond. */
const MILLISECOND = 10_000;

/** Half a minute of the site's file accesses: dear where the products look, cheap in the folder that is excluded. */
function recording(stage: Stage): FileEvent[] {
  const { random, server } = stage;
  let at = server.clock.session;
  const open = (folder: string, duration: number): FileEvent => {
    at += random.int(3, 40) + Math.round(duration / MILLISECOND);
    return {
      at,
      process: server.process.image,
      processId: Number.parseInt(server.process.id, 16),
      threadId: 4 * random.int(400, 3000),
      operation: "CreateFile",
      path: folder + random.pick(VIEWS),
      result: "SUCCESS",
      duration,
      offset: null,
      length: null,
      more: "Desired Access: Generic Read, Disposition: Open, ShareMode: Read",
    };
  };
  const dear = random.times(random.int(18, 30), () => open(SITE, random.int(98, 143) * MILLISECOND));
  const cheap = random.times(random.int(4, 7), () => open(EXCLUDED, random.int(2, 11) * (MILLISECOND / 10)));
  return [...dear, ...cheap];
}

/** The restarts that the customer speaks of: some since the morning, none while it hangs. */
function restartedBefore(stage: Stage): void {
  const german = { object: "ASP.NET", counter: "Anwendungsneustarts" };
  withCounters(stage, [
    {
      column: { object: "ASP.NET", instance: null, counter: "Application Restarts", german },
      value: stage.random.int(6, 19),
    },
  ]);
}

/** Two products look into every file, one behind the other. */
export const antivirusOnly: WrittenDrill = {
  id: "antivirus-only",
  title: "It must be all those recycles",
  cause: "file-system-filter",
  contributing: [],
  topic: "files",
  level: 2,
  needs: { versions: ["4.x"], systems: ["2019"] },
  put(stage) {
    const { random } = stage;
    onlyWindowsFilters(stage);
    addFilter(stage, "WdFilter", "328010");
    addFilter(stage, ...random.pick(EDRS));
    const threads = stage.threads(random.int(8, 24), OPENS_FILE);
    stage.set({ fileActivity: recording(stage), folder: tempFolder(stage, random.int(20, 60) / 1000) });
    restartedBefore(stage);
    stage.requests(threads.length, random.int(32_000, 95_000));
    stage.answers.set("trigger", "any-time");
    stage.answers.set("duration", "by-itself");
    stage.answers.set("static-files", "fine");
    stage.answers.set("recycling", "frequent");
    stage.answers.set("filter-test", "faster");
  },
  remedy: 1,
  complaint: ({ machine }) =>
    `Pages on ${machine.name} take a minute since the new server was put up. The application recycles several times a day because marketing uploads files, so surely each recycle compiles everything anew. Can we switch recycling off altogether?`,
};
