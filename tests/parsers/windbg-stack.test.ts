import fc from "fast-check";
import { expect, test } from "vitest";
import type { NativeStack, NativeStacksReport } from "@/evidence";
import { windbgStack } from "@/parsers/windbg-stack";
import { CASE_STUDY } from "../support/case-study";
import { secondsOf } from "../support/processor-time";
import { read, reportOf, reportsOf } from "../support/reading";

const reports = (text: string): NativeStacksReport[] => reportsOf(text, "native-stacks");
const stacks = (text: string): NativeStack[] => reports(text).flatMap((report) => [...report.stacks]);
const shape = (stack: NativeStack) => [stack.thread, stack.frames.length, stack.frames[0]?.callSite];

const X86 = `0:014> kv
ChildEBP RetAddr  Args to Child
0193f558 7c827d29 77e61d1e 000007c4 00000000 ntdll!KiFastSystemCallRet (FPO: [0,0,0])
0193f55c 77e61d1e 000007c4 00000000 00000000 ntdll!NtWaitForSingleObject+0xc (FPO: [3,0,0])
0193f5cc 6a2b13f0 000007c4 ffffffff 00000000 kernel32!WaitForSingleObjectEx+0xac (FPO: [Non-Fpo])
WARNING: Frame IP not in any known module. Following frames may be wrong.
0193f5f8 00000000 00000000 00000000 00000000 0x3a51b7d`;

const ALL = `0:003> ~*k

   0  Id: b5c.f34 Suspend: 1 Teb: 00000049\`c2ad1000 Unfrozen "main"
 # Child-SP          RetAddr               Call Site
00 00000049\`c2b7e9a8 00007ffa\`cd2a1b0e     ntdll!NtWaitForSingleObject+0x14
01 00000049\`c2b7e9b0 00000000\`00000000     KERNELBASE!WaitForSingleObjectEx+0x8e

.  3  Id: b5c.10a8 Suspend: 1 Teb: 00000049\`c2ad9000 Unfrozen
 # Child-SP          RetAddr               Call Site
00 00000049\`c2fff8b8 00000000\`00000000     ntdll!NtWaitForWorkViaWorkerFactory+0x14`;

test("the compilation mutex waiter of the case study waits on handle 3dc without end", () => {
  const [stack] = stacks(CASE_STUDY[0]?.text ?? "");
  expect(stack).toMatchObject({ line: 9, thread: 109, processId: "13a8", osThreadId: "2028", suspendCount: 1 });
  const wait = stack?.frames.find((frame) => frame.symbol === "WaitForSingleObjectEx");
  expect([wait?.line, wait?.args]).toEqual([13, ["3dc", "ffffffff", "0"]]);
  expect(stack?.frames.map((frame) => frame.unreliable)).toEqual([false, false, false, false, false, true, true, true]);
});

test("the waiter of the case study enters a monitor", () => {
  const [report] = reports(CASE_STUDY[1]?.text ?? "");
  expect(report).toMatchObject({ bits: 32, allThreads: false });
  expect(report?.stacks[0]?.thread).toBe(81);
  expect(report?.stacks[0]?.frames.map((frame) => frame.symbol)).toContain("AwareLock::Enter");
});

test("the owner of the case study lists a directory through handle 14ac", () => {
  const [stack] = stacks(CASE_STUDY[4]?.text ?? "");
  expect(stack).toMatchObject({ thread: 39, osThreadId: null });
  expect(stack?.frames).toHaveLength(20);
  expect(stack?.frames[1]).toMatchObject({
    line: 9,
    module: "ntdll",
    symbol: "ZwQueryDirectoryFile",
    args: ["14ac", "0", "0"],
  });
  expect(stack?.frames[2]).toMatchObject({ module: "kernel32", symbol: "FindNextFileW", unreliable: false });
  expect(stack?.frames[3]?.unreliable).toBe(true);
  expect(stack?.frames.map((frame) => frame.symbol)).toContain("EEHashTable,0>::FindItem");
});

test("the thread comes from the prompt, the command or the heading, in rising order of trust", () => {
  expect(stacks(X86)[0]?.thread).toBe(14);
  expect(stacks(X86.replace("0:014> kv", "0:014> ~39 kv"))[0]?.thread).toBe(39);
  const [stack] = stacks(X86.replace("ChildEBP", " 41  Id: 13a8.360 Suspend: 1 Teb: 7ffaa000 Unfrozen\nChildEBP"));
  expect(stack).toMatchObject({ thread: 41, osThreadId: "360", processId: "13a8" });
});

test("a stack asked for by OS id keeps the id and gets no number", () => {
  expect(stacks(X86.replace("kv", "~~[0x360]kv"))[0]).toMatchObject({ thread: null, osThreadId: "360" });
});

test("a stack of the event's thread is not put down to the prompt's", () => {
  expect(stacks(X86.replace("kv", "~#kv"))[0]?.thread).toBeNull();
});

test("collapsed blanks change nothing", () => {
  for (const text of [X86, ALL]) {
    const collapsed = text
      .split("\n")
      .map((line) => line.replace(/\s+/g, " ").trim())
      .join("\n");
    expect(reports(collapsed)).toEqual(reports(text));
  }
});

test("without its command a stack is recognised and named", () => {
  const bare = X86.split("\n").slice(1).join("\n");
  expect(read(bare)).toMatchObject([
    { parser: "windbg-stack", command: "k", echoed: false, outcome: "read", thread: null },
  ]);
});

test("rows without heading and command are recognised from three on", () => {
  const rows = X86.split("\n").slice(2, 5);
  expect(read(rows.join("\n"))).toMatchObject([{ parser: "windbg-stack", outcome: "read" }]);
  expect(read(rows.slice(0, 2).join("\n"))[0]?.parser).toBeNull();
});

test("all threads: every stack stands under its heading", () => {
  const [report] = reports(ALL);
  expect(report).toMatchObject({ allThreads: true, bits: 64 });
  expect(report?.stacks.map((stack) => [stack.thread, stack.osThreadId, stack.name, stack.frames.length])).toEqual([
    [0, "f34", "main", 2],
    [3, "10a8", null, 1],
  ]);
});

test("all threads in order are taken for ~*k even without the command, some threads are not", () => {
  const bare = ALL.split("\n").slice(1).join("\n");
  expect(reports(bare)[0]?.allThreads).toBe(false);
  expect(reports(bare.replace(".  3 ", ".  1 "))[0]?.allThreads).toBe(true);
});

test("kP may spread one row over several lines", () => {
  const [stack] = stacks(`0:014> kP
ChildEBP RetAddr
0012fe3c 00401176 app!Worker::Run(
			int count = 0n3,
			char * name = 0x00404000 "text (a) : b")+0x2e [d:\\src\\worker.cpp @ 88]
0012fff0 00000000 kernel32!BaseProcessStart+0x23`);
  expect(stack?.frames.map((frame) => [frame.line, frame.symbol, frame.offset, frame.source])).toEqual([
    [3, "Worker::Run", "2e", "d:\\src\\worker.cpp @ 88"],
    [6, "BaseProcessStart", "23", null],
  ]);
});

test("kf's memory column is no frame number", () => {
  const [stack] = stacks(`0:014> kf
  Memory  ChildEBP RetAddr
          0012f900 7c90df3c ntdll!KiFastSystemCallRet
        4 0012f904 7c8025db ntdll!NtWaitForSingleObject+0xc
       64 0012f968 7c802542 kernel32!WaitForSingleObjectEx+0xa8`);
  expect(stack?.frames.map((frame) => [frame.frameNumber, frame.childSp])).toEqual([
    [null, "12f900"],
    [null, "12f904"],
    [null, "12f968"],
  ]);
});

test("kc prints names only", () => {
  const [stack] = stacks(
    "0:014> kc\n # Call Site\n00 ntdll!NtWaitForSingleObject\n01 KERNELBASE!WaitForSingleObjectEx\n02 0x00007ffb`924e29b8",
  );
  expect(stack?.frames.map((frame) => frame.callSite)).toEqual([
    "ntdll!NtWaitForSingleObject",
    "KERNELBASE!WaitForSingleObjectEx",
    "0x00007ffb`924e29b8",
  ]);
});

test("a stack of the kernel pasted without a prompt is one of the kernel", () => {
  const text = ` # Child-SP          RetAddr           Call Site
00 ffffa801\`64b2c190 fffff80a\`6fd832d3 FLTMGR!FltpPerformPreCallbacks+0x2ec
01 ffffa801\`64b2da90 fffff803\`7933858b nt!IopParseDevice+0x7f0`;
  expect(read(text)).toMatchObject([{ parser: "windbg-stack", mode: "kernel", thread: null }]);
  expect(read(`2: kd> ~1k\n${text}`)[0]).toMatchObject({ mode: "kernel", thread: null });
});

test("rows that an author cut out are told", () => {
  const [stack] = stacks(X86.replace("WARNING: Frame", "...\nWARNING: Frame"));
  expect(stack?.cut).toBe(true);
  expect(stacks(X86)[0]?.cut).toBe(false);
  expect(stacks(X86.replace("WARNING: Frame", "and many more\nWARNING: Frame"))[0]?.cut).toBe(true);
});

test("symbol server notes inside a stack are no evidence and no gap", () => {
  const noise =
    "SYMSRV:  mscorlib.pdb from http://example.org/symbols: 117553 bytes - copied\n*** WARNING: Unable to verify checksum for mscorlib.ni.dll";
  const [block] = read(X86.replace("WARNING: Frame", `${noise}\nWARNING: Frame`));
  expect(block).toMatchObject({ outcome: "read", report: { stacks: [{ cut: false }] } });
});

test("two stacks under one prompt stay apart, and the second gets no thread", () => {
  const second = X86.split("\n").slice(1).join("\n");
  expect(stacks(`${X86}\n\nthe other one:\n${second}`).map((stack) => [stack.thread, stack.frames.length])).toEqual([
    [14, 4],
    [null, 4],
  ]);
});

test("a heading and its rows folded into one line are read", () => {
  const [command = "", ...rest] = X86.split("\n");
  const [block] = read(`${command}\n${rest.join(" ")}`);
  expect(block).toMatchObject({ parser: "windbg-stack", outcome: "read" });
  expect(stacks(`${command}\n${rest.join(" ")}`)[0]?.frames.map((frame) => [frame.callSite, frame.unreliable])).toEqual(
    stacks(X86)[0]?.frames.map((frame) => [frame.callSite, frame.unreliable]),
  );
});

test("HTML line breaks separate rows", () => {
  const html = `<p>${X86.replaceAll(">", "&gt;").split("\n").join("<br />")}</p>`;
  expect(stacks(html).map(shape)).toEqual(stacks(X86).map(shape));
  expect(stacks(html)[0]?.frames.every((frame) => frame.line === 1)).toBe(true);
});

test("a stack cut in half loses rows but invents none", () => {
  const whole = stacks(X86)[0]?.frames.map((frame) => frame.childSp) ?? [];
  for (let length = X86.length; length > 60; length -= 7) {
    const found = stacks(X86.slice(0, length))[0]?.frames ?? [];
    expect(whole.slice(0, found.length)).toEqual(found.map((frame) => frame.childSp));
  }
});

test.each([
  [
    "a pointer dump",
    "0:000> dps 0012f900\n0012f900  7c90df3c ntdll!NtWaitForSingleObject+0xc\n0012f904  7c8025db kernel32!WaitForSingleObjectEx+0xa8\n0012f908  7c802542 kernel32!WaitForSingleObject+0x12",
  ],
  [
    "a raw stack",
    "0:000> !dumpstack\nOS Thread Id: 0x46ac (12)\nCurrent frame: clr!ArrayNative::ArrayCopy+0x1ac\nChildEBP RetAddr  Caller, Callee\n0012f900 7c90df3c clr!A+0x1, calling clr!B\n0012f904 7c8025db clr!C+0x1, calling clr!D",
  ],
  [
    "an exception's trace",
    "0:000> !pe\nStackTrace (generated):\n    SP       IP       Function\n    0012F3C4 00AF0103 App.exe!Program.A()+0x23\n    0012F3D4 00AF0113 App.exe!Program.B()+0x23\n    0012F3E4 00AF0123 App.exe!Program.C()+0x23",
  ],
  [
    "a crash analysis",
    "0:000> !analyze -v\nSTACK_TEXT:\n0193f558 7c827d29 ntdll!A+0x1\n0193f568 7c827d29 ntdll!B+0x1\n0193f578 7c827d29 ntdll!C+0x1",
  ],
  [
    "a managed stack",
    "0:000> !clrstack\nOS Thread Id: 0x8a4 (14)\nChild-SP         RetAddr          Call Site\n000000000193f3c8 000007ff001e86c8 Contoso.Feed.Load(System.String)",
  ],
] as const)("%s is not taken for a native stack", (_what, text) => {
  expect(reports(text)).toEqual([]);
});

test.each([
  [
    "~*kb\nGetContextState failed, 0x8007001F\nUnable to get current machine context, Win32 error 0n31",
    "NO_THREAD_CONTEXT",
  ],
  ["kb\n      ^ Syntax error in 'kb'", "COMMAND_REJECTED"],
] as const)("%s is unusable, and says why", (text, code) => {
  expect(read(`0:000> ${text}`)[0]).toMatchObject({ parser: "windbg-stack", outcome: "unusable", problem: { code } });
});

test("time grows with the length of the text, not faster", () => {
  const rows = X86.split("\n").slice(2);
  const texts = [
    ...Array.from({ length: 4000 }, () => rows).flat(),
    rows.join(" ").repeat(2000),
    `${" ".repeat(200_000)}x`,
    "0".repeat(200_000),
    `ChildEBP RetAddr${" : ".repeat(60_000)}x`,
    `0193f558 7c827d29 ntdll!A${" ".repeat(200_000)}x`,
  ];
  const lines = texts.map((text, index) => ({ number: index + 1, last: index + 1, text }));
  const source = { command: "k", args: "", thread: 1, osThreadId: null, allThreads: false, commandLine: null } as const;
  const seconds = secondsOf(() => {
    expect(windbgStack.parse({ ...source, mode: "user", lines })).toMatchObject({ report: { kind: "native-stacks" } });
    for (const at of [16000, 16001, 16002, 16003, 16004]) windbgStack.confirm?.(lines, at);
  });
  expect(seconds).toBeLessThan(4);
});

test("no damage puts a frame of one thread into another", () => {
  const owner = new Map(stacks(ALL).flatMap((stack) => stack.frames.map((frame) => [frame.childSp, stack.osThreadId])));
  // Four lost lines can take every row of one thread and both headings of the next: nothing left tells them apart.
  const dropLines = fc.array(fc.nat({ max: 9 }), { maxLength: 3 });
  fc.assert(
    fc.property(dropLines, (dropped) => {
      const lines = ALL.split("\n").filter((_line, index) => index === 0 || !dropped.includes(index));
      for (const stack of stacks(lines.join("\n"))) {
        if (stack.osThreadId === null) continue;
        const strangers = stack.frames.filter((frame) => owner.get(frame.childSp) !== stack.osThreadId);
        expect(strangers.map((frame) => frame.callSite)).toEqual([]);
      }
    }),
  );
});

test("an offset that the paste breaks off in is not told", () => {
  const offsets = (end: string): unknown => {
    const text = `0:003> kb
ChildEBP RetAddr  Args to Child
0012fe10 77e612df 00000000 00000000 00000000 ntdll!ZwReadFile+0xc
0012fe40 77e61300 00000000 00000000 00000000 kernel32!ReadFile+0x1${end}`;
    const report = read(text)[0]?.report;
    return report?.kind === "native-stacks"
      ? report.stacks[0]?.frames.map(({ symbol, offset }) => [symbol, offset])
      : null;
  };
  expect(offsets("")).toEqual([
    ["ZwReadFile", "c"],
    ["ReadFile", null],
  ]);
  expect(offsets("6c\n")).toEqual([
    ["ZwReadFile", "c"],
    ["ReadFile", "16c"],
  ]);
});

test("the rows below a gap are not called unreliable for a warning in another thread", () => {
  const text = `0:003> ~*kb

   0  Id: ad8.3f10 Suspend: 1 Teb: 7ff1c000 Unfrozen
ChildEBP RetAddr  Args to Child
0012fe10 77e612df 00000000 00000000 00000000 ntdll!ZwReadFile+0xc
WARNING: Frame IP not in any known module. Following frames may be wrong.
0012fe40 77e61300 00000000 00000000 00000000 0x77e612df
[snip]
03e2f3d8 0257963f 0000056e ffffffff 00da5238 clr!AwareLock::Enter+0xc6
03e2f40c 00000000 00da5a40 ffffffff 0000098e clr!JITutil_MonReliableEnter+0x9e
`;
  const report = read(text)[0]?.report;
  const stacks = report?.kind === "native-stacks" ? report.stacks : [];
  expect(stacks.map(({ frames }) => frames.map(({ unreliable }) => unreliable))).toEqual([
    [false, true],
    [false, false],
  ]);
});

test("!uniqstack tells how many stacks it left out, and of which threads", () => {
  const text = `0:003> !uniqstack
Processing 5 threads, please wait

.  0  Id: ad8.3f10 Suspend: 1 Teb: 7ff1c000 Unfrozen
ChildEBP RetAddr
0012fe10 77e612df ntdll!ZwReadFile+0xc
0012fe40 00000000 kernel32!ReadFile+0x16c

Total threads: 5
Duplicate callstacks: 3 (windbg thread #s follow):
2, 3, 4
`;
  const [block] = read(text);
  expect(block?.outcome).toBe("read");
  expect(block?.report).toMatchObject({ duplicates: { line: 10, totalThreads: 5, count: 3, threads: [2, 3, 4] } });
});

test("an inlined row that ran into the row above is a row of its own", () => {
  const text = `0:003> kn
 # Child-SP          RetAddr           Call Site
0a 000000c9${"`"}dda70044 00007ffb${"`"}bc5875cf coreclr!CallDescrWorkerWithHandler [D:\\a\\clrhost.h @ 97] 0b (Inline Function) --------${"`"}-------- coreclr!MethodDescCallSite::Call+0x240
0c 000000c9${"`"}dda70084 00000000${"`"}00000000 coreclr!RunMain+0x57
`;
  const report = read(text)[0]?.report;
  expect(report).toMatchObject({
    stacks: [
      { frames: [{ symbol: "CallDescrWorkerWithHandler" }, { inline: true, offset: "240" }, { symbol: "RunMain" }] },
    ],
  });
});

test("the sign of an offset that was cut off is not part of a name, not even in the last row of a stack", () => {
  for (const open of ["+", "+0", "+0x"]) {
    const [block] = read(
      `0:000> k\nChildEBP RetAddr\n0007ffe0 7c8123c3 kernel32!BaseProcessStart+0x23\n0007fff0 00000000 ntdll!RtlUserThreadStart${open}`,
    );
    expect(block?.report).toMatchObject({ stacks: [{ frames: [{}, { symbol: "RtlUserThreadStart", offset: null }] }] });
  }
});

test("the front of a place in the source is not part of a name", () => {
  const [block] = read(
    "0:000> k\nChildEBP RetAddr\n0007ffe0 7c8123c3 clr!Thread::Wait+0x23 [c:\\src\\vm\\threads.cpp @ 97]\n0007fff0 7c812400 clr!DispatchInner [f:\\dd\\vm\\th",
  );
  expect(block?.report).toMatchObject({ stacks: [{ frames: [{}, { symbol: "DispatchInner" }] }] });
});

test("a row that the unwinder has marked is a row, and those below skipped ones are not sure", () => {
  const [block, ...others] = read(`0: kd> kn
 # ChildEBP RetAddr      
00 83452e08 81a34bde     nt!KeBugCheckEx
01 83452ed8 81c0a6da     hal!HalHandleNMI+0xea
    <Intermediate frames may have been skipped due to lack of complete unwind>
02 83452ed8 81a1c76b (T) nt!KiTrap02+0x322
03 83452fe4 00000000     nt!KiStartSystemThread+0x1
`);
  expect([block?.outcome, others]).toEqual(["read", []]);
  const [stack] = reportOf(block, "windbg-stack", "native-stacks").stacks;
  expect(stack?.frames.map(({ symbol, frameNumber, unreliable }) => [symbol, frameNumber, unreliable])).toEqual([
    ["KeBugCheckEx", 0, false],
    ["HalHandleNMI", 1, false],
    ["KiTrap02", 2, true],
    ["KiStartSystemThread", 3, true],
  ]);
});
