import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import { CAUSE_IDS, type CauseId } from "@/evidence";
import { CAUSES } from "@/findings/causes/list";
import { RULES } from "@/findings/rules/list";
import { hangPlaybook } from "@/machines/hang";
import { simulateHang } from "@/simulator/hangs/simulate";
import { play } from "@/training/play";
import { corpusTranscripts, hasCorpus } from "../support/corpus";
import { HANGS } from "../support/made-up-hangs";
import { run } from "../support/triage";

/** Causes that one output calls likely. */
const likely = (text: string): CauseId[] =>
  run(text).causes.flatMap(({ id, standing }) => (standing === "likely" ? [id] : []));

/** Where a kernel thread stands and how long it has been there are two facts, though one output prints both. */
const PLACE_AND_TIME: readonly CauseId[] = ["file-system-filter", "page-fault-reentrancy", "slow-storage"];

test.each(CAUSE_IDS)("no single output of a server that hangs for %s makes any cause likely", (cause) => {
  for (const seed of [11, 12]) {
    const { solution } = play(hangPlaybook, simulateHang(seed, cause));
    for (const { text, command } of solution.asked) {
      if (!command || text === null) continue;
      expect(
        likely(text).filter((id) => !PLACE_AND_TIME.includes(id)),
        command.command,
      ).toEqual([]);
    }
  }
});

test.skipIf(!hasCorpus)("no published output makes a cause likely by figures that stand in one block of it", () => {
  const hits = corpusTranscripts().flatMap((transcript) => {
    const { causes, findings, blocks } = diagnose(hangPlaybook, [transcript]);
    return causes
      .filter(({ standing, id }) => standing === "likely" && !PLACE_AND_TIME.includes(id))
      .filter((cause) => {
        const lines = findings
          .filter(({ id }) => cause.for.includes(id))
          .flatMap(({ cites }) => cites.flatMap((cite) => ("lines" in cite ? cite.lines[0] : [])));
        return blocks.some(({ lines: [from, to] }) => lines.every((line) => line >= from && line <= to));
      })
      .map(({ id }) => `${transcript.name}: ${id}`);
  });
  expect(hits).toEqual([]);
});

test("what supports a cause, settles it or rules it out is something that a rule can find", () => {
  const found = new Set(RULES.flatMap(({ finds }) => finds));
  const named = CAUSES.flatMap(({ id, supports, decides, refutes }) =>
    [...supports.map(({ finding }) => finding), ...decides.flat(), ...refutes.flat()].map((finding) => [id, finding]),
  );
  expect(named.filter(([, finding]) => !found.has(finding ?? ""))).toEqual([]);
});

test.each(["low-memory", "foreign-process-on-path"])(
  "%s is only suspected from several figures of one output",
  (cause) => {
    const text = HANGS.find((hang) => hang.cause === cause && !hang.answers)?.text ?? "";
    expect(run(text).causes.find(({ id }) => id === cause)?.standing).toBe("suspected");
  },
);

const VM_LOW = `0: kd> !vm 1

*** Virtual Memory Usage ***
	Physical Memory:     1048576 (   4194304 Kb)
	Available Pages:       20000 (     80000 Kb)
	Commit limit:        2000000 (   8000000 Kb)
`;

test("two outputs of different kinds make low memory likely", () => {
  const waits = `0: kd> !thread 88e889a0
THREAD 88e889a0  Cid 0d6c.06d4  Teb: 7ffaa000 Win32Thread: 00000000 WAIT: (WrPageIn) KernelMode Non-Alertable
    b954f1ec  NotificationEvent
Not impersonating
Owning Process            88e88020       Image:         w3wp.exe
Wait Start TickCount      812345         Ticks: 12 (0:00:00:00.187)
Context Switch Count      4123
`;
  expect(likely(VM_LOW)).toEqual([]);
  expect(likely(VM_LOW + waits)).toEqual(["low-memory"]);
});

const NATIVE = (thread: number, id: string, frame: string): string => `
  ${thread}  Id: 1f40.${id} Suspend: 1 Teb: 000000d1\`b5a${thread}000 Unfrozen
 # Child-SP          RetAddr               Call Site
00 000000d1\`b5f7e2a8 00007ffc\`17c51e93 ntdll!NtWaitForSingleObject+0x14
01 000000d1\`b5f7e2e8 00007ffc\`17c51e94 clr!${frame}+0x20
`;
const SUSPENSION =
  `0:000> ~*k\n${NATIVE(10, "1a28", "ThreadSuspend::SuspendEE")}` +
  [11, 12, 13, 14, 15, 16].map((thread) => NATIVE(thread, `1a${thread + 30}`, "GCHeap::WaitUntilGCComplete")).join("");

test("one dump that catches threads in a collection is no stalled collection", () => {
  const caught = run(SUSPENSION);
  expect(caught.findings.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["collection-waits-for-threads", "many-threads-wait-for-gc"]),
  );
  expect(caught.causes.find(({ id }) => id === "gc-suspension")?.standing).toBe("suspected");
});

const THREADS = `0:000> !threads
ThreadCount:      2
UnstartedThread:  0
BackgroundThread: 2
PendingThread:    0
DeadThread:       0
Hosted Runtime:   no
                                                                                                        Lock
       ID OSID ThreadOBJ           State GC Mode     GC Alloc Context                  Domain           Count Apt Exception
  10    1 1a28 000001b2c61f5540    28220 Preemptive  000001b2a4e01d70:000001b2a4e01d70 000001b2c6000000 0     MTA
  20    2 1a50 000001b2c61f9980    28220 Cooperative 000001b2a4e01d70:000001b2a4e01d70 000001b2c6000000 0     MTA
`;
const AT = (clock: string, uptime: string, user: string): string =>
  `0:000> .time\nDebug session time: Tue Mar 12 ${clock}.000 2024 (UTC + 2:00)\nSystem Uptime: 11 days 2:10:09.140\nProcess Uptime: 0 days ${uptime}.000\n  Kernel time: 0 days 0:00:12.000\n  User time: 0 days ${user}.000\n`;

test("a collection that the same thread holds up in two dumps is stalled, confirmed", () => {
  const [first, second] = [AT("16:04:33", "2:06:11", "0:01:08"), AT("16:05:03", "2:06:41", "0:01:09")];
  const once = run(first + SUSPENSION + THREADS);
  expect(once.causes.find(({ id }) => id === "gc-suspension")?.standing).toBe("likely");
  const twice = diagnose(hangPlaybook, [
    { name: "first", text: first + SUSPENSION + THREADS },
    { name: "second", text: second + SUSPENSION + THREADS },
  ]);
  expect(twice.causes.find(({ id }) => id === "gc-suspension")).toMatchObject({
    standing: "confirmed",
    role: "primary",
  });
});

test("a debugger that the engineer attached is not called the cause", () => {
  const own = `0:003> k
 # Child-SP          RetAddr               Call Site
00 000000d1\`b5f7e2a8 00007ffc\`17c51e93 ntdll!DbgBreakPoint
01 000000d1\`b5f7e2e8 00007ffc\`17c51e94 ntdll!DbgUiRemoteBreakin+0x4e
0:003> .shell tasklist
C:\\>tasklist

Image Name                     PID Session Name        Session#    Mem Usage
========================= ======== ================ =========== ============
System Idle Process              0 Services                   0          8 K
windbg.exe                    5120 Console                    1     21,340 K
w3wp.exe                      8000 Services                   0    412,808 K
`;
  expect(run(own).causes.find(({ id }) => id === "debugger-attached")?.standing).toBe("suspected");
});
