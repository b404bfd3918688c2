import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { read } from "@/cases/diagnose";
import { evidenceSet } from "@/findings/evidence-set";
import { idleOf } from "@/findings/idle-stacks";
import { mergedFrames } from "@/findings/stack-frames";
import type { StackGroup, StackSurvey } from "@/findings/stack-groups";
import { stackSurveys } from "@/findings/stack-surveys";
import { secondsOf } from "../support/processor-time";

const CASE_STUDY = join(import.meta.dirname, "..", "fixtures", "case-study");

function surveysOf(...texts: readonly string[]): readonly StackSurvey[] {
  return stackSurveys(evidenceSet(texts.flatMap((text, at) => read({ name: `paste ${at + 1}`, text }, at).blocks)));
}

function namesOf(survey: StackSurvey | undefined, group: StackGroup | undefined): string[] {
  return (group?.frames ?? []).map((at) => survey?.frames[at]?.name ?? "");
}

/** Native stacks of all threads: each given by its frames, top first. */
function allStacks(stacks: readonly (readonly string[])[]): string {
  const rows = stacks.flatMap((frames, thread) => [
    `  ${thread}  Id: 1a2c.${(0x1000 + 4 * thread).toString(16)} Suspend: 1 Teb: 00000000\`7ffd${(0x1000 + thread).toString(16)} Unfrozen`,
    "Child-SP          RetAddr           Call Site",
    ...frames.map(
      (frame, at) =>
        `00000000\`${(0x10000000 + thread * 0x1000 + at * 0x10).toString(16)} 00007ff8\`1234${(0x1000 + at).toString(16)} ${frame}`,
    ),
    "",
  ]);
  return ["0:000> ~*k", "", ...rows].join("\n");
}

const WAITING = [
  "ntdll!NtWaitForMultipleObjects+0x14",
  "KERNELBASE!WaitForMultipleObjectsEx+0xf0",
  "clr!AwareLock::EnterEpilogHelper+0xca",
  "clr!AwareLock::Enter+0x99",
  "clr!JITutil_MonReliableEnter+0x1a",
  "0x00007ff8`12345678",
  "clr!ThreadpoolMgr::WorkerThreadStart+0x21",
];
const IDLE = [
  "ntdll!NtRemoveIoCompletion+0x14",
  "KERNELBASE!GetQueuedCompletionStatus+0x4f",
  "clr!ThreadpoolMgr::CompletionPortThreadStart+0x208",
];

test("equal stacks are one group, whatever the offsets and the compiled code below", () => {
  const other = WAITING.map((frame) => frame.replace("12345678", "87654321").replace("+0x99", "+0x95"));
  const [survey] = surveysOf(allStacks([WAITING, other, IDLE]));

  expect(survey?.threads).toBe(3);
  expect(survey?.groups.map(({ count, doing, idle }) => [count, doing?.id ?? idle?.id])).toEqual([
    [2, "waits-for-monitor"],
    [1, "completion-port"],
  ]);
  expect(survey?.groups[0]?.threads.map(({ thread, osThreadId }) => [thread, osThreadId])).toEqual([
    [0, "1000"],
    [1, "1004"],
  ]);
});

test("every thread leads to the lines of its stack", () => {
  const [survey] = surveysOf(allStacks([WAITING, IDLE]));

  expect(survey?.groups[0]?.threads[0]?.cites).toEqual([{ file: 0, lines: [3, 11] }]);
});

test("a busy pool thread is not idle because it came from the pool", () => {
  const frame = (name: string) => ({ name, side: "native" as const });

  expect(idleOf([frame("ntdll!NtWaitForSingleObject"), frame("clr!ThreadpoolMgr::WorkerThreadStart")])?.kind.id).toBe(
    "pool-worker",
  );
  expect(
    idleOf([
      frame("ntdll!NtWaitForSingleObject"),
      frame("sni!SNIReadSyncOverAsync"),
      frame("clr!ThreadpoolMgr::WorkerThreadStart"),
    ]),
  ).toBeNull();
  expect(
    idleOf([{ name: "Shop.Orders.Load", side: "managed" }, frame("clr!ThreadpoolMgr::WorkerThreadStart")]),
  ).toBeNull();
});

test("sleeping somebody's own code is not an idle timer", () => {
  const frames = [
    { name: "ntdll!NtDelayExecution", side: "native" as const },
    { name: "mscorwks!ThreadNative::Sleep", side: "native" as const },
    { name: "Shop.Retry.Pause", side: "managed" as const },
  ];

  expect(idleOf(frames)).toBeNull();
  expect(idleOf(frames.slice(0, 2))?.kind.id).toBe("timer");
});

test("the managed and the native stack of a thread become one, each frame where it stood", () => {
  const files = readdirSync(CASE_STUDY).filter((name) => name.startsWith("05"));
  const [survey] = surveysOf(...files.map((name) => readFileSync(join(CASE_STUDY, name), "utf8")));
  const names = namesOf(survey, survey?.groups[0]);
  const place = (part: string): number => names.findIndex((name) => name.includes(part));

  expect(survey?.groups).toHaveLength(1);
  expect(place("ZwQueryDirectoryFile")).toBeLessThan(place("UnsafeNativeMethods.FindNextFile"));
  expect(place("UnsafeNativeMethods.FindNextFile")).toBeLessThan(place("RemoveOldTempFiles"));
  expect(survey?.groups[0]?.doing?.id).toBe("lists-folder");
});

test("without addresses the managed frames take the place of compiled code", () => {
  const native = (module: string | null, symbol: string | null) => ({
    line: 1,
    childSp: null,
    returnAddress: null,
    args: [],
    module,
    symbol,
    offset: null,
    callSite: `${module}!${symbol}`,
    unreliable: false,
    inline: false,
    frameNumber: null,
    source: null,
    notes: [],
  });
  const bare = { line: 1, lastLine: 9, thread: 7, osThreadId: null, cut: false };
  const frames = mergedFrames(
    {
      ...bare,
      processId: null,
      suspendCount: null,
      name: null,
      frames: [
        native("ntdll", "NtDelayExecution"),
        native(null, null),
        native(null, null),
        native("clr", "ThreadStart"),
      ],
    },
    {
      ...bare,
      walk: "walked",
      frames: ["Shop.Wait", "Shop.Main"].map((method) => ({
        line: 1,
        childSp: null,
        ip: null,
        returnAddress: null,
        transition: null,
        module: null,
        method,
        parameters: null,
        source: null,
        values: [],
      })),
    },
  );

  expect(frames.map(({ name }) => name)).toEqual([
    "ntdll!NtDelayExecution",
    "Shop.Wait",
    "Shop.Main",
    "clr!ThreadStart",
  ]);
});

test("merged stacks give the threads that end in each run, and say how many are not listed", () => {
  const [survey] = surveysOf(
    [
      "> pstacks",
      "________________________________________________",
      "",
      "                    ~~~~ 1a04",
      "                       1 System.Net.Sockets.Socket.Receive(Byte[])",
      "               ~~~~ 2b10,2b14,2b18,2b1c...",
      "                  12 System.Threading.Monitor.Enter(Object)",
      "                  13 Shop.Stock.Take(Int32)",
      "          13 Shop.Orders.Place()",
      "          13 System.Threading.ThreadPoolWorkQueue.Dispatch()",
      "",
      "==> 13 threads with 1 roots",
      "",
    ].join("\n"),
  );

  expect(survey?.threads).toBe(13);
  expect(survey?.groups.map(({ count }) => count).sort((a, b) => b - a)).toEqual([12, 1]);
  const many = survey?.groups.find(({ count }) => count === 12);
  expect(many?.threads.map(({ osThreadId }) => osThreadId)).toEqual(["2b10", "2b14", "2b18", "2b1c"]);
  expect(namesOf(survey, many).at(-1)).toBe("System.Threading.ThreadPoolWorkQueue.Dispatch");
});

test("stacks of the kernel stand below their process", () => {
  const [survey] = surveysOf(
    [
      "0: kd> !stacks 2",
      "Proc.Thread  .Thread  Ticks   ThreadState Blocker",
      "                            [ffffa50f5b7d9080 w3wp.exe]",
      "1c38.001f4c  ffffa50f6c2d1080 0000900 Blocked    nt!KiSwapContext+0x76",
      "                                        nt!KeWaitForSingleObject+0x377",
      "                                        AcmeBkp+0x12ac",
      "                                        Ntfs!NtfsFsdDirectoryControl+0x12",
      "1c38.001f50  ffffa50f6c2d2080 0000900 Blocked    nt!KiSwapContext+0x76",
      "                                        nt!KeWaitForSingleObject+0x377",
      "                                        AcmeBkp+0x12ac",
      "                                        Ntfs!NtfsFsdDirectoryControl+0x12",
      "Threads Processed: 1204",
      "",
    ].join("\n"),
  );

  expect(survey?.id).toBe("kernel");
  expect(namesOf(survey, survey?.groups[0])).toEqual([
    "nt!KiSwapContext",
    "nt!KeWaitForSingleObject",
    "AcmeBkp",
    "Ntfs!NtfsFsdDirectoryControl",
    "w3wp.exe",
  ]);
  expect(survey?.groups[0]?.count).toBe(2);
});

test("the stacks of 5,000 threads are grouped in a moment, and the sum of the groups is their number", () => {
  const many = Array.from({ length: 5_000 }, (_none, at) =>
    at % 50 === 0
      ? ["ntdll!NtReadFile+0x14", `Shop!Import::Load${at}+0x20`, ...IDLE.slice(2)]
      : at % 3 === 0
        ? IDLE
        : WAITING,
  );
  const blocks = read({ name: "all", text: allStacks(many) }, 0).blocks;
  let survey: StackSurvey | undefined;
  const seconds = secondsOf(() => {
    survey = stackSurveys(evidenceSet(blocks))[0];
  });

  expect(seconds).toBeLessThan(4);
  expect(survey?.threads).toBe(5_000);
  expect(survey?.groups).toHaveLength(102);
  expect(survey?.groups.at(-1)?.idle?.id).toBe("completion-port");
});

test("the same evidence is grouped once", () => {
  const evidence = evidenceSet(read({ name: "all", text: allStacks([WAITING]) }, 0).blocks);

  expect(stackSurveys(evidence)).toBe(stackSurveys(evidence));
});

test("threads that wait for the network in a Linux kernel are idle, one that hangs in a file system is not", () => {
  const [survey] = surveysOf(
    [
      "$ cat /proc/4242/task/4250/stack",
      "[<0>] rpc_wait_bit_killable+0x1e/0xa0 [sunrpc]",
      "[<0>] nfs4_proc_getattr+0x7f/0x110 [nfsv4]",
      "[<0>] vfs_statx+0x89/0x140",
      "[<0>] do_syscall_64+0x5b/0x1b0",
      "[<0>] entry_SYSCALL_64_after_hwframe+0x44/0xa9",
      "",
      "$ cat /proc/4242/task/4251/stack",
      "[<0>] ep_poll+0x3d4/0x4d0",
      "[<0>] do_epoll_wait+0xab/0xc0",
      "[<0>] __x64_sys_epoll_wait+0x1a/0x20",
      "[<0>] do_syscall_64+0x5b/0x1b0",
      "[<0>] entry_SYSCALL_64_after_hwframe+0x44/0xa9",
      "",
    ].join("\n"),
  );

  expect(survey?.id).toBe("linux");
  expect(survey?.groups.map(({ idle }) => idle?.id ?? null)).toEqual([null, "kestrel"]);
  expect(namesOf(survey, survey?.groups[0])[0]).toBe("sunrpc!rpc_wait_bit_killable");
  expect(survey?.groups[0]?.threads[0]?.osThreadId).toBe((4250).toString(16));
});

test("stacks without end are listed up to a limit, and counted beyond it", () => {
  const many = Array.from({ length: 2_400 }, (_none, at) => ["ntdll!NtReadFile+0x14", `Shop!Load${at}+0x20`]);
  const [survey] = surveysOf(allStacks(many));

  expect(survey?.threads).toBe(2_400);
  expect(survey?.groups).toHaveLength(2_000);
  expect(survey?.notes.join(" ")).toContain("400 more threads");
});

test("what mex has grouped is taken as it is, with the threads that it names", () => {
  const [survey] = surveysOf(
    [
      "0:000> !mex.us",
      "1 thread [stats]: 0",
      "    00007ff92bb6f8a4 ntdll!NtWaitForMultipleObjects+0x14",
      "    00007ff6bbf12e67 Shop!main+0xe7",
      "    00007ff92bb2aa68 ntdll!RtlUserThreadStart+0x28",
      "",
      "12 threads [stats]: 1 2 3 4 5 6 7 8 9 10 ...",
      "    00007ff92bb6edd4 ntdll!NtRemoveIoCompletion+0x14",
      "    00007ff92bb2aa68 ntdll!RtlUserThreadStart+0x28",
      "",
      "2 stack(s) with 13 threads displayed (13 Total threads)",
      "",
    ].join("\n"),
  );

  expect(survey?.groups.map(({ count, threads, idle }) => [count, threads.length, idle?.id ?? null])).toEqual([
    [1, 1, null],
    [12, 10, "completion-port"],
  ]);
  expect(namesOf(survey, survey?.groups[0])).toEqual([
    "ntdll!NtWaitForMultipleObjects",
    "Shop!main",
    "ntdll!RtlUserThreadStart",
  ]);
});
