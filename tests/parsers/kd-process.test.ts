import { expect, test } from "vitest";
import type { Block, KernelProcess } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, corpusTranscripts, hasCorpus } from "../support/corpus";
import { secondsOf } from "../support/processor-time";
import { read } from "../support/reading";

function processesOf(blocks: readonly Block[]): KernelProcess[] {
  return blocks.flatMap((block) => (block.report?.kind === "processes" ? block.report.processes : []));
}

const LIST = `0: kd> !process 0 0
**** NT ACTIVE PROCESS DUMP ****
PROCESS ffffa50f6c0e1300
    SessionId: none  Cid: 0004    Peb: 00000000  ParentCid: 0000
    DirBase: 001ad000  ObjectTable: ffffd1049e276e40  HandleCount: <Data Not Accessible>
    Image: System

PROCESS ffffa50f6b7d9080
    SessionId: 0  Cid: 1c38    Peb: c9d4a1c000  ParentCid: 0b1c
    DirBase: 1f2d00002  ObjectTable: ffffd104a28c7040  HandleCount: 1742.
    Image: w3wp.exe
`;

const WITH_THREADS = `1: kd> !process 8a3b7d88 7
PROCESS 8a3b7d88  SessionId: 0  Cid: 0f1c    Peb: 7ffdf000  ParentCid: 0894
    DirBase: 0f8c0420  ObjectTable: e2a8ea90  HandleCount: 614.
    Image: w3wp.exe
    VadRoot 85f24388 Vads 336 Clone 0 Private 9104. Modified 0. Locked 0.
    DeviceMap e30a2340
    Token                             e172e040
    ElapsedTime                       2 Days 02:04:07.015
    UserTime                          00:00:48.921
    KernelTime                        00:05:53.250
    QuotaPoolUsage[PagedPool]         26588
    QuotaPoolUsage[NonPagedPool]      1440
    Working Set Sizes (now,min,max)  (2154, 50, 345) (8616KB, 200KB, 1380KB)
    PeakWorkingSetSize                2183
    VirtualSize                       112 Mb
    PeakVirtualSize                   113 Mb
    PageFaultCount                    4609
    MemoryPriority                    BACKGROUND
    BasePriority                      8
    CommitCharge                      1124
    DebugPort                         85f25ec0

        THREAD 8a41c020  Cid 0f1c.0a44  Teb: 7ffdd000 Win32Thread: 00000000 WAIT: (Executive) KernelMode Non-Alertable
            b6c31a4c  NotificationEvent
        IRP List:
            89d1f008: (0006,01d8) Flags: 00000884  Mdl: 00000000
        Not impersonating
        DeviceMap                 e30a2340
        Owning Process            8a3b7d88       Image:         w3wp.exe
        Wait Start TickCount      114032         Ticks: 640 (0:00:00:10.000)
        Context Switch Count      5120
        UserTime                  00:00:02.078
        KernelTime                00:00:00.906
        ChildEBP RetAddr  Args to Child
        b6c31990 8083d5b1 8a41c0c8 8a41c020 00000000 nt!KiSwapContext+0x26 (FPO: [Uses EBP] [0,0,4])
        WARNING: Stack unwind information not available. Following frames may be wrong.
        b6c319bc 8083df9e 89d1f008 b6c31a4c 00000000 AcmeFlt+0x284

        THREAD 8a41d3b0  Cid 0f1c.0a48  Teb: 7ffdc000 Win32Thread: 00000000 WAIT: (WrQueue) UserMode Non-Alertable
            8a3aa1c8  QueueObject
            8a41d428  NotificationTimer
        Not impersonating
        Owning Process            8a3b7d88       Image:         w3wp.exe
        Wait Start TickCount      114600         Ticks: 72 (0:00:00:01.125)
        ChildEBP RetAddr  Args to Child
        b6d31990 8083d5b1 8a41c0c8 8a41c020 00000000 nt!KiSwapContext+0x26 (FPO: [Uses EBP] [0,0,4])
`;

test("a process whose address a scanner misread gives its values to no other", () => {
  const old = `kd> !process 0 0
PROCESS 80955e40  Cid: 0021    Peb: 7ffde000  ParentCid: 0012
    Image: winlogon.exe
PROCESS 8O95lcc0  Cid: 0026    Peb: 7ffdd000  ParentCid: 0020
    Image: services.exe
`;
  expect(processesOf(read(old))).toMatchObject([{ processId: "21", parentProcessId: "12", image: "winlogon.exe" }]);
  expect(processesOf(read(old.slice(0, old.indexOf("Cid: 0021") + 7)))).toEqual([]);
});

test("lines below what was left out belong to no process and no thread", () => {
  const lines = LIST.split("\n").toSpliced(4, 5, "[snip]").join("\n");
  const [system, ...others] = processesOf(read(lines));
  expect([system?.handleCount, system?.image, others]).toEqual([null, null, []]);
  const frames = (more: string) =>
    processesOf(read(WITH_THREADS + more))
      .flatMap(({ threads }) => threads)
      .at(-1)?.frames.length;
  const row = (sp: string) => `        ...\n        ${sp} 8083d5b1 00000000 00000000 00000000 nt!NtReadFile+0x55\n`;
  const whole = frames("") ?? 0;
  expect(frames(row("b6d319d0"))).toBe(whole + 1);
  expect(frames(row("b6d719d0"))).toBe(whole);
});

test("the list of processes gives ids, parents and images", () => {
  const [block] = read(LIST);
  expect([block?.parser, block?.outcome, block?.mode]).toEqual(["kd-process", "read", "kernel"]);
  expect(processesOf([block as Block])).toMatchObject([
    { line: 3, address: "ffffa50f6c0e1300", processId: "4", sessionId: null, handleCount: null, image: "System" },
    {
      line: 8,
      address: "ffffa50f6b7d9080",
      processId: "1c38",
      sessionId: 0,
      peb: "c9d4a1c000",
      parentProcessId: "b1c",
      handleCount: 1742,
      image: "w3wp.exe",
      elapsedSeconds: null,
      threads: [],
    },
  ]);
  expect(block?.report).toMatchObject({ bits: 64 });
});

test("a process with its threads and their stacks is one output", () => {
  const blocks = read(WITH_THREADS);
  expect(blocks.map((block) => [block.parser, block.outcome])).toEqual([["kd-process", "read"]]);
  const [process] = processesOf(blocks);
  expect(process).toMatchObject({
    address: "8a3b7d88",
    processId: "f1c",
    elapsedSeconds: 180247.015,
    userTimeSeconds: 48.921,
    kernelTimeSeconds: 353.25,
    workingSetBytes: 8822784,
    debugPort: "85f25ec0",
    handleCount: 614,
  });
  expect(process?.threads).toMatchObject([
    {
      address: "8a41c020",
      osThreadId: "a44",
      waitReason: "Executive",
      ticks: 640,
      userTimeSeconds: 2.078,
      irps: [{ address: "89d1f008" }],
      frames: [{ unreliable: false }, { module: "AcmeFlt", unreliable: true }],
    },
    {
      address: "8a41d3b0",
      osThreadId: "a48",
      waitReason: "WrQueue",
      waitObjects: [{ type: "QueueObject" }, { type: "NotificationTimer" }],
      frames: [{ unreliable: false }],
    },
  ]);
});

test.each([
  ["list", LIST],
  ["process with threads", WITH_THREADS],
])("a %s reads the same without its command and with collapsed blanks", (_name, text) => {
  const bare = text.split("\n").slice(1).join("\n");
  const expected = processesOf(read(bare));
  expect(expected.length).toBeGreaterThan(0);
  for (const variant of [bare.replace(/[ \t]+/g, " "), bare.replace(/^\s+/gm, "")]) {
    const blocks = read(variant);
    expect(blocks.map((block) => [block.parser, block.outcome, block.mode])).toEqual([
      ["kd-process", "read", "kernel"],
    ]);
  }
  expect(processesOf(read(bare.replace(/[ \t]+/g, " ")))).toEqual(expected);
});

test("a list that a page folded into one line gives every process", () => {
  const blocks = read(LIST.split("\n").slice(2).join("\n").replace(/\s+/g, " "));
  expect(blocks.map((block) => [block.parser, block.outcome])).toEqual([["kd-process", "read"]]);
  expect(processesOf(blocks).map((process) => [process.processId, process.image, process.handleCount])).toEqual([
    ["4", "System", null],
    ["1c38", "w3wp.exe", 1742],
  ]);
});

test("time grows with the length of the text, not faster", () => {
  const [head = "", ...threads] = WITH_THREADS.split(/\n(?=\s+THREAD)/);
  const many = `${head}\n${Array.from({ length: 500 }, () => threads.join("\n")).join("\n")}`;
  const seconds = secondsOf(() => {
    expect(processesOf(read(many))[0]?.threads).toHaveLength(1000);
    for (const start of [
      "",
      "THREAD 8a41c020 Cid 1.2",
      "PROCESS 8a3b7d88 Cid: 1",
      "Resource @ 0x8a51c7f0",
      "CritSec a at",
    ]) {
      read(
        `0: kd> !process\n${start}${" ".repeat(100_000)}x\n${start} ${"0".repeat(100_000)}\n${start}${" *".repeat(50_000)}`,
      );
    }
  });
  expect(seconds).toBeLessThan(5);
});

test("fields that the dump does not hold stay empty", () => {
  const text = `0: kd> !process
PROCESS ffffe001d147c840
    SessionId: 0  Cid: 10f0    Peb: ee6cf8a000  ParentCid: 0434
DeepFreeze
    DirBase: d2122000  ObjectTable: ffffc0001f191ac0  HandleCount: 
    Image: audiodg.exe
    ElapsedTime                       <Invalid>
    UserTime                          00:00:00.000
`;
  expect(read(text)[0]?.outcome).toBe("read");
  expect(processesOf(read(text))).toMatchObject([
    { image: "audiodg.exe", handleCount: null, elapsedSeconds: null, userTimeSeconds: 0 },
  ]);
});

test("a !thread of another process pasted right behind is an output of its own", () => {
  const thread = "THREAD ffffa50f6c2d1080  Cid 2b20.1f1c  Teb: 000000c9d4a1d000 Win32Thread: 0000000000000000 READY";
  const blocks = read(`${LIST.split("\n").slice(1).join("\n")}\n${thread}\nNot impersonating\n`);
  expect(blocks.map((block) => [block.parser, block.outcome])).toEqual([
    ["kd-process", "read"],
    ["kd-thread", "read"],
  ]);
});

test("a search that finds no process is read and empty", () => {
  const [block] = read("0: kd> !process 0 0 nothere.exe\n**** NT ACTIVE PROCESS DUMP ****\n");
  expect([block?.outcome, block?.report]).toEqual(["read", { kind: "processes", processes: [], bits: null }]);
});

test("a list that was cut keeps the processes that are whole and leaves the rest unread", () => {
  const cut = LIST.slice(0, LIST.indexOf("    SessionId: 0"));
  const [block] = read(cut);
  expect([block?.outcome, block?.unread]).toEqual(["partly-read", [[8, 8]]]);
  expect(processesOf(read(cut)).map((process) => process.processId)).toEqual(["4"]);
});

test.each([
  ["0:000> !process 0 0\nNo export process found", "NEEDS_KERNEL_TARGET"],
  ["0: kd> !process 0 0\nNT symbols are incorrect, please fix symbols", "KERNEL_SYMBOLS_MISSING"],
  ["0: kd> !process 0 0\nGetPointerFromAddress: unable to read from fffff8012a2b4c08", "MEMORY_NOT_IN_DUMP"],
])("%s is told with its way out", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["kd-process", "unusable", code]);
});

test.skipIf(!hasCorpus)("the process list of Windows NT 4 is read", () => {
  const blocks = readTranscript(corpusTranscript("process-0-0-kd-nt4-msdocs"), 0);
  expect(blocks.map((block) => block.outcome)).toEqual(["read"]);
  expect(
    processesOf(blocks).map((process) => [process.address, process.processId, process.image, process.handleCount]),
  ).toEqual([
    ["80a02a60", "2", "System", 150],
    ["80986f40", "12", "smss.exe", 38],
    ["80958020", "1a", "csrss.exe", 150],
    ["80955040", "20", "winlogon.exe", 54],
    ["8094fce0", "26", "services.exe", 222],
    ["8094c020", "29", "lsass.exe", 110],
    ["809258e0", "44", "SPOOLSS.EXE", 70],
  ]);
});

test.skipIf(!hasCorpus)("one process of Windows 10 is read with its times and sizes", () => {
  const blocks = readTranscript(corpusTranscript("process-0-1-explorer-handles-29648-kd-x64"), 0);
  expect(blocks.map((block) => block.outcome)).toEqual(["read"]);
  expect(processesOf(blocks)).toMatchObject([
    {
      address: "ffffc306d0c34580",
      image: "explorer.exe",
      sessionId: 11,
      processId: "44e0",
      parentProcessId: "5758",
      handleCount: 29648,
      elapsedSeconds: 23386.426,
      userTimeSeconds: 48.921,
      kernelTimeSeconds: 53.25,
      workingSetBytes: 226188 * 1024,
      debugPort: null,
    },
  ]);
});

test.skipIf(!hasCorpus)("no other output of the corpus is taken for a process, a thread, a lock or a module", () => {
  const mine = /^(?:kd-(?:locks|process|thread)|ntsdexts-locks|windbg-modules)$/;
  const taken = corpusTranscripts()
    .filter((transcript) => readTranscript(transcript, 0).some((block) => mine.test(block.parser ?? "")))
    .map((transcript) => transcript.name);
  expect(taken).toEqual([
    "deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto",
    "hang-9f3-thread-mutant-chain-amdacpbus-win11-x64-nickkuo",
    "hang-eresource-locks-thread-srtsp-ntfs-x86-vista",
    "hang-locks-threads-kv-explorer-html-drmiru",
    "locks-critsec-iis-x86-msdocs",
    "locks-eresource-shared-threads-comment-prefix-win10-x64",
    "process-0-0-kd-nt4-msdocs",
    "process-0-1-explorer-handles-29648-kd-x64",
    "thread-kd-x64-win10-msmpeng-msdocs",
  ]);
});

test("a time that the paste breaks off in is not known", () => {
  const [process] = processesOf(
    read(`${WITH_THREADS.slice(0, WITH_THREADS.indexOf("KernelTime"))}KernelTime  00:04:43`),
  );
  expect(process).toMatchObject({ kernelTimeSeconds: null });
  expect(process?.userTimeSeconds).not.toBeNull();
});

test("the handle count of an object that !handle lists is not the process' own", () => {
  const text = `2: kd> !handle 0xffffffff800007ac

PROCESS ffffa50f6c0e1300
    SessionId: none  Cid: 0004    Peb: 00000000  ParentCid: 0000
    DirBase: 001ad000  ObjectTable: ffffd1049e276e40  HandleCount: 512.
    Image: System

Kernel handle table at ffffd1049e276e40 with 512 entries in use

800007ac: Object: ffffa50f6a850b20  GrantedAccess: 00000003 Entry: ffffd104a0f81eb0
Object: ffffa50f6a850b20  Type: (ffffa50f6c04d2a0) File
    ObjectHeader: ffffa50f6a850af0 (new version)
        HandleCount: 1  PointerCount: 3
`;
  expect(processesOf(read(text))[0]).toMatchObject({ handleCount: 512, image: "System" });
});

test("stacks whose addresses were cut away are the threads' stacks all the same", () => {
  const text = `0: kd> !process ffffa50f6b7d9080 7
PROCESS ffffa50f6b7d9080
    SessionId: 1  Cid: 1c38    Peb: c9d4a1c000  ParentCid: 0b1c
    DirBase: 1f2d00002  ObjectTable: ffffd104a28c7040  HandleCount: 1742.
    Image: shop.exe
        THREAD ffffa50f6c2d1080  Cid 1c38.1f4c  Teb: 000000c9d4a1d000 Win32Thread: 0000000000000000 WAIT: (UserRequest) UserMode Non-Alertable
            ffffa50f6b1f2608  SynchronizationEvent
        nt!KiSwapContext+0x76
        nt!KeWaitForSingleObject+0x1cc
        nt!KiSystemServiceCopyEnd+0x13 (TrapFrame @ ffffd000\`248ebc40)
        ntdll!ZwWaitForSingleObject+0xa
        ntdll!RtlEnterCriticalSection+0x94
        0xfffff960\`0038bed0
        shop+0x1234
        THREAD ffffa50f6c2d7080  Cid 1c38.1f58  Teb: 000000c9d4a1f000 Win32Thread: 0000000000000000 WAIT: (UserRequest) UserMode Non-Alertable
            ffffa50f6b1f2708  SynchronizationEvent
        nt!KiSwapContext+0x76
        ntdll!NtDelayExecution+0xa
`;
  const [block] = read(text);
  const threads = processesOf(read(text)).flatMap(({ threads: own }) => own);
  expect(block?.unread).toEqual([]);
  expect(threads.map(({ frames }) => frames.map(({ callSite }) => callSite.split("+")[0]))).toEqual([
    [
      "nt!KiSwapContext",
      "nt!KeWaitForSingleObject",
      "nt!KiSystemServiceCopyEnd",
      "ntdll!ZwWaitForSingleObject",
      "ntdll!RtlEnterCriticalSection",
      "0xfffff960`0038bed0",
      "shop",
    ],
    ["nt!KiSwapContext", "ntdll!NtDelayExecution"],
  ]);
});
