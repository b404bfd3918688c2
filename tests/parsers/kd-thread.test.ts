import { expect, test } from "vitest";
import type { Block, KernelThread } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";
import { read, reportsIn } from "../support/reading";

const threadsOf = (blocks: readonly Block[]): KernelThread[] =>
  reportsIn(blocks, "kernel-threads").flatMap(({ threads }) => [...threads]);

function threadOf(text: string): KernelThread {
  const [thread] = threadsOf(read(text));
  if (!thread) throw new Error("no thread was read");
  return thread;
}

const X86 = `0: kd> !thread 8a41c020
THREAD 8a41c020  Cid 0f1c.0a44  Teb: 7ffd9000 Win32Thread: e1a7c008 WAIT: (WrLpcReply) UserMode Non-Alertable
    8a41c20c  Semaphore Limit 0x1
Waiting for reply to LPC MessageId 007ade85:
Current LPC port d676e560
IRP List:
    89d1f008: (0006,01d8) Flags: 00000884  Mdl: 00000000
Impersonation token:  e1c71030 (Level Impersonation)
DeviceMap                 e1c84a20
Owning Process            8a3b7d88       Image:         w3wp.exe
Wait Start TickCount      4093415        Ticks: 659565 (0:02:51:45.703)
Context Switch Count      111255                 LargeStack
UserTime                  00:00:27.781
KernelTime                1 Day 00:00:02.015
Win32 Start Address MSVCR71!_threadstartex (0x7c3494f6)
Start Address kernel32!BaseThreadStartThunk (0x77e617ec)
Stack Init b6439000 Current b6438c08 Base b6439000 Limit b6436000 Call 0
Priority 10 BasePriority 8 PriorityDecrement 0
Kernel stack not resident.
ChildEBP RetAddr  Args to Child
b6438c20 8083d5b1 8a41c0c8 8a41c020 00000000 nt!KiSwapContext+0x26 (FPO: [Uses EBP] [0,0,4])
b6438c4c 8083df9e 89d1f008 b6c31a4c 00000000 nt!KiSwapThread+0x284 (FPO: [Non-Fpo])
`;

const X64 = `3: kd> !thread ffffa50f6c2d1080
THREAD ffffa50f6c2d1080  Cid 1c38.1f4c  Teb: 000000c9d4a1d000 Win32Thread: 0000000000000000 WAIT: (UserRequest) KernelMode Alertable
    ffffa50f6b1f2608  Mutant - owning thread ffffa50f6d0b7040
    ffffa50f6c2d11c0  NotificationTimer
Not impersonating
DeviceMap                 ffffd1049e8445b0
Owning Process            ffffa50f6b7d9080       Image:         w3wp.exe
Attached Process          ffffa50f6a0d1080       Image:         csrss.exe
Wait Start TickCount      812345         Ticks: 2304 (0:00:00:36.000)
Context Switch Count      1904           IdealProcessor: 3
UserTime                  00:00:00.156
KernelTime                00:00:00.453
Win32 Start Address ntdll!TppWorkerThread (0x00007ff9f6208a40)
Stack Init fffff90e6b1c35f0 Current fffff90e6b1c24b0
Base fffff90e6b1c4000 Limit fffff90e6b1bd000 Call 0000000000000000
Priority 9 BasePriority 8 PriorityDecrement 0 IoPriority 2 PagePriority 5
Scheduling Group: ffffd086d76e7080 KSCB: ffffd086d76e7180 rank 0
Child-SP          RetAddr               : Args to Child                                                           : Call Site
fffff90e\`6b1c24f0 fffff801\`2a0c1d47     : ffffd001\`383c7180 00000000\`00000000 00000000\`00000000 00000000\`00000001 : nt!KiSwapContext+0x76
fffff90e\`6b1c2630 fffff801\`3b5512ac     : ffffa50f\`6b1f2608 00000000\`00000006 00000000\`00000000 00000000\`00000000 : nt!KeWaitForSingleObject+0x377
fffff90e\`6b1c2720 00000000\`00000000     : ffffa50f\`6b1f2608 00000000\`00000006 00000000\`00000000 00000000\`00000000 : AcmeBkp!Lock+0x1c [c:\\src\\lock.c @ 62]
`;

test("a time that the paste cut through is not read", () => {
  expect(threadOf(X86.slice(0, X86.indexOf("UserTime") + 36)).userTimeSeconds).toBeNull();
});

test("an address that a scanner misread is not read in part", () => {
  expect(threadOf(X86.replace(/Teb: ([0-9a-f]{5})[0-9a-f]{3}/, "Teb: $1O00")).teb).toBeNull();
});

test("the owner's kernel thread in the case study is read whole", () => {
  const [block] = readTranscript(CASE_STUDY[8] ?? { name: "", text: "" }, 0);
  expect([block?.parser, block?.outcome, block?.mode]).toEqual(["kd-thread", "read", "kernel"]);
  const [thread] = threadsOf(block ? [block] : []);
  expect(thread).toMatchObject({
    line: 2,
    address: "88e889a0",
    processId: "d6c",
    osThreadId: "6d4",
    teb: "7ffaa000",
    state: "WAIT",
    waitReason: "Unknown",
    waitMode: "KernelMode",
    alertable: false,
    waitObjects: [{ line: 3, address: "b954f1ec", type: "NotificationEvent", owningThread: null }],
    impersonating: false,
    process: "88d538d0",
    image: "w3wp.exe",
    attachedProcess: null,
    waitStartTickCount: 22980,
    ticks: 1,
    waitSeconds: 0.015,
    contextSwitchCount: 12683,
    userTimeSeconds: 1.656,
    kernelTimeSeconds: 0.656,
    win32StartAddress: "0x791fda8b",
    startAddress: "0x77e6b5f3",
    stackBase: "b9550000",
    stackLimit: "b954d000",
    priority: 8,
    basePriority: 8,
  });
  expect(thread?.irps).toHaveLength(12);
  expect(thread?.irps[11]).toEqual({ line: 16, address: "88f1e008", flags: "0" });
  expect(thread?.frames).toHaveLength(34);
  expect(thread?.frames.filter((frame) => frame.module === "SomeFiltr")).toHaveLength(4);
  expect(thread?.frames.findIndex((frame) => frame.unreliable)).toBe(10);
  expect(thread?.frames.at(-3)).toMatchObject({
    module: "nt",
    symbol: "NtQueryDirectoryFile",
    args: ["48c", "0", "0"],
  });
});

test("an x86 thread that waits for an LPC reply is read", () => {
  expect(read(X86).map((block) => block.outcome)).toEqual(["read"]);
  expect(threadOf(X86)).toMatchObject({
    waitReason: "WrLpcReply",
    waitMode: "UserMode",
    waitObjects: [{ address: "8a41c20c", type: "Semaphore", owningThread: null }],
    waitsForReply: { line: 4, message: "7ade85", port: null, process: null },
    irps: [{ address: "89d1f008", flags: "884" }],
    impersonating: true,
    ticks: 659565,
    waitSeconds: 10305.703,
    contextSwitchCount: 111255,
    kernelTimeSeconds: 86402.015,
    win32StartAddress: "MSVCR71!_threadstartex (0x7c3494f6)",
    startAddress: "kernel32!BaseThreadStartThunk (0x77e617ec)",
    stackResident: false,
    priority: 10,
    frames: [{ symbol: "KiSwapContext" }, { symbol: "KiSwapThread" }],
  });
});

test("an x64 thread that waits for a mutex names the mutex's owner", () => {
  expect(read(X64).map((block) => block.outcome)).toEqual(["read"]);
  expect(threadOf(X64)).toMatchObject({
    teb: "c9d4a1d000",
    alertable: true,
    waitObjects: [
      { address: "ffffa50f6b1f2608", type: "Mutant", owningThread: "ffffa50f6d0b7040" },
      { address: "ffffa50f6c2d11c0", type: "NotificationTimer", owningThread: null },
    ],
    image: "w3wp.exe",
    attachedProcess: "ffffa50f6a0d1080",
    ticks: 2304,
    waitSeconds: 36,
    stackBase: "fffff90e6b1c4000",
    frames: [{}, { args: ["ffffa50f6b1f2608", "6", "0", "0"] }, { module: "AcmeBkp", symbol: "Lock" }],
  });
});

test.each([
  ["x86", X86],
  ["x64", X64],
])("an %s thread reads the same without its command and with collapsed blanks", (_name, text) => {
  const bare = text.split("\n").slice(1).join("\n");
  const expected = threadOf(bare);
  for (const variant of [bare.replace(/[ \t]+/g, " "), bare.replace(/^\s+/gm, "")]) {
    const blocks = read(variant);
    expect(blocks.map((block) => [block.parser, block.outcome, block.mode])).toEqual([["kd-thread", "read", "kernel"]]);
    expect(threadsOf(blocks)).toEqual([expected]);
  }
});

test("a mail that wraps after 72 characters changes nothing but line numbers", () => {
  const strip = (thread: KernelThread): unknown =>
    JSON.parse(JSON.stringify(thread, (key, value) => (/line$/i.test(key) ? undefined : value)));
  for (const text of [X86, X64]) {
    const wrapped = text
      .split("\n")
      .map((line) =>
        line
          .replace(/[ \t]+/g, " ")
          .replace(/(.{1,72})(?: |$)/g, "$1\n")
          .trimEnd(),
      )
      .join("\n");
    const blocks = read(wrapped);
    expect(blocks.map((block) => [block.parser, block.unread])).toEqual([["kd-thread", []]]);
    expect(threadsOf(blocks).map(strip)).toEqual([strip(threadOf(text))]);
  }
});

test.each([
  ["RUNNING on processor 3", { state: "RUNNING", processor: 3, waitReason: null, waitMode: null, alertable: null }],
  ["READY on processor 11", { state: "READY", processor: 11 }],
  ["STANDBY", { state: "STANDBY", processor: null }],
  ["TERMINATED", { state: "TERMINATED" }],
  ["WAIT: (WrAlertByThreadId) UserMode Non-Alertable", { state: "WAIT", waitReason: "WrAlertByThreadId" }],
  ["WAIT", { state: "WAIT", waitReason: null, waitMode: null }],
  ["GATEWAIT", { state: "GATEWAIT" }],
])("the state %s is read", (state, expected) => {
  const heading = "THREAD 8a41c020  Cid 0f1c.0a44  Teb: 7ffd9000 Win32Thread: 00000000";
  expect(threadOf(`${heading} ${state}`)).toMatchObject(expected);
});

test("a heading may be wrapped anywhere", () => {
  const heading =
    "THREAD 8a41c020 Cid 0f1c.0a44 Teb: 7ffd9000 Win32Thread: e1a7c008 WAIT: (Executive) KernelMode Non-Alertable";
  const words = heading.split(" ");
  for (let at = 4; at < words.length; at++) {
    const text = `${words.slice(0, at).join(" ")}\n${words.slice(at).join(" ")}\n    b954f1ec  NotificationEvent`;
    expect([at, threadOf(text)]).toMatchObject([
      at,
      { waitReason: "Executive", waitMode: "KernelMode", alertable: false, waitObjects: [{ address: "b954f1ec" }] },
    ]);
    expect(read(text)[0]?.unread).toEqual([]);
  }
});

test("a suspended thread and the server it waits for are read from wrapped lines", () => {
  const text = [
    "THREAD ffffc48da6de0700  Cid 0994.4fcc  Teb: 0000005902f10000 Win32Thread:",
    "0000000000000000 WAIT: (Suspended) KernelMode Non-Alertable",
    "SuspendCount 1",
    "FreezeCount 2",
    "    ffffc48da6de09e0  NotificationEvent",
    "Waiting for reply to ALPC Message ffffa480730b6890 : queued at port",
    "ffffc48da9178090 : owned by process ffffc48d958a1080",
  ].join("\n");
  expect(read(text)[0]?.outcome).toBe("read");
  expect(threadOf(text)).toMatchObject({
    waitReason: "Suspended",
    suspendCount: 1,
    freezeCount: 2,
    waitsForReply: { line: 6, message: "ffffa480730b6890", port: "ffffc48da9178090", process: "ffffc48d958a1080" },
  });
});

test.each([
  ["Ticks: 0", 0, 0],
  ["Ticks: 640 (0:00:00:10.000)", 640, 10],
  ["Elapsed Ticks: 5678", 5678, null],
  ["Ticks: 4294966800 (776:17:02:28.375)", null, null],
  ["Ticks: -12 (-0:00:00:00.187)", null, null],
  ["Ticks: fffffee1", null, null],
])("of %s the wait is %s ticks long", (ticks, count, seconds) => {
  const thread = threadOf(
    `THREAD 8a41c020  Cid 0f1c.0a44  Teb: 00000000 Win32Thread: 00000000 READY\nWait Start TickCount 3020 ${ticks}`,
  );
  expect([thread.ticks, thread.waitSeconds, thread.ticksLine]).toEqual([count, seconds, 2]);
});

test("a thread that a page folded into one line is read as far as it goes", () => {
  const strip = (thread: KernelThread): unknown =>
    JSON.parse(JSON.stringify(thread, (key, value) => (/line$/i.test(key) ? undefined : value)));
  for (const text of [X86, X64]) {
    const bare = text.split("\n").slice(1).join("\n");
    const blocks = read(bare.replace(/\s+/g, " "));
    expect(blocks.map((block) => [block.parser, block.outcome])).toEqual([["kd-thread", "read"]]);
    expect(threadsOf(blocks).map(strip)).toEqual([strip(threadOf(bare))]);
  }
  const heading = "THREAD 8a41c020  Cid 0f1c.0a44  Teb: 00000000 Win32Thread: 00000000 READY";
  expect(read(`${heading} Not impersonating DeviceMap e30a2340 UserTime hidden`)[0]?.outcome).toBe("partly-read");
});

test("the locks and the thread of the case study, pasted together without commands, are two outputs", () => {
  const text = [CASE_STUDY[7], CASE_STUDY[8]].map((part) => part?.text.split("\n").slice(1).join("\n")).join("\n");
  const blocks = read(text);
  expect(blocks.map((block) => [block.parser, block.outcome, block.mode])).toEqual([
    ["kd-locks", "read", "kernel"],
    ["kd-thread", "read", "kernel"],
  ]);
  expect(threadsOf(blocks)[0]?.frames).toHaveLength(34);
});

test("several threads in one paste stay apart", () => {
  const blocks = read(`${X86.split("\n").slice(1).join("\n")}\n${X64.split("\n").slice(1).join("\n")}`);
  const threads = threadsOf(blocks);
  expect(threads.map((thread) => [thread.address, thread.frames.length, thread.line, thread.lastLine])).toEqual([
    ["8a41c020", 2, 1, 21],
    ["ffffa50f6c2d1080", 3, 23, 42],
  ]);
});

test("a stack pasted behind a thread that has one is an output of its own", () => {
  const stack = `Child-SP          RetAddr           Call Site
fffff90e\`6b1c24f0 fffff801\`2a0c1d47 nt!KiSwapContext+0x76
fffff90e\`6b1c2630 fffff801\`3b5512ac nt!KeWaitForSingleObject+0x377`;
  const blocks = read(`${X64}\n${stack}\n`);
  expect([blocks.length, blocks[0]?.parser, blocks[0]?.outcome]).toEqual([2, "kd-thread", "read"]);
  expect(threadsOf(blocks)[0]?.frames).toHaveLength(3);
});

test("a thread cut at any character keeps its address and never gets half a process address", () => {
  for (let end = X64.indexOf("WAIT:"); end < X64.length; end++) {
    const thread = threadOf(X64.slice(0, end));
    expect([end, thread.address, thread.processId]).toEqual([end, "ffffa50f6c2d1080", "1c38"]);
    expect([end, thread.process?.length ?? 16]).toEqual([end, 16]);
  }
});

test.each([
  ["0:000> !thread 88e889a0\nNo export thread found", "NEEDS_KERNEL_TARGET"],
  ["lkd> !thread 7ffd9000\nTYPE mismatch for thread object at 7ffd9000", "NOT_A_THREAD"],
  [
    "lkd> !thread 7ffd9000\n7ffd9000 is not a thread object, interpreting as stack value...\nTYPE mismatch for thread object at 7ffd9000",
    "NOT_A_THREAD",
  ],
  ["0: kd> !thread\nGetUlongFromAddress: unable to read from 8056174c", "MEMORY_NOT_IN_DUMP"],
])("%s is told with its way out", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["kd-thread", "unusable", code]);
});

test.each([
  ["0: kd> ~*kb\n          ^ Syntax error in '~*kb'", "NEEDS_USER_TARGET"],
  ["0: kd> ~\n      ^ Syntax error in '~'", "NEEDS_USER_TARGET"],
  ["0: kd> ~39s\n39 is not a valid processor number", "NEEDS_USER_TARGET"],
  ["No export process found", "NEEDS_KERNEL_TARGET"],
  ["No export syncblk found", "SOS_NOT_LOADED"],
])("%s names the dump the command needs", (text, code) => {
  expect(read(text)[0]?.problem?.code).toBe(code);
});

test("ticks that the paste breaks off in are not known", () => {
  const cut =
    "0: kd> !thread 8a41c020\nTHREAD 8a41c020  Cid 0f1c.0a44  Teb: 7ffdd000 Win32Thread: 00000000 WAIT: (Executive) KernelMode Non-Alertable\n    b6c31a4c  NotificationEvent\nWait Start TickCount      1946594        Ticks: 1894";
  expect(read(cut)[0]?.report).toMatchObject({ threads: [{ ticks: null, waitSeconds: null }] });
  expect(read(`${cut} (0:00:00:29.593)\n`)[0]?.report).toMatchObject({ threads: [{ ticks: 1894 }] });
});

test("an owner's address that the paste breaks off in is none", () => {
  const cut =
    "0: kd> !thread 8a41c020\nTHREAD 8a41c020  Cid 0f1c.0a44  Teb: 7ffdd000 Win32Thread: 00000000 WAIT: (Executive) KernelMode Non-Alertable\n    85e9ba00  Mutant - owning thread 88e3";
  expect(read(cut)[0]?.report).toMatchObject({ threads: [{ waitObjects: [{ type: "Mutant", owningThread: null }] }] });
});

test("an offset into a driver without symbols that the paste breaks off in is none", () => {
  const cut =
    "0: kd> !thread 8a41c020\nTHREAD 8a41c020  Cid 0f1c.0a44  Teb: 7ffdd000 Win32Thread: 00000000 RUNNING on processor 0\nChildEBP RetAddr  Args to Child\nb6c31990 8083d5b1 8a41c0c8 8a41c020 00000000 nt!KiSwapContext+0x26\nb6c31994 8083d5b2 8a41c0c8 8a41c020 00000000 AcmeBkp+0x18";
  expect(read(cut)[0]?.report).toMatchObject({
    threads: [{ frames: [{ offset: "26" }, { module: "AcmeBkp", offset: null, callSite: "AcmeBkp" }] }],
  });
});
