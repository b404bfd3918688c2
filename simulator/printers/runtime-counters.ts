import type { RuntimeCounter, RuntimeCountersReport } from "@/evidence";
import type { Facts } from "../facts";
import type { MeasuredCounter } from "../runtime-counters";
import type { Server } from "../server";
import type { Printer } from "./printer";

type Form = "monitor" | "metrics" | "csv" | "json" | "indented";

const NAME_WIDTH = 62;
const VALUE_WIDTH = 16;

/** `1,148.25`; in German `1.148,25`. */
function numberText(value: number, german: boolean): string {
  const [whole = "", fraction] = String(value).split(".");
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, german ? "." : ",");
  return fraction === undefined ? groups : `${groups}${german ? "," : "."}${fraction}`;
}

function split(text: string): { name: string; unit: string | null } {
  const open = text.endsWith(")") ? text.lastIndexOf(" (") : -1;
  return open < 0 ? { name: text, unit: null } : { name: text.slice(0, open), unit: text.slice(open + 2, -1) };
}

/** Up to .NET 8 the counters without tags, one row each. */
function plainRows({ runtimeCounters: { counters } }: Server): MeasuredCounter[] {
  return counters.map((counter) => ({ ...counter, rows: counter.rows.slice(0, 1) }));
}

function printMonitor(server: Server): string[] {
  const { paused } = server.runtimeCounters;
  return [
    "Press p to pause, r to resume, q to quit.",
    `    Status: ${paused ? "Paused" : "Running"}`,
    "",
    "[System.Runtime]",
    ...plainRows(server).map(
      ({ display, rows: [row] }) =>
        `    ${display.padEnd(NAME_WIDTH)}${numberText(row?.value ?? 0, false).padStart(VALUE_WIDTH)}`,
    ),
    "",
  ];
}

function printMetrics({ runtimeCounters: { paused, counters } }: Server): string[] {
  const row = (indent: number, name: string, { value, delta }: MeasuredCounter["rows"][number]): string =>
    " ".repeat(indent) +
    name.padEnd(NAME_WIDTH - indent) +
    numberText(value, true).padStart(VALUE_WIDTH) +
    numberText(delta, true).padStart(VALUE_WIDTH);
  return [
    "Press p to pause, r to resume, q to quit.",
    `    Status: ${paused ? "Paused" : "Running"}`,
    "",
    `${"Name".padEnd(NAME_WIDTH)}${"Current Value".padStart(VALUE_WIDTH)}${"Last Delta".padStart(VALUE_WIDTH)}`,
    "[System.Runtime]",
    ...counters.flatMap(({ metric, rows }) => {
      const [first] = rows;
      if (first && first.tag === null) return [row(4, metric, first)];
      return [
        `    ${metric}`,
        "        gc.heap.generation",
        "        ------------------",
        ...rows.map((each) => row(8, each.tag ?? "", each)),
      ];
    }),
    "",
  ];
}

function timeText(milliseconds: number): string {
  const [date = "", time = ""] = new Date(milliseconds).toISOString().split("T");
  const [year, month, day] = date.split("-");
  return `${month}/${day}/${year} ${time.slice(0, 8)}`;
}

function printFile({ runtimeCounters: { counters, samples, from } }: Server): string[] {
  return [
    "Timestamp,Provider,Counter Name,Counter Type,Mean/Increment",
    ...samples.flatMap((values, second) =>
      counters.map(
        ({ display }, at) =>
          `${timeText(from + 1000 * second)},System.Runtime,${display},${display.includes("/ 1 sec") ? "Rate" : "Metric"},${values[at] ?? 0}`,
      ),
    ),
  ];
}

/** The events of a file, as the fields of each. */
function eventsOf({ runtimeCounters: { counters, samples, from } }: Server): string[][] {
  return samples.flatMap((values, second) =>
    counters.map(({ display }, at) => [
      `"timestamp": "${utcText(from + 1000 * second)}"`,
      '"provider": "System.Runtime"',
      `"name": "${display}"`,
      '"tags": ""',
      `"counterType": "${display.includes("/ 1 sec") ? "Rate" : "Metric"}"`,
      `"value": ${values[at] ?? 0}`,
    ]),
  );
}

function utcText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ")}Z`;
}

/** As it is written, or as an editor lays it out. */
function printJson(server: Server, indented: boolean): string[] {
  const head = ['"TargetProcess": "Contoso.Web"', `"StartTime": "${timeText(server.runtimeCounters.from)}"`];
  const events = eventsOf(server);
  if (!indented) {
    const rows = events.map((fields, at) => `{ ${fields.join(", ")} }${at === events.length - 1 ? "" : ","}`);
    return [`{ ${head.join(", ")}, "Events": [`, ...rows, "]}"];
  }
  const rows = events.flatMap((fields, at) => [
    "    {",
    ...fields.map((field, index) => `      ${field}${index === fields.length - 1 ? "" : ","}`),
    `    }${at === events.length - 1 ? "" : ","}`,
  ]);
  return ["{", ...head.map((field) => `  ${field},`), '  "Events": [', ...rows, "  ]", "}"];
}

const PROVIDER = { provider: "System.Runtime" };

function screenFacts(server: Server, form: Form): Facts<RuntimeCounter>[] {
  const counters = form === "monitor" ? plainRows(server) : server.runtimeCounters.counters;
  return counters.flatMap(({ display, metric, rows }) =>
    rows.map(({ tag, value, delta }) => ({
      ...PROVIDER,
      ...split(form === "monitor" ? display : metric),
      tags: form === "monitor" ? null : tag,
      value,
      lastDelta: form === "monitor" ? null : delta,
      log: null,
    })),
  );
}

function fileFacts({ runtimeCounters: { counters, samples } }: Server): Facts<RuntimeCounter>[] {
  const named = counters.map(({ display }, at) => ({ display, at }));
  named.sort((one, other) => (one.display < other.display ? -1 : 1));
  return named.map(({ display, at }) => {
    const values = samples.map((sample) => sample[at] ?? 0);
    return {
      ...PROVIDER,
      ...split(display),
      tags: null,
      value: null,
      lastDelta: null,
      log: {
        samples: values.length,
        last: values.at(-1) ?? 0,
        minimum: Math.min(...values),
        maximum: Math.max(...values),
      },
    };
  });
}

function expected(server: Server, form: Form): Facts<RuntimeCountersReport> {
  const { paused, samples, from } = server.runtimeCounters;
  const file = form !== "monitor" && form !== "metrics";
  const time = form === "csv" ? timeText : utcText;
  return {
    kind: "runtime-counters",
    status: file ? null : paused ? "paused" : "running",
    counters: file ? fileFacts(server) : screenFacts(server, form),
    firstTime: file ? time(from) : null,
    lastTime: file ? time(from + 1000 * (samples.length - 1)) : null,
  };
}

const PRINTS: Readonly<Record<Form, Printer["print"]>> = {
  monitor: printMonitor,
  metrics: printMetrics,
  csv: printFile,
  json: (server) => printJson(server, false),
  indented: (server) => printJson(server, true),
};

const collected = (form: Form): Printer<RuntimeCountersReport> =>
  printer(form, {
    dialect: form,
    needs: { versions: ["core"] },
    command: ({ runtimeCounters }) =>
      `dotnet-counters collect -p ${runtimeCounters.processId}${form === "csv" ? "" : " --format json"}`,
  });

function printer(
  form: Form,
  more: Pick<Printer, "dialect" | "needs"> & Partial<Printer>,
): Printer<RuntimeCountersReport> {
  return {
    parser: "dotnet-counters",
    prompt: "cmd",
    command: ({ runtimeCounters }) => `dotnet-counters monitor -p ${runtimeCounters.processId}`,
    print: PRINTS[form],
    ...more,
    expected: (server) => expected(server, form),
  };
}

export const RUNTIME_COUNTERS: readonly Printer<RuntimeCountersReport>[] = [
  printer("monitor", { dialect: "monitor", needs: { versions: ["core"] } }),
  printer("metrics", {
    dialect: "metrics",
    needs: { versions: ["core"], systems: ["linux"], bits: 64 },
    prompt: "unix",
  }),
  collected("csv"),
  collected("json"),
  collected("indented"),
];
