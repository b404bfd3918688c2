import type { LinuxKernelStacksReport } from "@/evidence";
import type { LinuxFrame, LinuxStack } from "../linux-stacks";
import type { Server } from "../server";
import type { Printer } from "./printer";

interface Form {
  dialect: string;
  command(stacks: readonly LinuxStack[]): string;
  print(stacks: readonly LinuxStack[]): string[];
  /** Older kernels show addresses. */
  old?: boolean;
  named?: boolean;
  /** Stacks without rows leave no trace. */
  onlyWithRows?: boolean;
}

const pathOf = ({ thread }: LinuxStack): string => `/proc/${thread.processId}/task/${thread.threadId}`;

function row(frame: LinuxFrame, old: boolean): string {
  const module = frame.module === null ? "" : ` [${frame.module}]`;
  return `[<${old ? frame.address : "0"}>] ${frame.function}+0x${frame.offset}/0x${frame.size}${module}`;
}

const rows = ({ frames }: LinuxStack): string[] => frames.map((frame) => row(frame, false));
const LAST = "[<ffffffffffffffff>] 0xffffffffffffffff";

const FORMS: readonly Form[] = [
  {
    dialect: "head",
    command: (stacks) => `head -n 50 /proc/${stacks[0]?.thread.processId}/task/*/stack`,
    print: (stacks) =>
      stacks.flatMap((stack, at) => [...(at > 0 ? [""] : []), `==> ${pathOf(stack)}/stack <==`, ...rows(stack)]),
  },
  {
    dialect: "loop-old-kernel",
    command: (stacks) =>
      `for t in /proc/${stacks[0]?.thread.processId}/task/*; do echo "$t $(cat $t/comm)"; cat $t/stack; done`,
    print: (stacks) =>
      stacks.flatMap((stack) => [
        `${pathOf(stack)} ${stack.thread.name}`,
        ...stack.frames.map((frame) => row(frame, true)),
        ...(stack.frames.length > 0 ? [LAST] : []),
      ]),
    old: true,
    named: true,
  },
  {
    dialect: "grep",
    command: (stacks) => `grep . /proc/${stacks[0]?.thread.processId}/task/*/stack`,
    print: (stacks) => stacks.flatMap((stack) => rows(stack).map((text) => `${pathOf(stack)}/stack:${text}`)),
    onlyWithRows: true,
  },
  {
    dialect: "one",
    command: ([stack]) => `cat ${stack ? pathOf(stack) : "/proc/1"}/stack`,
    print: ([stack]) => (stack ? rows(stack) : []),
  },
];

function printer({
  dialect,
  command,
  print,
  old = false,
  named = false,
  onlyWithRows = false,
}: Form): Printer<LinuxKernelStacksReport> {
  const listed = ({ linux }: Server): readonly LinuxStack[] => {
    if (dialect === "one") return linux.stacks.slice(0, 1);
    return linux.stacks.filter(({ frames }) => !onlyWithRows || frames.length > 0);
  };
  return {
    parser: "linux-kernel-stack",
    dialect,
    needs: {},
    prompt: "unix",
    command: (server) => command(listed(server)),
    print: (server) => print(listed(server)),
    expected: (server, echoed) => ({
      kind: "linux-kernel-stacks",
      stacks: listed(server).map(({ thread, frames }) => {
        const known = dialect !== "one" || echoed;
        const printed = frames.map((frame) => ({ ...frame, address: old ? frame.address : null }));
        const last = { address: "ffffffffffffffff", function: null, offset: null, size: null, module: null };
        return {
          processId: known ? thread.processId : null,
          threadId: known ? thread.threadId : null,
          name: named ? thread.name : null,
          frames: old && frames.length > 0 ? [...printed, last] : printed,
          cut: false,
        };
      }),
    }),
  };
}

export const LINUX_STACKS: readonly Printer<LinuxKernelStacksReport>[] = FORMS.map(printer);
