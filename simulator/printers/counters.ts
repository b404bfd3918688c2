import type { CountersReport } from "@/evidence";
import type { CounterColumn, CounterLog } from "../counters";
import type { Facts } from "../facts";
import type { Server } from "../server";
import type { Printer } from "./printer";

interface Form {
  /** What stands in the first cell. */
  head: string;
  zone: string | null;
  bias: number | null;
  separator: "," | ";";
  german: boolean;
  /** What stands for a value that could not be taken. */
  none: string;
  closing: readonly string[];
}

const two = (value: number): string => String(value).padStart(2, "0");

function timeText(at: number): string {
  const time = new Date(at);
  const iso = time.toISOString();
  return `${two(time.getUTCMonth() + 1)}/${two(time.getUTCDate())}/${time.getUTCFullYear()} ${iso.slice(11, 23)}`;
}

export function namesOf(column: CounterColumn, german: boolean): { object: string; counter: string } {
  return german ? column.german : { object: column.object, counter: column.counter };
}

export function pathOf(column: CounterColumn, german: boolean): string {
  const { object, counter } = namesOf(column, german);
  return `\\\\${column.machine}\\${object}${column.instance === null ? "" : `(${column.instance})`}\\${counter}`;
}

function valueText(value: number | null, { german, none }: Form): string {
  if (value === null) return none;
  const text = (value / 1e6).toFixed(6);
  return german ? text.replace(".", ",") : text;
}

/** The table, and what typeperf says when it ends. */
export function printCounters({ counters }: Server, form: Form): string[] {
  const row = (cells: readonly string[]): string => cells.map((cell) => `"${cell}"`).join(form.separator);
  return [
    row([form.head, ...counters.columns.map((column) => pathOf(column, form.german))]),
    ...counters.samples.map(({ at, values }) => row([timeText(at), ...values.map((value) => valueText(value, form))])),
    ...form.closing,
  ];
}

/** What the report says of each column. */
export function columnFacts({ columns, samples }: CounterLog, german: boolean): Facts<CountersReport>["counters"] {
  return columns.map((column, at) => {
    const values = samples.map(({ values }) => values[at] ?? null).map((value) => value && value / 1e6);
    const known = values.filter((value) => value !== null);
    const sum = known.reduce((total, value) => total + value, 0);
    return {
      path: pathOf(column, german),
      machine: column.machine,
      ...namesOf(column, german),
      instance: column.instance,
      values,
      count: known.length,
      first: known[0] ?? null,
      last: known.at(-1) ?? null,
      minimum: known.length > 0 ? Math.min(...known) : null,
      maximum: known.length > 0 ? Math.max(...known) : null,
      average: known.length > 0 ? Math.round((sum / known.length) * 1e6) / 1e6 : null,
    };
  });
}

function printer(dialect: string, form: Form): Printer<CountersReport> {
  return {
    parser: "counters",
    dialect,
    needs: {},
    prompt: "cmd",
    command: () => "typeperf -cf counters.txt -sc 6",
    print: (server) => printCounters(server, form),
    expected: ({ counters }) => ({
      kind: "counters",
      counters: columnFacts(counters, form.german),
      samples: counters.samples.map(({ at }) => ({
        time: timeText(at),
        localTime: new Date(at).toISOString().slice(0, 23),
      })),
      sampleCount: counters.samples.length,
      zone: form.zone,
      zoneBiasMinutes: form.bias,
      cutRows: 0,
    }),
  };
}

const PLAIN: Form = {
  head: "(PDH-CSV 4.0)",
  zone: null,
  bias: null,
  separator: ",",
  german: false,
  none: " ",
  closing: [],
};
const ENGLISH = ["", "Exiting, please wait...                         ", "The command completed successfully."];
const GERMAN = ["", "Beendigung, bitte warten...", "Der Befehl wurde erfolgreich ausgeführt."];

export const COUNTERS: readonly Printer<CountersReport>[] = [
  printer("typeperf", { ...PLAIN, none: "-1", closing: ENGLISH }),
  printer("performance-monitor", {
    ...PLAIN,
    head: "(PDH-CSV 4.0) (W. Europe Standard Time)(-60)",
    zone: "W. Europe Standard Time",
    bias: -60,
  }),
  printer("german", { ...PLAIN, separator: ";", german: true, closing: GERMAN }),
];
