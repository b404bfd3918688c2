import type { CounterColumn, CounterLog } from "../../counters";
import type { Server } from "../../server";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";
import { printed } from "../printed";

/** A counter by its path: `\PhysicalDisk(*)\Avg. Disk sec/Read`. */
interface Path {
  object: string;
  instance: string | null;
  counter: string;
}

/** Values in millionths. */
type Value = (server: Server) => number;

const PAGES_A_MEGABYTE = 256;

/** Counters that every server has, whether its log names them or not: what they show follows from its state. */
const ALWAYS: readonly (readonly [object: string, instance: string | null, counter: string, value: Value])[] = [
  ["Memory", null, "Available MBytes", ({ memory }) => 1e6 * Math.floor(memory.available / PAGES_A_MEGABYTE)],
  ["Memory", null, "Page Reads/sec", ({ memory }) => (memory.failedAllocations > 0 ? 412_000_000 : 2_000_000)],
  ["PhysicalDisk", "_Total", "Avg. Disk sec/Read", () => 4000],
  ["Processor", "_Total", "% Processor Time", ({ pool }) => 1e6 * pool.cpu],
];

function pathOf(typed: string): Path {
  const [, object = "", instance, counter = ""] =
    /^\\?(?:\\[^\\]+\\)?([^\\(]+)(?:\(((?:[^()]|\([^()]*\))*)\))?\\([^\\]+)$/.exec(typed.trim()) ?? [];
  return { object, instance: instance ?? null, counter };
}

function isAsked({ object, instance, counter }: Path, column: Path): boolean {
  const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  const anywhere = instance === "*" && column.instance !== null;
  const here = same(instance ?? "", column.instance ?? "");
  return same(object, column.object) && same(counter, column.counter) && (anywhere || here);
}

/** The columns of the log that were asked for, with those that follow from the server's state. */
export function counterLogFor(server: Server, typed: readonly string[]): CounterLog {
  const { columns, samples } = server.counters;
  const machine = columns[0]?.machine ?? "WEB01";
  const log = columns.map((column, at) => ({ column, values: samples.map(({ values }) => values[at] ?? null) }));
  const derived = ALWAYS.map(([object, instance, counter, value]) => ({
    column: { machine, object, instance, counter, german: { object, counter } } satisfies CounterColumn,
    values: samples.map((): number | null => value(server)),
  }));
  const wanted = typed.map(pathOf).flatMap((path) => {
    const own = log.filter(({ column }) => isAsked(path, column));
    return own.length > 0 ? own : derived.filter(({ column }) => isAsked(path, column));
  });
  return {
    columns: wanted.map(({ column }) => column),
    samples: samples.map(({ at }, row) => ({ at, values: wanted.map(({ values }) => values[row] ?? null) })),
  };
}

function typeperf({ server }: Situation, { paths = "", count = "" }: Arguments): Answer | readonly string[] | null {
  const typed = paths.match(/"[^"]+"/g)?.map((path) => path.slice(1, -1)) ?? [];
  const log = typed.length === 0 ? server.counters : counterLogFor(server, typed);
  const counters = { ...log, samples: log.samples.slice(0, count === "" ? log.samples.length : Number(count)) };
  if (counters.columns.length === 0) return fail("Error: No valid counters.");
  return printed({ ...server, counters }, "counters", "typeperf");
}

function getCounter({ server }: Situation, { paths = "", count = "1" }: Arguments): Answer | readonly string[] | null {
  const typed = paths.match(/['"][^'"]+['"]/g)?.map((path) => path.slice(1, -1)) ?? [];
  const log = typed.length === 0 ? server.counters : counterLogFor(server, typed);
  const counters = { ...log, samples: log.samples.slice(0, Number(count)) };
  if (counters.columns.length === 0) {
    return fail("Get-Counter : The specified object was not found on the computer.");
  }
  return printed({ ...server, counters }, "counters", "get-counter");
}

export const COUNTER_COMMANDS: readonly Command[] = [
  {
    parser: "counters",
    consoles: ["cmd", "powershell"],
    typed:
      /^typeperf(?:\s+-cf\s+\S+)?(?<paths>(?:\s+"[^"]+")*)(?:\s+-si\s+\d+)?(?:\s+-sc\s+(?<count>\d+))?(?:\s+-si\s+\d+)?$/i,
    answer: typeperf,
  },
  {
    parser: "counters",
    consoles: ["powershell"],
    typed:
      /^get-counter(?:(?:\s+-counter)?\s+(?:\(get-content [^()]+\)|(?<paths>(?:,?\s*['"][^'"]+['"])+)))?(?:\s+-sampleinterval\s+\d+)?(?:\s+-maxsamples\s+(?<count>\d+))?$/i,
    answer: getCounter,
  },
];
