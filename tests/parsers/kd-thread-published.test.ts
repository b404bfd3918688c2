import { expect, test } from "vitest";
import type { Block, KernelThread } from "@/evidence";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read, reportsIn } from "../support/reading";

const published = (name: string): Block[] => read(corpusTranscript(name).text);

const threadsOf = (blocks: readonly Block[]): KernelThread[] =>
  reportsIn(blocks, "kernel-threads").flatMap(({ threads }) => [...threads]);

/** Modules on the stack in order, each run of the same one once. */
function modulesOf(thread: KernelThread | undefined): (string | null)[] {
  const modules = (thread?.frames ?? []).map((frame) => frame.module);
  return modules.filter((module, at) => module !== null && module !== modules[at - 1]);
}

test.skipIf(!hasCorpus)("a chain of mutexes in an audio driver is read from thread to thread", () => {
  const blocks = published("hang-9f3-thread-mutant-chain-amdacpbus-win11-x64-nickkuo");
  const threads = threadsOf(blocks);
  expect(blocks.filter((block) => block.parser === "kd-thread").map((block) => block.outcome)).toEqual([
    "read",
    "read",
    "read",
  ]);
  expect(threads).toMatchObject([
    {
      address: "ffff948ff7b59540",
      processId: "4",
      image: "System",
      waitReason: "UserRequest",
      waitObjects: [{ address: "ffff948ff718d608", type: "Mutant", owningThread: "ffff948ffeb54080" }],
      ticks: 6099,
      waitSeconds: 95.296,
      frames: [],
    },
    {
      address: "ffff948ffeb54080",
      image: "audiodg.exe",
      waitObjects: [{ owningThread: "ffff948ffa478040" }],
      irps: [{ address: "ffff94811fec4360" }],
      ticks: 5459,
    },
    { address: "ffff948ffa478040", waitReason: "DelayExecution", ticks: 0, image: "System" },
  ]);
  expect(modulesOf(threads[1])).toEqual([
    "nt",
    "amdacpbus2",
    "RTKVHD64",
    "portcls",
    "ks",
    "portcls",
    "RTKVHD64",
    "nt",
    "ksthunk",
    "nt",
  ]);
  expect(modulesOf(threads[2])).toEqual(["nt", "amdacpbus2", "Wdf01000", "nt"]);
  expect(threads[2]?.frames.filter((frame) => frame.inline)).toHaveLength(1);
});

test.skipIf(!hasCorpus)("a Vista thread with a wrapped heading is read whole", () => {
  const blocks = published("hang-eresource-locks-thread-srtsp-ntfs-x86-vista");
  const [thread] = threadsOf(blocks);
  expect(thread).toMatchObject({
    address: "88b9fcb0",
    processId: "1548",
    osThreadId: "16e4",
    image: "PSDrt.exe",
    waitReason: "Executive",
    waitMode: "KernelMode",
    alertable: false,
    waitObjects: [{ address: "850a5f88", type: "NotificationEvent" }],
    irps: [{ address: "85102de0" }, { address: "86693de0" }],
    ticks: 26804,
    waitSeconds: 418.145,
    contextSwitchCount: 78,
  });
  expect(thread?.frames).toHaveLength(36);
  expect([...new Set(modulesOf(thread))]).toEqual(["nt", "Ntfs", "fltmgr", "SRTSP", "MySpy"]);
});

test.skipIf(!hasCorpus)("a running thread of the documentation is read", () => {
  const [thread] = threadsOf(published("thread-kd-x64-win10-msmpeng-msdocs"));
  expect(thread).toMatchObject({
    address: "ffffcb088f0a4480",
    processId: "e34",
    osThreadId: "3814",
    image: "MsMpEng.exe",
    state: "RUNNING",
    processor: 0,
    process: "ffffcb08905397c0",
    waitStartTickCount: 182835891,
    ticks: 0,
    contextSwitchCount: 5989,
    userTimeSeconds: 1.046,
    priority: 8,
    frames: [{ symbol: "DbgBreakPointWithStatus" }, {}, {}],
  });
});

test("the thread of Windows NT 4: four digits behind the seconds are milliseconds, and the unit of the wait stands aside", () => {
  const [block] = read(`kd> !thread ffaf5a10
THREAD ffaf5a10  Cid e7.e8  Teb: 7ffde000 WAIT: (Executive) KernelMode Non-Alertable
    feecf698  SynchronizationEvent
Not impersonating
Owning Process ffaf5690
WaitTime (seconds)      2781250
Context Switch Count    183175
UserTime                  0:00:23.0153
KernelTime                0:01:01.0187
Start Address 0x77f04644
Initial Sp fec6c000 Current Sp fec6b938
Priority 11 BasePriority 7 PriorityDecrement 0 DecrementCount 8

ChildEBP RetAddr  Args to Child
fec6b950 80118efc c0502000 804044b0 00000000 ntoskrnl!KiSwapThread+0xb5
`);
  expect(block?.unread).toEqual([]);
  const report = block?.report?.kind === "kernel-threads" ? block.report : null;
  expect(report?.threads[0]).toMatchObject({ userTimeSeconds: 23.153, kernelTimeSeconds: 61.187 });
});

test("an image of N/A that stands below both processes is nobody's", () => {
  const [block] = read(`0: kd> !thread ffffb20f52363040
THREAD ffffb20f52363040  Cid 0004.0184  Teb: 0000000000000000 Win32Thread: 0000000000000000 READY
Owning Process
ffffb20f4fc7f080
Image: System
Image: N/A
`);
  const report = block?.report?.kind === "kernel-threads" ? block.report : null;
  expect(report?.threads[0]?.image).toBe("System");
});
