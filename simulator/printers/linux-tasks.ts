import type { LinuxTasksReport } from "@/evidence";
import type { Facts } from "../facts";
import type { LinuxThread } from "../linux-tasks";
import type { Server } from "../server";
import type { Printer } from "./printer";

type Task = Facts<LinuxTasksReport>["tasks"][number];

const two = (value: number): string => String(value).padStart(2, "0");
export const tenths = (value: number): string => (value / 10).toFixed(1);

/** `00:12:09`, `1-02:10:09`. */
export function longTime(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return days > 0 ? `${days}-${clock}` : clock;
}

/** `72:09`, with hundredths in top. */
export function shortTime(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

const NOTHING: Task = {
  processId: null,
  threadId: null,
  parentProcessId: null,
  user: null,
  state: null,
  wchan: null,
  processor: null,
  cpuPercent: null,
  memoryPercent: null,
  cpuSeconds: null,
  residentBytes: null,
  command: null,
};

interface Form {
  dialect: string;
  command: string;
  print(server: Server): string[];
  /** Which threads are listed. */
  listed?(thread: LinuxThread): boolean;
  task(thread: LinuxThread): Partial<Task>;
  top?: boolean;
}

const isProcess = ({ processId, threadId }: LinuxThread): boolean => processId === threadId;

function topHead({ linux }: Server, what: string, count: number): string[] {
  const [one, five, fifteen] = linux.loadAverages.map((load) => (load / 100).toFixed(2));
  return [
    `top - 16:04:33 up 11 days,  2:10,  1 user,  load average: ${one}, ${five}, ${fifteen}`,
    `${what}: ${String(count).padStart(3)} total,   1 running, ${count - 1} sleeping,   0 stopped,   0 zombie`,
    `%Cpu(s):  2.3 us,  1.0 sy,  0.0 ni,  6.0 id, ${tenths(linux.ioWait).padStart(4)} wa,  0.0 hi,  0.0 si,  0.0 st`,
    "MiB Mem :  15884.1 total,   1234.5 free,   8234.1 used,   6415.5 buff/cache",
    "MiB Swap:   2048.0 total,   2048.0 free,      0.0 used.   7200.1 avail Mem ",
    "",
    "    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND",
  ];
}

function topRow(
  { user, state, cpu, memory, cpuSeconds, residentKilobytes }: LinuxThread,
  id: number,
  name: string,
): string {
  const front = `${String(id).padStart(7)} ${user.padEnd(9)} 20   0   12.3g ${String(residentKilobytes).padStart(6)}  79872`;
  const time = `${shortTime(cpuSeconds)}.25`;
  return `${front} ${state[0]} ${tenths(cpu).padStart(5)} ${tenths(memory).padStart(5)} ${time.padStart(9)} ${name}`;
}

const topTask = (thread: LinuxThread): Partial<Task> => ({
  user: thread.user,
  state: thread.state.slice(0, 1),
  cpuPercent: thread.cpu / 10,
  memoryPercent: thread.memory / 10,
  cpuSeconds: thread.cpuSeconds + 0.25,
  residentBytes: thread.residentKilobytes * 1024,
});

const FORMS: readonly Form[] = [
  {
    dialect: "threads",
    command: "ps -eLo pid,tid,stat,wchan:32,comm",
    print: ({ linux }) => [
      "    PID     TID STAT WCHAN                            COMMAND",
      ...linux.threads.map(
        ({ processId, threadId, state, wchan, name }) =>
          `${String(processId).padStart(7)} ${String(threadId).padStart(7)} ${state.padEnd(4)} ${(wchan ?? "-").padEnd(32)} ${name}`,
      ),
    ],
    task: ({ processId, threadId, state, wchan, name }) => ({ processId, threadId, state, wchan, command: name }),
  },
  {
    dialect: "name-in-the-middle",
    command: "ps -eLo user,comm,tid,psr,pcpu,wchan,pid",
    print: ({ linux }) => [
      "USER     COMMAND             TID PSR %CPU WCHAN      PID",
      ...linux.threads.map(
        ({ user, name, threadId, processor, cpu, wchan, processId }) =>
          `${user.padEnd(8)} ${name.padEnd(15)} ${String(threadId).padStart(7)} ${String(processor).padStart(3)} ${tenths(cpu).padStart(4)} ${(wchan ?? "-").slice(0, 6).padEnd(6)} ${String(processId).padStart(7)}`,
      ),
    ],
    task: ({ user, name, threadId, processor, cpu, wchan, processId }) => ({
      user,
      command: name,
      threadId,
      processor,
      cpuPercent: cpu / 10,
      wchan: wchan === null ? null : wchan.slice(0, 6),
      processId,
    }),
  },
  {
    dialect: "full",
    command: "ps -eLf",
    print: ({ linux }) => [
      "UID          PID    PPID     LWP  C NLWP STIME TTY          TIME CMD",
      ...linux.threads.map(
        ({ user, processId, parentId, threadId, cpu, cpuSeconds, commandLine }) =>
          `${user.padEnd(8)} ${String(processId).padStart(7)} ${String(parentId).padStart(7)} ${String(threadId).padStart(7)} ${String(Math.floor(cpu / 10)).padStart(2)}   31 Mar11 ?        ${longTime(cpuSeconds)} ${commandLine}`,
      ),
    ],
    task: ({ user, processId, parentId, threadId, cpu, cpuSeconds, commandLine }) => ({
      user,
      processId,
      parentProcessId: parentId,
      threadId,
      cpuPercent: Math.floor(cpu / 10),
      cpuSeconds,
      command: commandLine,
    }),
  },
  {
    dialect: "processes",
    command: "ps aux",
    listed: isProcess,
    print: ({ linux }) => [
      "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND",
      ...linux.threads
        .filter(isProcess)
        .map(
          ({ user, processId, cpu, memory, residentKilobytes, state, cpuSeconds, commandLine }) =>
            `${user.padEnd(8)} ${String(processId).padStart(7)} ${tenths(cpu).padStart(4)} ${tenths(memory).padStart(4)} 3274000 ${residentKilobytes} ?        ${state.padEnd(4)} 09:12 ${shortTime(cpuSeconds).padStart(6)} ${commandLine}`,
        ),
    ],
    task: ({ user, processId, cpu, memory, residentKilobytes, state, cpuSeconds, commandLine }) => ({
      user,
      processId,
      cpuPercent: cpu / 10,
      memoryPercent: memory / 10,
      residentBytes: residentKilobytes * 1024,
      state,
      cpuSeconds,
      command: commandLine,
    }),
  },
  {
    dialect: "busybox",
    command: "ps -o pid,user,time,stat,args",
    listed: isProcess,
    print: ({ linux }) => [
      "PID   USER     TIME  STAT COMMAND",
      ...linux.threads
        .filter(isProcess)
        .map(
          ({ processId, user, cpuSeconds, state, commandLine }) =>
            `${String(processId).padStart(5)} ${user.padEnd(8)} ${shortTime(cpuSeconds).padStart(5)} ${state.padEnd(4)} ${commandLine}`,
        ),
    ],
    task: ({ processId, user, cpuSeconds, state, commandLine }) => ({
      processId,
      user,
      cpuSeconds,
      state,
      command: commandLine,
    }),
  },
  {
    dialect: "top-threads",
    command: "top -H -b -n 1",
    top: true,
    print: (server) => {
      const { threads } = server.linux;
      return [
        ...topHead(server, "Threads", threads.length),
        ...threads.map((thread) => topRow(thread, thread.threadId, thread.name)),
      ];
    },
    task: (thread) => ({ ...topTask(thread), threadId: thread.threadId, command: thread.name }),
  },
  {
    dialect: "top-processes",
    command: "top -b -n 1",
    top: true,
    listed: isProcess,
    print: (server) => {
      const listed = server.linux.threads.filter(isProcess);
      return [
        ...topHead(server, "Tasks", listed.length),
        ...listed.map((thread) => topRow(thread, thread.processId, thread.name)),
      ];
    },
    task: (thread) => ({ ...topTask(thread), processId: thread.processId, command: thread.name }),
  },
];

function expected({ linux }: Server, { listed = () => true, task, top = false }: Form): Facts<LinuxTasksReport> {
  const tasks = linux.threads.filter(listed).map((thread) => ({ ...NOTHING, ...task(thread) }));
  return {
    kind: "linux-tasks",
    tool: top ? "top" : "ps",
    tasks,
    total: top ? tasks.length : null,
    loadAverages: top ? linux.loadAverages.map((load) => load / 100) : [],
    ioWaitPercent: top ? linux.ioWait / 10 : null,
    complete: top,
  };
}

export const LINUX_TASKS: readonly Printer<LinuxTasksReport>[] = FORMS.map((form) => ({
  parser: "linux-ps",
  dialect: form.dialect,
  needs: {},
  prompt: "unix",
  command: () => form.command,
  print: form.print,
  expected: (server) => expected(server, form),
}));
