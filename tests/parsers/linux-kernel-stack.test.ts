import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { read, reportOf, withoutLines } from "../support/reading";

const stacksOf = (block: Block | undefined) => reportOf(block, "linux-kernel-stack", "linux-kernel-stacks").stacks;

const HEAD = `root@web-7f9c:/app# head -n 50 /proc/7/task/23/stack /proc/7/task/24/stack /proc/7/task/25/stack
==> /proc/7/task/23/stack <==
[<0>] fanotify_get_response+0x84/0x160
[<0>] fanotify_handle_event+0x19a/0x2b0
[<0>] entry_SYSCALL_64_after_hwframe+0x6c/0xd6

==> /proc/7/task/24/stack <==

==> /proc/7/task/25/stack <==
[<0>] nfs4_call_sync.isra.0+0x1e/0x90 [nfsv4]
[<0>] entry_SYSCALL_64_after_hwframe+0x6c/0xd6
`;
const OLD = `$ sudo cat /proc/7/task/23/stack
[<ffffffff810f2a31>] futex_wait_queue_me+0xc1/0x120
[<ffffffff81699ce9>] system_call_fastpath+0x16/0x1b
[<ffffffffffffffff>] 0xffffffffffffffff
`;
const GREP = `$ grep . /proc/7/task/23/stack /proc/7/task/24/stack
/proc/7/task/23/stack:[<0>] io_schedule+0x46/0x70
/proc/7/task/23/stack:[<0>] ret_from_fork+0x22/0x30
/proc/7/task/24/stack:[<0>] io_schedule+0x46/0x70
/proc/7/task/24/stack:[<0>] wait_on_page_bit+0x133/0x270 [ext4]
`;

test("each thread has the functions it waits in, innermost first", () => {
  const [block] = read(HEAD);
  expect([block?.outcome, block?.mode]).toEqual(["read", "shell"]);
  const stacks = stacksOf(block);
  expect(
    stacks.map(({ line, lastLine, processId, threadId, cut, frames }) => [
      line,
      lastLine,
      processId,
      threadId,
      cut,
      frames.length,
    ]),
  ).toEqual([
    [2, 5, 7, 23, false, 3],
    [7, 7, 7, 24, false, 0],
    [9, 11, 7, 25, false, 2],
  ]);
  expect(stacks[2]?.frames[0]).toEqual({
    line: 10,
    address: null,
    function: "nfs4_call_sync.isra.0",
    offset: "1e",
    size: "90",
    module: "nfsv4",
  });
});

test("addresses of older kernels are kept, and the command tells whose stack it is", () => {
  const [stack] = stacksOf(read(OLD)[0]);
  expect(stack).toMatchObject({ processId: 7, threadId: 23, cut: false });
  expect(stack?.frames.map(({ address, function: name }) => [address, name])).toEqual([
    ["ffffffff810f2a31", "futex_wait_queue_me"],
    ["ffffffff81699ce9", "system_call_fastpath"],
    ["ffffffffffffffff", null],
  ]);
});

test("grep names the file in front of each row", () => {
  const stacks = stacksOf(read(GREP)[0]);
  expect(stacks.map(({ threadId, frames, cut }) => [threadId, frames.length, cut])).toEqual([
    [23, 2, false],
    [24, 2, true],
  ]);
  expect(stacks[1]?.frames[1]?.module).toBe("ext4");
});

test.each([
  ["/proc/7/task/23 .NET ThreadPool", 7, 23, ".NET ThreadPool"],
  ["/proc/7/task/23:", 7, 23, null],
  ["--- /proc/7/task/23/stack ---", 7, 23, null],
  ["/proc/7/stack", 7, 7, null],
  ["23", 7, 23, null],
  ["tid 23 (.NET Finalizer)", 7, 23, ".NET Finalizer"],
  ["=== 23 dotnet ===", 7, 23, "dotnet"],
])("a loop may head a stack with %s", (heading, processId, threadId, name) => {
  const text = `# for t in /proc/7/task/*; do cat $t/stack; done\n${heading}\n[<0>] ep_poll+0x34d/0x390\n[<0>] entry_SYSCALL_64_after_hwframe+0x6c/0xd6\n`;
  const [block] = read(text);
  expect(block?.outcome).toBe("read");
  expect(stacksOf(block).map((stack) => [stack.processId, stack.threadId, stack.name])).toEqual([
    [processId, threadId, name],
  ]);
});

test("stacks without headings are parted where the kernel was entered, and belong to nobody", () => {
  const text = `# cat /proc/7/task/*/stack\n${"[<0>] ep_poll+0x34d/0x390\n[<0>] entry_SYSCALL_64_after_hwframe+0x6c/0xd6\n".repeat(3)}`;
  expect(
    stacksOf(read(text)[0]).map(({ processId, threadId, frames }) => [processId, threadId, frames.length]),
  ).toEqual([
    [7, null, 2],
    [null, null, 2],
    [null, null, 2],
  ]);
});

test("the command left out, the angle brackets eaten and addresses in capitals change little", () => {
  const bare = HEAD.split("\n").slice(1).join("\n");
  const whole = withoutLines(stacksOf(read(HEAD)[0]));
  expect(withoutLines(stacksOf(read(bare)[0]))).toEqual(whole);
  expect(withoutLines(stacksOf(read(HEAD.replaceAll("<0>", ""))[0]))).toEqual(whole);
  expect(withoutLines(stacksOf(read(OLD.replace("ffffffff810f2a31", "FFFFFFFF810F2A31"))[0]))).toEqual(
    withoutLines(stacksOf(read(OLD)[0])),
  );
});

test("rows below a gap belong to nobody, and what is above it is cut", () => {
  const stacks = stacksOf(read(HEAD.replace(/\[<0>\] fanotify_handle.*/, "..."))[0]);
  expect(stacks.map(({ threadId, cut, frames }) => [threadId, cut, frames.length])).toEqual([
    [23, true, 1],
    [null, true, 1],
    [24, false, 0],
    [25, false, 2],
  ]);
});

test("a paste cut at any place gives no row that was not printed", () => {
  for (const text of [HEAD, OLD, GREP]) {
    const whole = withoutLines(stacksOf(read(text)[0])) as ReturnType<typeof stacksOf>;
    for (let end = text.indexOf("]") + 20; end < text.length - 1; end++) {
      const report = read(text.slice(0, end)).find(({ parser }) => parser === "linux-kernel-stack")?.report;
      if (report?.kind !== "linux-kernel-stacks") continue;
      const stacks = withoutLines(report.stacks) as typeof whole;
      stacks.forEach(({ frames, processId, threadId }, at) => {
        expect([end, processId, threadId]).toEqual([end, whole[at]?.processId, whole[at]?.threadId]);
        expect([end, frames]).toEqual([end, whole[at]?.frames.slice(0, frames.length)]);
      });
    }
  }
});

test.each([
  ["cat: /proc/7/stack: Permission denied", "NEEDS_ROOT"],
  ["cat: /proc/7/task/23/stack: Operation not permitted", "NEEDS_ROOT"],
  ["cat: /proc/7/stack: No such file or directory", "NO_SUCH_TASK"],
])("%s is told with its fix", (error, code) => {
  const [block] = read(`$ cat /proc/7/stack\n${error}\n`);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["linux-kernel-stack", "unusable", code]);
});

test("a thread that ended meanwhile does not spoil the others", () => {
  const [block] = read(`${HEAD}cat: /proc/7/task/26/stack: No such process\n`);
  expect([block?.outcome, stacksOf(block).length]).toEqual(["read", 3]);
});

test("remarks behind the rows of a mail, and a process named between marks, leave the stack whole", () => {
  const [block] = read(`	=== 3253: write_cache
	[<0>] rwsem_down_write_slowpath+0x27b/0x4bd
	[<0>] cache_node_get.part.0+0x7e/0x2d7  <<<, called to write
	[<0>] cache_insert+0xed/0x1a7   | since this is an insert
	[<0>] worker_thread+0x53/0x3e4 [cache]   <<<<< entry
	[<0>] ret_from_fork+0x22/0x30
`);
  expect([block?.parser, block?.outcome, block?.unread]).toEqual(["linux-kernel-stack", "read", []]);
  const [stack] = stacksOf(block);
  expect([stack?.threadId, stack?.name, stack?.cut]).toEqual([3253, "write_cache", false]);
  expect(stack?.frames.map(({ function: name }) => name)).toEqual([
    "rwsem_down_write_slowpath",
    "cache_node_get.part.0",
    "cache_insert",
    "worker_thread",
    "ret_from_fork",
  ]);
});

test("rows shortened to their functions are read", () => {
  const [block] = read("[<0>] rwsem_down_write_slowpath\n[<0>] cache_mmap [cache]\n[<0>] do_syscall_64\n");
  expect([block?.parser, block?.outcome]).toEqual(["linux-kernel-stack", "read"]);
  expect(stacksOf(block)[0]?.frames).toMatchObject([
    { function: "rwsem_down_write_slowpath", offset: null },
    { function: "cache_mmap", module: "cache" },
    { function: "do_syscall_64" },
  ]);
});

test("wchan gives the first row of a stack, with its path, below its heading, and alone", () => {
  const named = (text: string) =>
    stacksOf(read(text)[0]).map(({ processId, threadId, frames }) => [
      processId,
      threadId,
      ...frames.map((frame) => frame.function),
    ]);
  expect(
    named(
      "$ grep . /proc/7/task/*/wchan\n/proc/7/task/7/wchan:futex_wait_queue_me\n/proc/7/task/23/wchan:fanotify_get_response\n/proc/7/task/24/wchan:0\n",
    ),
  ).toEqual([
    [7, 7, "futex_wait_queue_me"],
    [7, 23, "fanotify_get_response"],
  ]);
  expect(named("# head /proc/7/task/*/wchan\n==> /proc/7/task/23/wchan <==\nrpc_wait_bit_killable\n")).toEqual([
    [7, 23, "rpc_wait_bit_killable"],
  ]);
  expect(named("# cat /proc/4905/wchan\ndo_poll.constprop.0\n\n")).toEqual([[4905, 4905, "do_poll.constprop.0"]]);
});
