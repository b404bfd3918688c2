import type { LinuxStack } from "../../linux-stacks";
import { controlGroupFiles } from "../../printers/linux-control-group";
import { printTaskColumns } from "../../printers/linux-task-columns";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";
import { asPrinted, printed } from "../printed";

const UNIX = { consoles: ["unix"] } as const;

function tasks({ server }: Situation, { flags = "", columns = "" }: Arguments): Answer | readonly string[] {
  const told = printTaskColumns(server, columns.split(","), flags.includes("L"));
  return told ?? fail(`error: unknown user-defined format specifier "${columns}"`);
}

/** The kernel's stacks of one process, or of one of its threads. */
function stacksOf({ server }: Situation, { process = "", thread = "*" }: Arguments): LinuxStack[] {
  const wanted = thread === "" ? process : thread;
  return server.linux.stacks.filter(
    (stack) =>
      String(stack.thread.processId) === process && (wanted === "*" || String(stack.thread.threadId) === wanted),
  );
}

function kernelStacks(dialect: string): Command["answer"] {
  return (situation, args) => {
    const { server } = situation;
    const stacks = stacksOf(situation, args);
    const where = `/proc/${args.process}${args.thread ? `/task/${args.thread}` : ""}/stack`;
    if (stacks.length === 0) return fail(`cat: ${where}: No such file or directory`);
    return printed({ ...server, linux: { ...server.linux, stacks } }, "linux-kernel-stack", dialect);
  };
}

function folder(dialect: string): Command["answer"] {
  return ({ server }, { path = "" }) => {
    const wanted = path.replace(/^['"]|['"]$/g, "").replace(/(?<=.)\/$/, "");
    if (wanted !== server.linux.disks.folder.path) {
      return fail(`du: cannot access '${wanted}': No such file or directory`);
    }
    return printed(server, "linux-du", dialect);
  };
}

/** The group's files that were named, with `*` for any; several stand below their names, as each tool writes them. */
function controlGroup({ server }: Situation, { tool = "cat", paths = "" }: Arguments): Answer | readonly string[] {
  const wanted = paths
    .trim()
    .split(/\s+/)
    .map((path) => path.slice(GROUP.length + 1));
  const patterns = wanted.map((name) => new RegExp(`^${name.replaceAll(".", "\\.").replaceAll("*", ".*")}$`));
  const found = controlGroupFiles(server).filter(([name]) => patterns.some((pattern) => pattern.test(name)));
  if (found.length === 0) return fail(`${tool}: ${GROUP}/${wanted[0]}: No such file or directory`);
  if (tool === "grep") return found.flatMap(([name, rows]) => rows.map((row) => `${GROUP}/${name}:${row}`));
  if (tool === "cat" || found.length === 1) return found.flatMap(([, rows]) => rows);
  return found.flatMap(([name, rows], at) => [...(at > 0 ? [""] : []), `==> ${GROUP}/${name} <==`, ...rows]);
}

/** Pages of 4 KB. */
function memory({ server }: Situation): string[] {
  const { physical, available, committed, limit, pageFile } = server.memory;
  const row = (name: string, kilobytes: number): string =>
    `${`${name}:`.padEnd(16)}${String(kilobytes).padStart(8)} kB`;
  return [
    row("MemTotal", 4 * physical),
    row("MemFree", Math.floor(3 * available)),
    row("MemAvailable", 4 * available),
    row("SwapTotal", pageFile.current),
    row("SwapFree", pageFile.free),
    row("CommitLimit", 4 * limit),
    row("Committed_AS", 4 * committed),
  ];
}

/** Number of the process that debugs this one. */
function tracer({ server: { process } }: Situation): string[] {
  return [`TracerPid:\t${process.debugged ? Number.parseInt(process.id, 16) + 40 : 0}`];
}

const TASK = "/proc/(?<process>\\d+)(?:/task/(?<thread>\\d+))?/stack";
const TASKS = "/proc/(?<process>\\d+)/task/(?<thread>\\*)/stack";
const PATH = `(?<path>"[^"]+"|'[^']+'|[^\\s"']+)`;
const GROUP = "/sys/fs/cgroup";

/** What a Linux server tells in a shell. */
export const UNIX_COMMANDS: readonly Command[] = [
  { ...UNIX, parser: "linux-ps", typed: /^ps\s+-?(?<flags>[eALw]*)o\s*(?<columns>\S+)$/, answer: tasks },
  { ...UNIX, parser: "linux-ps", typed: /^ps\s+-?eLf$/, answer: asPrinted("linux-ps", "full") },
  { ...UNIX, parser: "linux-ps", typed: /^ps\s+-?aux\w*$/, answer: asPrinted("linux-ps", "processes") },
  {
    ...UNIX,
    parser: "linux-ps",
    typed: /^top(?=.*-\w*H)(?=.*-\w*b)(?:\s+-?\w+)*$/,
    answer: asPrinted("linux-ps", "top-threads"),
  },
  {
    ...UNIX,
    parser: "linux-ps",
    typed: /^top(?=.*-\w*b)(?:\s+-?\w+)*$/,
    answer: asPrinted("linux-ps", "top-processes"),
  },
  {
    ...UNIX,
    parser: "linux-kernel-stack",
    typed: new RegExp(`^head(?:\\s+-n\\s*\\d+)?\\s+${TASKS}$`),
    answer: kernelStacks("head"),
  },
  {
    ...UNIX,
    parser: "linux-kernel-stack",
    typed: new RegExp(`^grep\\s+\\.\\s+${TASKS}$`),
    answer: kernelStacks("grep"),
  },
  { ...UNIX, parser: "linux-kernel-stack", typed: new RegExp(`^cat\\s+${TASK}$`), answer: kernelStacks("one") },
  {
    ...UNIX,
    parser: "linux-kernel-stack",
    typed:
      /^for\s+t\s+in\s+\/proc\/(?<process>\d+)\/task\/(?<thread>\*);\s*do\s+echo\s.{1,40}\/comm\)";\s*cat\s+\$t\/stack;\s*done$/,
    answer: kernelStacks("loop-old-kernel"),
  },
  {
    ...UNIX,
    parser: "linux-cgroup",
    typed: new RegExp(`^cat\\s+${GROUP}/cpu(?:,cpuacct)?/cpu\\.stat$`),
    answer: asPrinted("linux-cgroup", "cpu-stat-version-1"),
  },
  {
    ...UNIX,
    parser: "linux-cgroup",
    typed: new RegExp(`^(?<tool>cat|head|tail|grep)(?:\\s+(?:-n\\s*\\d+|\\.))?(?<paths>(?:\\s+${GROUP}/[\\w.*]+)+)$`),
    answer: controlGroup,
  },
  { ...UNIX, parser: null, typed: /^cat\s+\/proc\/meminfo$/, answer: memory },
  { ...UNIX, parser: null, typed: /^grep\s+TracerPid\s+\/proc\/\d+\/status$/, answer: tracer },
  {
    ...UNIX,
    parser: null,
    typed: /^(?<tool>cat|head|tail)(?:\s+-\S+(?:\s+\d+)?)*\s+(?<path>\S+)$/,
    answer: (_situation, { tool = "cat", path = "" }) => fail(`${tool}: ${path}: No such file or directory`),
  },
  { ...UNIX, parser: "linux-df", typed: /^df\s+-(?:hT|Th)$/, answer: asPrinted("linux-df", "human-with-type") },
  { ...UNIX, parser: "linux-df", typed: /^df(?:\s+-k)?$/, answer: asPrinted("linux-df", "kilobytes-wrapped") },
  { ...UNIX, parser: "linux-df", typed: /^df\s+-i$/, answer: asPrinted("linux-df", "files") },
  { ...UNIX, parser: "linux-df", typed: /^df\s+-h$/, answer: asPrinted("linux-df", "human") },
  { ...UNIX, parser: "linux-du", typed: new RegExp(`^du\\s+-sh\\s+${PATH}$`), answer: folder("total") },
  {
    ...UNIX,
    parser: "linux-du",
    typed: new RegExp(`^du\\s+-h\\s+(?:--max-depth=1|-d\\s?1)\\s+${PATH}$`),
    answer: folder("depth"),
  },
];
