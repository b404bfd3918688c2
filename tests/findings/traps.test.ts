import { expect, test } from "vitest";
import { type Diagnosis, diagnose } from "@/cases/diagnose";
import { hangPlaybook } from "@/machines/hang";
import { CASE_STUDY } from "../support/case-study";
import { BLOCKED_ON_TASKS, POOL } from "../support/made-up-hangs";
import * as made from "../support/made-up-outputs";
import { heldLock, syncBlocks } from "../support/sync-blocks";
import { runWith, said } from "../support/triage";

const warnings = (diagnosis: Diagnosis): string[] =>
  diagnosis.findings.filter(({ tone }) => tone === "warning").map(({ id }) => id);

const TABLE = (waiters: number, osId: string, thread: number): string =>
  syncBlocks([heldLock(1 + 2 * waiters, `1 000001b2c61f5540  ${osId}  ${thread}`)]);
const STACK = (thread: number, osId: string, ...frames: readonly string[]): string =>
  `0:000> ~${thread}e !clrstack\nOS Thread Id: 0x${osId} (${thread})\n        Child SP               IP Call Site\n${frames.map((frame, at) => `000000d1b5f7e${(0x2a8 + 0x40 * at).toString(16)} 00007ff91ab3d5e4 ${frame}`).join("\n")}\n`;
const MONITOR = "[HelperMethodFrame_1OBJ: 000000d1b5f7e3d0] System.Threading.Monitor.Enter(System.Object)";
const WORK = "Contoso.Stock.Ledger.Post(Contoso.Stock.Entry)";

test("~1a2cs is told to be the OS id of thread 12", () => {
  const typed = `0:000> ~1234s\n        ^ Illegal thread error in '~1234s'\n`;
  const diagnosis = runWith(TABLE(3, "1234", 12) + typed);
  expect(said(diagnosis, "os-id-typed-as-number")).toContain("calls that thread 12");
  expect(warnings(runWith(TABLE(3, "1238", 12) + typed))).not.toContain("os-id-typed-as-number");
});

test("whoever reads the owner's hex id 39 as thread 39 is told whose stack that is", () => {
  const mistaken = TABLE(3, "39", 12) + STACK(39, "1d90", MONITOR, WORK);
  expect(said(runWith(mistaken), "hex-read-as-decimal")).toContain("~12e !clrstack");
  expect(warnings(runWith(mistaken + STACK(12, "39", WORK)))).not.toContain("hex-read-as-decimal");
});

const WAITERS = [20, 21, 22, 23, 24, 25].map((thread) => STACK(thread, `1a${thread}`, MONITOR, WORK)).join("");

test("six threads in one place are the victims while the owner was not looked at", () => {
  expect(said(runWith(TABLE(6, "1234", 12) + WAITERS), "owner-not-looked-at")).toContain("thread 12");
  expect(warnings(runWith(TABLE(6, "1234", 12) + WAITERS + STACK(12, "1234", WORK)))).not.toContain(
    "owner-not-looked-at",
  );
});

test("an owner that waits for a lock is no deadlock before the chain closes", () => {
  const open = runWith(TABLE(6, "1234", 12) + STACK(12, "1234", MONITOR, WORK));
  expect(warnings(open)).toContain("wait-is-no-deadlock");
  expect(warnings(runWith(made.DEADLOCK))).not.toContain("wait-is-no-deadlock");
});

const THREADS = (counts: readonly number[]): string =>
  `0:000> ~\n${counts.map((count, at) => `${at === 0 ? "." : " "}  ${at}  Id: 1f40.1a2${at} Suspend: ${count} Teb: 000000d1\`b5a1${at}000 Unfrozen`).join("\n")}\n`;

test("one thread with Suspend: 2 among others with 1 is not passed over", () => {
  expect(said(runWith(THREADS([1, 1, 2, 1])), "some-threads-suspended")).toContain("Thread 2 is held");
  expect(warnings(runWith(THREADS([1, 1, 1, 1])))).not.toContain("some-threads-suspended");
  expect(warnings(runWith(THREADS([0, 0, 0, 0])))).not.toContain("some-threads-suspended");
});

test("Monitor.Wait of many threads is a wait for a signal, not a queue for a lock", () => {
  const wait =
    "[HelperMethodFrame_1OBJ: 000000d1b5f7e3d0] System.Threading.Monitor.ObjWait(Boolean, Int32, System.Object)";
  const waiting = [20, 21, 22, 23, 24, 25]
    .map((thread) => STACK(thread, `1a${thread}`, wait, "Contoso.Jobs.Queue.Take()"))
    .join("");
  expect(warnings(runWith(waiting))).toContain("condition-wait-is-no-contention");
  expect(warnings(runWith(BLOCKED_ON_TASKS(24)))).not.toContain("condition-wait-is-no-contention");
});

test("frames that may be wrong on the owner's stack are no damage", () => {
  expect(said(diagnose(hangPlaybook, CASE_STUDY), "frames-marked-unreliable")).toContain("thread 39");
});

const START = (clock: string): string => `0:023> !do 0x10308850
Name: System.Web.Hosting.ISAPIWorkerRequestInProcForIIS6
MethodTable 0x02401fdc
Size 200(0xc8) bytes
      MT      Field     Offset                 Type       Attr      Value Name
0x024019d8 0x4000ac8     0x84            VALUETYPE   instance start at 103088d4 _startTime
0:023> !cvtdd 103088d4
As a TimeSpan: 732847.${clock}.0000000
As a DateTime: 06/21/2007 ${clock}
`;
const TIME = `0:023> .time
Debug session time: Thu Jun 21 11:28:51.000 2007 (GMT+2)
System Uptime: 8 days 15:51:05.015
Process Uptime: 0 days 5:28:36.000
Kernel time: 0 days 0:15:54.000
User time: 0 days 0:02:23.000
`;

test.each([
  ["east of Greenwich it would begin after the dump", "11:25:40", "(GMT+2)"],
  ["west of it, it would be hours older", "11:25:40", "(UTC - 3:30)"],
])("a start in local time taken for UTC: %s", (_what, start, zone) => {
  const local = runWith(START(start) + TIME.replace("(GMT+2)", zone));
  expect(said(local, "local-time-for-utc")).toContain("it was 3 min 11 s old");
});

test("a start in UTC is not taken for local time", () => {
  expect(warnings(runWith(START("09:25:40") + TIME))).not.toContain("local-time-for-utc");
});

const EVENT = (source: string, id: number, message: string): string => `PS C:\\> Get-WinEvent -LogName System | fl

TimeCreated  : 6/21/2007 11:27:51 AM
ProviderName : ${source}
Id           : ${id}
Message      : ${message}

`;
const YOUNG = TIME.replace("0 days 5:28:36", "0 days 0:00:41");

test("a process that was recycled before the dump holds nothing of the hang", () => {
  const recycled = EVENT(
    "Microsoft-Windows-WAS",
    5079,
    "An administrator has requested a recycle of all worker processes in application pool 'ShopPool'.",
  );
  expect(warnings(runWith([YOUNG, recycled]))).toContain("restarted-before-dump");
  expect(warnings(runWith([TIME, recycled]))).not.toContain("restarted-before-dump");
});

test("a restart for a change of configuration is told from others", () => {
  const changed = (reason: string): string =>
    EVENT(
      "ASP.NET 4.0.30319.0",
      1305,
      `Event code: 1002. Event message: Application is shutting down. Reason: ${reason}`,
    );
  expect(warnings(runWith(changed("Configuration changed.")))).toContain("restart-by-configuration");
  expect(warnings(runWith(changed("Hosting environment is shutting down.")))).not.toContain("restart-by-configuration");
});

const TIMED_OUT = `0:023> !pe 0000000012345678
Exception object: 0000000012345678
Exception type:   System.Web.HttpException
Message:          Request timed out.
InnerException:   <none>
StackTrace (generated):
<none>
StackTraceString: <none>
HResult: 80004005
`;

test("a dump without a long request, after requests ran into their time limit, came too late", () => {
  expect(warnings(runWith([TIMED_OUT, made.SHORT_REQUESTS]))).toContain("dump-after-time-limit");
  expect(warnings(runWith([TIMED_OUT, made.LONG_REQUESTS]))).not.toContain("dump-after-time-limit");
});

test("the age of the process is not taken for that of the request", () => {
  const objects = `0:023> !dso\nOS Thread Id: 0xa4c (23)\nRSP/REG          Object           Name\n000000d1b5f7e420 000001b2a4e02f08 System.Web.HttpContext\n`;
  expect(warnings(runWith([objects, TIME]))).toContain("uptime-is-no-age");
  expect(warnings(runWith([START("09:25:40"), TIME]))).not.toContain("uptime-is-no-age");
});

const MOVING = made.FROZEN_IN_FILTER.replace("2304 (0:00:00:36.000)", "1 (0:00:00:00.015)");

test("a driver that keeps a call for long is to be tested before anybody is blamed", () => {
  expect(warnings(runWith(made.FROZEN_IN_FILTER))).toContain("filter-not-tested");
  expect(warnings(runWith(made.FROZEN_IN_FILTER, { "filter-test": "faster" }))).not.toContain("filter-not-tested");
});

test("a filter on the stack of a thread that moves is not guilty for being there", () => {
  const study = diagnose(hangPlaybook, CASE_STUDY);
  expect(said(study, "filter-only-present")).toContain("Being there is no proof");
  expect(warnings(runWith(MOVING))).not.toContain("filter-not-tested");
});

test("antivirus switched off in its window is still loaded", () => {
  const list = `C:\\>fltmc
Filter Name                     Num Instances    Altitude    Frame
------------------------------  -------------  ------------  -----
WdFilter                               10       328010         0
luafv                                   1       135000         0
`;
  expect(said(runWith(list, { "antivirus-test": "no-change" }), "antivirus-still-loaded")).toContain("WdFilter");
  expect(warnings(runWith(list))).not.toContain("antivirus-still-loaded");
});

const RESOURCE = (contention: number): string =>
  `0: kd> !locks\nResource @ 0x88e9a518    Shared 1 owning threads\n    Contention Count = ${contention}\n     Threads: 88e889a0-01<*>\n6541 total locks, 1 locks currently held\n`;

test("a high Contention Count is no queue", () => {
  expect(said(runWith(RESOURCE(15_292)), "contention-is-past")).toContain("15,292");
  expect(warnings(runWith(RESOURCE(1)))).not.toContain("contention-is-past");
});

const WORKERS = (...ids: readonly number[]): string =>
  `C:\\>appcmd list wp\n${ids.map((id) => `WP "${id}" (applicationPool:Shop${id})`).join("\n")}\n`;

test("a dump of a process that IIS does not list is of the wrong one", () => {
  const dumped = THREADS([1, 1, 1]);
  expect(said(runWith([dumped, WORKERS(4711, 4712)]), "not-a-worker-of-the-list")).toContain(
    "process 8000 (1f40 in hex)",
  );
  expect(warnings(runWith([dumped, WORKERS(4711, 8000)]))).not.toContain("not-a-worker-of-the-list");
});

test("a process id that looks like the listed one, but is hex, is told apart", () => {
  const dumped = THREADS([1, 1, 1]).replaceAll("1f40.", "5120.");
  expect(said(runWith([dumped, WORKERS(5120)]), "not-a-worker-of-the-list")).toContain("which is 20768");
});

const NATIVE = `0:023> k
 # Child-SP          RetAddr               Call Site
00 000000d1\`b5f7e2a8 00007ffc\`17c51e93 ntdll!NtWaitForSingleObject+0x14
01 000000d1\`b5f7e2e8 00007ffc\`17c51e94 clr!Thread::DoAppropriateWait+0x20
`;
const FOLDER = (
  framework: string,
): string => `C:\\>dir /a /s "C:\\Windows\\Microsoft.NET\\${framework}\\v4.0.30319\\Temporary ASP.NET Files"
 Volume in drive C is System
 Volume Serial Number is 3C4E-11F0

 Directory of C:\\Windows\\Microsoft.NET\\${framework}\\v4.0.30319\\Temporary ASP.NET Files

06/21/2007  09:02 AM    <DIR>          .
06/21/2007  09:02 AM    <DIR>          ..
               0 File(s)              0 bytes

     Total Files Listed:
         1415926 File(s) 85899345920 bytes
           20212 Dir(s)   9126805504 bytes free
`;

test("the folder of 32-bit processes says nothing of a 64-bit one", () => {
  expect(said(runWith([NATIVE, FOLDER("Framework")]), "other-framework-folder")).toContain("Framework64");
  expect(warnings(runWith([NATIVE, FOLDER("Framework64")]))).not.toContain("other-framework-folder");
});

test("a raised minimum with all workers busy shows that more threads cure nothing", () => {
  const raised = POOL(200, 200, 311).replace("MinLimit: 8", "MinLimit: 200");
  expect(said(runWith(raised), "pool-minimum-raised")).toContain("200");
  expect(warnings(runWith(POOL(200, 200, 311)))).not.toContain("pool-minimum-raised");
});

test("requests parked for their session are not counted by threads", () => {
  const parked = `C:\\>appcmd list requests\n${[1, 2, 3, 4, 5, 6]
    .map(
      (at) =>
        `REQUEST "f${at}0000008000004${at}" (url:GET /report.aspx, time:9000${at} msec, client:192.0.2.17, stage:AcquireRequestState, module:Session)`,
    )
    .join("\n")}\n`;
  expect(said(runWith([parked, made.IDLE]), "session-waiters-own-no-thread")).toContain("6 requests");
  expect(warnings(runWith(parked))).not.toContain("session-waiters-own-no-thread");
});

test("an empty table of locks is no proof that nobody waits for a lock", () => {
  const empty = syncBlocks([]);
  const semaphore = [20, 21, 22, 23, 24, 25]
    .map((thread) =>
      STACK(
        thread,
        `1a${thread}`,
        "[HelperMethodFrame_1OBJ: 000000d1b5f7e3d0] System.Threading.Monitor.ObjWait(Boolean, Int32, System.Object)",
        "System.Threading.SemaphoreSlim.Wait(Int32, System.Threading.CancellationToken)",
        "Contoso.Shop.PriceCache.Load()",
      ),
    )
    .join("");
  expect(warnings(runWith(empty + semaphore))).toContain("empty-table-is-not-no-lock");
  expect(warnings(runWith(empty))).not.toContain("empty-table-is-not-no-lock");
});

test("handles read from the arguments of a 64-bit stack are to be confirmed", () => {
  const wide = `0:031> kv
 # Child-SP          RetAddr               : Args to Child                                                           : Call Site
00 000000d1\`b5f7e2a8 00007ffc\`17c51e93 : 00000000\`000014ac 00000000\`00000000 00000000\`00000000 00000000\`00000000 : ntdll!NtWaitForSingleObject+0x14
01 000000d1\`b5f7e2e8 00007ffc\`17c51e94 : 00000000\`000014ac 00000000\`ffffffff 00000000\`00000000 00000000\`00000000 : webengine4!InstrumentedMutex::GetLock+0x20
`;
  const managed = STACK(
    31,
    "1d90",
    "System.Web.UnsafeNativeMethods.InstrumentedMutexGetLock(System.Runtime.InteropServices.HandleRef, Int32)",
    "System.Web.Compilation.CompilationMutex.WaitOne()",
  );
  expect(warnings(runWith(wide + managed))).toContain("arguments-not-reliable");
  expect(warnings(runWith(managed))).not.toContain("arguments-not-reliable");
});

test("a whole, clean set of outputs brings no warning of a mistake", () => {
  expect(warnings(runWith([made.IDLE, made.SHORT_REQUESTS]))).toEqual([]);
  expect(warnings(runWith(made.DEADLOCK))).toEqual([]);
});
