import type { CountersReport } from "@/evidence";
import type { CounterColumn, CounterLog } from "../counters";
import type { Server } from "../server";
import { columnFacts, namesOf, pathOf } from "./counters";
import type { Printer } from "./printer";

const INDENT = 26;
const WIDTH = 52;

/** PowerShell writes the names of counters small, and leaves out none. */
function logOf({ counters: { columns, samples } }: Server, german: boolean): CounterLog {
  const small = (text: string): string => text.toLowerCase();
  return {
    columns: columns.map((column): CounterColumn => {
      const { object, counter } = namesOf(column, german);
      const names = { object: small(object), counter: small(counter) };
      const instance = column.instance === null ? null : small(column.instance);
      return { machine: small(column.machine), instance, ...names, german: names };
    }),
    samples: samples.map(({ at, values }) => ({ at, values: values.map((value) => value ?? 0) })),
  };
}

function timeText(at: number, german: boolean): string {
  const [date = "", clock = ""] = new Date(at).toISOString().slice(0, 19).split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  if (german) return `${day}.${month}.${year} ${clock}`;
  const [hour = "", ...rest] = clock.split(":");
  const half = Number(hour) < 12 ? "AM" : "PM";
  return `${Number(month)}/${Number(day)}/${year} ${[String(Number(hour) % 12 || 12), ...rest].join(":")} ${half}`;
}

/** Text as it stands in a column: broken at blanks, and within a word that is wider than the column. */
function broken(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (joined.length <= WIDTH) line = joined;
    else if (word.length <= WIDTH) {
      lines.push(line);
      line = word;
    } else {
      const pieces = joined.match(/.{1,52}/g) ?? [];
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? "";
    }
  }
  return [...lines, line];
}

function print(server: Server, german: boolean): string[] {
  const { columns, samples } = logOf(server, german);
  const number = (millionths: number): string => {
    const text = String(millionths / 1e6);
    return german ? text.replace(".", ",") : text;
  };
  const rows = samples.flatMap(({ at, values }) =>
    values.flatMap((value, index) => {
      const column = columns[index];
      if (!column) return [];
      const cells = [...broken(`${pathOf(column, german)} :`), number(value ?? 0), ""];
      const time = index === 0 ? timeText(at, german) : "";
      return cells.map((cell, line) => `${(line === 0 ? time : "").padEnd(INDENT)}${cell}`.trimEnd());
    }),
  );
  return ["", "Timestamp                 CounterSamples", "---------                 --------------", ...rows, ""];
}

function printer(dialect: string, german: boolean): Printer<CountersReport> {
  return {
    parser: "counters",
    dialect,
    needs: {},
    prompt: "powershell",
    command: () => "Get-Counter -Counter (Get-Content counters.txt) -MaxSamples 6",
    print: (server) => print(server, german),
    expected: (server) => {
      const log = logOf(server, german);
      return {
        kind: "counters",
        counters: columnFacts(log, german),
        samples: log.samples.map(({ at }) => ({ time: timeText(at, german), localTime: null })),
        sampleCount: log.samples.length,
        zone: null,
        zoneBiasMinutes: null,
        cutRows: 0,
      };
    },
  };
}

export const GET_COUNTER: readonly Printer<CountersReport>[] = [
  printer("get-counter", false),
  printer("get-counter-german", true),
];
