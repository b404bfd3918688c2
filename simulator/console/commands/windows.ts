import { printRequests, printWorkers } from "../../printers/appcmd";
import { printConnections, printTcpConnections } from "../../printers/connections";
import { type EventsDialect, printEvents } from "../../printers/event-log";
import { printFilterInstances, printFilters } from "../../printers/fltmc";
import { printHttpErrors } from "../../printers/http-errors";
import { printServices } from "../../printers/services";
import { printShortNames } from "../../printers/short-names";
import { printTasks, type TasksDialect } from "../../printers/tasks";
import { Random } from "../../random";
import type { Server } from "../../server";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";
import { printed } from "../printed";

const ALL = ["cmd", "powershell"] as const;
const POWERSHELL = ["powershell"] as const;
const SINCE_2008 = { systems: ["2008-r2", "2019"] } as const;
/** A recording with its durations, as the region that the server is set to writes numbers. */
const RECORDINGS = ["durations-english", "durations", "semicolons"] as const;
const APPCMD = "appcmd\\s+list\\s+";

function instances({ server }: Situation, { volume = "" }: Arguments): readonly string[] {
  const features = server.runtime.system === "2019";
  return printFilterInstances(server, { features, volume: volume === "" ? null : volume.toUpperCase() });
}

/** Those that have been running for so many milliseconds. */
function requests({ server }: Situation, { elapsed = "0", pool = "" }: Arguments): readonly string[] {
  const { web } = server;
  const mine = pool === "" || web.workers.some(({ applicationPool }) => applicationPool === pool.replaceAll('"', ""));
  const running = web.requests.filter(({ milliseconds }) => mine && milliseconds >= Number(elapsed));
  return printRequests({ ...server, web: { ...web, requests: running } });
}

function tasksDialect(flags: string): TasksDialect {
  const [csv, services] = [/\/fo\s+csv/i.test(flags), /\/svc/i.test(flags)];
  if (csv) return services ? "csv-services" : "csv";
  if (/\/fo\s+list/i.test(flags)) return "list";
  if (/\/v\b/i.test(flags)) return "verbose";
  return services ? "services" : "table";
}

function service({ server }: Situation, { what = "", name = "" }: Arguments): Answer | readonly string[] {
  const all = [server.webService, ...server.fileSystemDrivers];
  const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!found) {
    return fail(
      "[SC] EnumQueryServicesStatus:OpenService FAILED 1060:",
      "",
      "The specified service does not exist as an installed service.",
    );
  }
  return printServices([found], { titled: false, processes: what.toLowerCase() === "queryex" });
}

const LOG_OF_SYSTEM = {
  "2003": "server-2003",
  "2008-r2": "server-2008",
  "2019": "server-2016",
  linux: "rows",
} as const;

function shortNames({ server }: Situation, { how = "", volume = "" }: Arguments): Answer | readonly string[] {
  const own = server.shortNames.volume.toUpperCase();
  if (server.runtime.system === "2003") {
    return how.toLowerCase() === "behavior"
      ? printShortNames(server, "old")
      : fail("8dot3name is an invalid parameter.");
  }
  if (volume !== "" && volume.toUpperCase() !== own) return fail(`Error:  The system cannot find the path specified.`);
  return printShortNames(server, how.toLowerCase() === "behavior" ? "behavior" : "query");
}

/** The newest so many of the log that was asked for. */
function events(dialect: EventsDialect): Command["answer"] {
  return ({ server }, { count = "" }) => {
    const form = server.runtime.system === "2003" ? "server-2003" : dialect;
    const wanted = server.events.slice(0, count === "" ? server.events.length : Number(count));
    return wanted.length === 0
      ? fail("No events were found that match the specified selection criteria.")
      : printEvents({ ...server, events: wanted }, form);
  };
}

/** The numbers that the process goes by: a container has its own. */
function processNumbers({ process, linux, runtime }: Server): number[] {
  const inside = linux.threads.filter(({ commandLine }) => commandLine.startsWith("dotnet "));
  return [Number.parseInt(process.id, 16), ...(runtime.system === "linux" ? inside.map((one) => one.processId) : [])];
}

function live(parser: string, ...dialects: readonly string[]): Command["answer"] {
  return ({ server }, { process = "" }) =>
    processNumbers(server).includes(Number(process))
      ? printed(server, parser, ...dialects)
      : fail(`Unable to connect to process ${process}.`);
}

/** Takes a dump; nothing of it is an output to read. */
function takeDump({ server }: Situation, { process = "" }: Arguments): Answer | readonly string[] {
  if (!processNumbers(server).includes(Number(process))) return fail(`Unable to connect to process ${process}.`);
  const folder = server.runtime.system === "linux" ? "/app/" : "C:\\dumps\\";
  return [`Writing full to ${folder}${server.process.image}_${process}.dmp`, "Complete"];
}

const PROCESS = "(?:-p|--process-id)\\s+(?<process>\\d+)";

/** Tools that look at a running process of .NET, wherever it runs. */
export const LIVE_COMMANDS: readonly Command[] = [
  {
    parser: "dotnet-counters",
    consoles: [...ALL, "unix"],
    needs: { versions: ["core"] },
    typed: new RegExp(`^dotnet-counters\\s+monitor\\s+${PROCESS}(?:\\s+\\S+)*$`, "i"),
    answer: live("dotnet-counters", "metrics", "monitor"),
  },
  {
    parser: "dotnet-counters",
    consoles: [...ALL, "unix"],
    needs: { versions: ["core"] },
    typed: new RegExp(`^dotnet-counters\\s+collect\\s+${PROCESS}(?:\\s+\\S+)*$`, "i"),
    answer: live("dotnet-counters", "csv"),
  },
  {
    parser: "dotnet-stack",
    consoles: [...ALL, "unix"],
    needs: { versions: ["core"] },
    typed: new RegExp(`^dotnet-stack\\s+report\\s+${PROCESS}$`, "i"),
    answer: live("dotnet-stack", "windows", "linux"),
  },
];

/** In PowerShell the three letters of `sc` mean something else. */
function setContent(_situation: Situation, { last = "" }: Arguments): Answer {
  return fail(`Set-Content : A positional parameter cannot be found that accepts argument '${last}'.`);
}

/** In PowerShell the program has to be named with its ending. */
const SERVICE_CONTROL: readonly Command[] = (
  [
    ["cmd", "sc(?:\\.exe)?"],
    ["powershell", "sc\\.exe"],
  ] as const
).flatMap(([console, program]): Command[] => [
  {
    parser: "sc-query",
    consoles: [console],
    typed: new RegExp(`^${program}\\s+query\\s+type=\\s*filesys$`, "i"),
    answer: ({ server }) => printServices(server.fileSystemDrivers, { titled: true, processes: false }),
  },
  {
    parser: "sc-query",
    consoles: [console],
    typed: new RegExp(`^${program}\\s+(?<what>query|queryex)\\s+(?<name>[\\w.]+)$`, "i"),
    answer: service,
  },
]);

/** What takes a dump of the process. */
export const DUMP_COMMANDS: readonly Command[] = [
  {
    parser: null,
    consoles: [...ALL, "unix"],
    needs: { versions: ["core"] },
    typed: new RegExp(`^dotnet-dump\\s+collect\\s+${PROCESS}(?:\\s+\\S+)*$`, "i"),
    answer: takeDump,
  },
  { parser: null, consoles: ALL, typed: /^procdump(?:\s+-\w+)+\s+(?<process>\d+)(?:\s+\S+)?$/i, answer: takeDump },
];

/** What Windows and IIS tell in a shell. */
export const WINDOWS_COMMANDS: readonly Command[] = [
  { parser: "fltmc", consoles: ALL, typed: /^fltmc(?:\s+filters)?$/i, answer: ({ server }) => printFilters(server) },
  {
    parser: "fltmc-instances",
    consoles: ALL,
    typed: /^fltmc\s+instances(?:\s+-v\s+(?<volume>[a-z]:))?$/i,
    answer: instances,
  },
  {
    parser: "appcmd-requests",
    consoles: ALL,
    needs: SINCE_2008,
    typed: new RegExp(
      `^${APPCMD}requests?(?:\\s+/(?:elapsed:(?<elapsed>\\d+)|apppool\\.name:(?<pool>"[^"]+"|\\S+)))*$`,
      "i",
    ),
    answer: requests,
  },
  {
    parser: "appcmd-wp",
    consoles: ALL,
    needs: SINCE_2008,
    typed: new RegExp(`^${APPCMD}wps?$`, "i"),
    answer: ({ server }) => printWorkers(server),
  },
  {
    parser: "netstat",
    consoles: ALL,
    typed: /^netstat\s+-(?<flags>[anobe]+)$/i,
    answer: ({ server }, { flags = "" }) =>
      printConnections(server, { language: "english", programs: /b/i.test(flags) }),
  },
  {
    parser: "netstat",
    consoles: POWERSHELL,
    needs: SINCE_2008,
    typed: /^get-nettcpconnection$/i,
    answer: ({ server }) => printTcpConnections(server),
  },
  {
    parser: "tasklist",
    consoles: ALL,
    typed: /^tasklist(?<flags>(?:\s+\/(?:svc|v|fo\s+(?:csv|list|table)))*)$/i,
    answer: ({ server }, { flags = "" }) => printTasks(server, tasksDialect(flags)),
  },
  ...SERVICE_CONTROL,
  { parser: null, consoles: POWERSHELL, typed: /^sc\s+(?:\S+\s+)*(?<last>\S+)$/i, answer: setContent },
  {
    parser: "httperr",
    consoles: ALL,
    typed: /^type\s+"?[^"]*\\httperr\\httperr\d*\.log"?$/i,
    answer: ({ server }) => printHttpErrors(server, LOG_OF_SYSTEM[server.runtime.system]),
  },
  {
    parser: null,
    consoles: ALL,
    typed: /^type\s+\S.*$/i,
    answer: () => fail("The system cannot find the file specified."),
  },
  {
    parser: "httperr",
    consoles: ["cmd"],
    typed: /^findstr\s+\/v\s+#\s+"?[^"]*\\httperr\\httperr\d*\.log"?$/i,
    answer: ({ server }) => printHttpErrors(server, "rows"),
  },
  {
    parser: "fsutil-8dot3name",
    consoles: ALL,
    typed: /^fsutil\s+(?<how>8dot3name|behavior)\s+query(?:\s+disable8dot3)?(?:\s+(?<volume>[a-z]:))?$/i,
    answer: shortNames,
  },
  {
    parser: "event-log",
    consoles: ALL,
    typed: /^wevtutil\s+qe\s+(?:System|Application)(?=.*\/f:text)(?:\s+\/(?:c:(?<count>\d+)|\S+))*$/i,
    answer: events("wevtutil"),
  },
  {
    parser: "event-log",
    consoles: POWERSHELL,
    needs: SINCE_2008,
    typed:
      /^get-winevent(?:\s+-logname)?\s+\w+(?:\s+-maxevents\s+(?<count>\d+))?\s*\|\s*(?:fl|format-list)(?:\s+\S+)?$/i,
    answer: events("get-winevent"),
  },
  {
    parser: "event-log",
    consoles: POWERSHELL,
    needs: SINCE_2008,
    typed: /^get-winevent(?:\s+-logname)?\s+\w+(?:\s+-maxevents\s+(?<count>\d+))?$/i,
    answer: events("table"),
  },
  {
    parser: "event-log",
    consoles: POWERSHELL,
    needs: SINCE_2008,
    typed: /^get-eventlog\s+\w+(?:\s+-newest\s+(?<count>\d+))?\s*\|\s*(?:fl|format-list)(?:\s+\S+)?$/i,
    answer: events("get-eventlog"),
  },
  {
    parser: "procmon",
    consoles: ALL,
    typed: /^procmon\s+\/openlog\s+\S+\s+\/saveas\s+\S+$/i,
    answer: ({ server }) => printed(server, "procmon", new Random(server.seed).fork("region").pick(RECORDINGS)),
  },
];
