import type { ThreadTime, ThreadTimesReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Server } from "../server";
import type { ThreadTimes } from "../thread-times";
import type { Printer } from "./printer";

/** `no-days` is that of debuggers before 2004, which fill milliseconds up to four digits. */
export type TimesDialect = "no-days" | "days" | "names";
type List = "user" | "kernel" | "elapsed";

const HEADINGS: Readonly<Record<List, string>> = {
  user: " User Mode Time",
  kernel: " Kernel Mode Time",
  elapsed: " Elapsed Time",
};
const HOUR = 3_600_000;

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}

function duration(milliseconds: number, dialect: TimesDialect): string {
  const days = Math.floor(milliseconds / (24 * HOUR));
  const hours = Math.floor(milliseconds / HOUR);
  const rest = `${pad(Math.floor(milliseconds / 60_000) % 60)}:${pad(Math.floor(milliseconds / 1000) % 60)}`;
  if (dialect === "no-days") return `${hours}:${rest}.${pad(milliseconds % 1000, 4)}`;
  return `${days} days ${hours % 24}:${rest}.${pad(milliseconds % 1000, 3)}`;
}

function sorted({ threadTimes }: Server, list: List): ThreadTimes[] {
  return [...threadTimes].sort((a, b) => b[list] - a[list]);
}

function printRow(times: ThreadTimes, list: List, dialect: TimesDialect): string {
  const { number, osThreadId, name } = times.thread;
  const time = duration(times[list], dialect);
  if (dialect === "no-days") return ` ${`${number}:${osThreadId}`.padEnd(12)} ${time}`;
  const label = dialect === "names" && name !== null ? `   ${name}` : "";
  return `${String(number).padStart(5)}:${osThreadId.padEnd(8)} ${time}${label}`;
}

/** `!runaway`: what each thread has used, most first. */
export function printThreadTimes(server: Server, dialect: TimesDialect, lists: readonly List[]): string[] {
  const columns = dialect === "no-days" ? " Thread       Time" : "  Thread       Time";
  return [
    ...(dialect === "no-days" ? [""] : []),
    ...lists.flatMap((list) => [
      HEADINGS[list],
      columns,
      ...sorted(server, list).map((times) => printRow(times, list, dialect)),
    ]),
  ];
}

function listFacts(server: Server, list: List, dialect: TimesDialect): Facts<ThreadTime>[] {
  return sorted(server, list).map((times) => ({
    thread: times.thread.number,
    osThreadId: times.thread.osThreadId,
    name: dialect === "names" ? times.thread.name : null,
    seconds: times[list] / 1000,
  }));
}

function printer(
  dialect: string,
  form: TimesDialect,
  needs: Printer["needs"],
  flags: string,
  lists: readonly List[],
): Printer<ThreadTimesReport> {
  return {
    parser: "windbg-runaway",
    dialect,
    needs,
    prompt: "user",
    command: () => `!runaway${flags}`,
    print: (server) => printThreadTimes(server, form, lists),
    expected: (server) => ({
      kind: "thread-times",
      userModeTime: lists.includes("user") ? listFacts(server, "user", form) : null,
      kernelModeTime: lists.includes("kernel") ? listFacts(server, "kernel", form) : null,
      elapsedTime: lists.includes("elapsed") ? listFacts(server, "elapsed", form) : null,
      complete: true,
    }),
  };
}

const ALL: readonly List[] = ["user", "kernel", "elapsed"];

export const THREAD_TIMES: readonly Printer<ThreadTimesReport>[] = [
  printer("no-days", "no-days", { systems: ["2003"] }, "", ["user"]),
  printer("days", "days", {}, "", ["user"]),
  printer("days-all", "days", { systems: ["2003", "2008-r2"] }, " 7", ALL),
  printer("names", "names", { systems: ["2019"] }, "", ["user"]),
  printer("names-all", "names", { systems: ["2019"] }, " 7", ALL),
];
