import type { LinuxThread } from "../linux-tasks";
import type { Server } from "../server";
import { longTime, shortTime, tenths } from "./linux-tasks";

interface Column {
  head: string;
  /** Negative where the text stands at the left; 0 for the last one, which is as wide as it is. */
  width: number;
  text(thread: LinuxThread): string;
}

const NUMBER = 7;

/** What `ps -o` can show, by each of the names it goes by. */
const COLUMNS: Readonly<Record<string, Column>> = {
  pid: { head: "PID", width: NUMBER, text: ({ processId }) => String(processId) },
  ppid: { head: "PPID", width: NUMBER, text: ({ parentId }) => String(parentId) },
  tid: { head: "TID", width: NUMBER, text: ({ threadId }) => String(threadId) },
  lwp: { head: "LWP", width: NUMBER, text: ({ threadId }) => String(threadId) },
  spid: { head: "SPID", width: NUMBER, text: ({ threadId }) => String(threadId) },
  user: { head: "USER", width: -8, text: ({ user }) => user },
  stat: { head: "STAT", width: -4, text: ({ state }) => state },
  s: { head: "S", width: -1, text: ({ state }) => state.slice(0, 1) },
  state: { head: "S", width: -1, text: ({ state }) => state.slice(0, 1) },
  wchan: { head: "WCHAN", width: -6, text: ({ wchan }) => wchan ?? "-" },
  psr: { head: "PSR", width: 3, text: ({ processor }) => String(processor) },
  pcpu: { head: "%CPU", width: 4, text: ({ cpu }) => tenths(cpu) },
  pmem: { head: "%MEM", width: 4, text: ({ memory }) => tenths(memory) },
  rss: { head: "RSS", width: 6, text: ({ residentKilobytes }) => String(residentKilobytes) },
  time: { head: "TIME", width: 8, text: ({ cpuSeconds }) => longTime(cpuSeconds) },
  bsdtime: { head: "TIME", width: 6, text: ({ cpuSeconds }) => shortTime(cpuSeconds) },
  comm: { head: "COMMAND", width: -15, text: ({ name }) => name },
  args: { head: "COMMAND", width: -40, text: ({ commandLine }) => commandLine },
  cmd: { head: "CMD", width: -40, text: ({ commandLine }) => commandLine },
};

function columnOf(typed: string): Column | null {
  const [name = "", wide] = typed.replace(/^%/, "p").split(":");
  const column = COLUMNS[name.toLowerCase()];
  if (!column) return null;
  return wide === undefined ? column : { ...column, width: Math.sign(column.width) * Number(wide) };
}

function cell(text: string, { width }: Column, last: boolean): string {
  if (width > 0) return text.padStart(width);
  const clipped = text.slice(0, last ? text.length : -width);
  return last ? clipped : clipped.padEnd(-width);
}

/** `ps -o`: the columns that were asked for, of each thread or of each process; null when one of them is unknown. */
export function printTaskColumns(
  { linux }: Server,
  typed: readonly string[],
  everyThread: boolean,
): readonly string[] | null {
  const columns = typed.map(columnOf);
  const known = columns.flatMap((column) => column ?? []);
  if (known.length < columns.length) return null;
  const row = (texts: readonly string[]): string =>
    known.map((column, at) => cell(texts[at] ?? "", column, at === known.length - 1)).join(" ");
  const listed = linux.threads.filter(({ processId, threadId }) => everyThread || processId === threadId);
  return [row(known.map(({ head }) => head)), ...listed.map((thread) => row(known.map(({ text }) => text(thread))))];
}
