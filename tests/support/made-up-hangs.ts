import type { CauseId } from "@/evidence";
import { heldLock, syncBlocks } from "./sync-blocks";

/** Debugger output of made-up servers that hang for other reasons than a lock. Values invented, shapes real. */

/** A hang, what is pasted of it and answered, and how far its cause must get. */
export interface MadeUpHang {
  cause: CauseId;
  standing: "suspected" | "likely" | "confirmed";
  text: string;
  answers?: Readonly<Record<string, string>>;
}

const osId = (thread: number): string => (0x1a00 + 4 * thread).toString(16);

/** `!clrstack` of one thread, top frame first. */
function managed(thread: number, ...frames: readonly string[]): string {
  const rows = frames.map(
    (frame, index) => `000000d1${(0xb5f7e2a8 + 0x80 * index).toString(16)} 00007ff91ab3d5e4 ${frame}`,
  );
  return `OS Thread Id: 0x${osId(thread)} (${thread})\n        Child SP               IP Call Site\n${rows.join("\n")}\n`;
}

/** `k` of one thread within `~*k`. */
function native(thread: number, ...frames: readonly string[]): string {
  const rows = frames.map(
    (frame, index) =>
      `${index.toString(16).padStart(2, "0")} 000000d1\`${(0xb5f7e2a8 + 0x40 * index).toString(16)} 00007ffc\`17c5${(0x1e93 + index).toString(16)} ${frame}`,
  );
  return `
  ${String(thread).padStart(2)}  Id: 1f40.${osId(thread)} Suspend: 1 Teb: 000000d1\`b5a${(0x10 + 2 * thread).toString(16).padStart(2, "0")}000 Unfrozen
 # Child-SP          RetAddr               Call Site
${rows.join("\n")}
`;
}

const threads = (count: number, first: number, print: (thread: number) => string): string =>
  Array.from({ length: count }, (_item, index) => print(first + index)).join("");

export const POOL = (running: number, total: number, queue: number, cpu = 4): string => `0:000> !threadpool
CPU utilization: ${cpu}%
Worker Thread: Total: ${total} Running: ${running} Idle: ${total - running} MaxLimit: 32767 MinLimit: 8
Work Request in Queue: ${queue}
--------------------------------------
Number of Timers: 2
--------------------------------------
Completion Port Thread:Total: 2 Free: 2 MaxFree: 16 CurrentLimit: 2 MaxLimit: 1000 MinLimit: 8
`;

export const BLOCKED_ON_TASKS = (count: number): string =>
  `0:000> ~*e !clrstack\n${threads(count, 20, (thread) =>
    managed(
      thread,
      `[HelperMethodFrame_1OBJ: 000000d1b5f7e3d0] System.Threading.Monitor.ObjWait(Boolean, Int32, System.Object)`,
      "System.Threading.ManualResetEventSlim.Wait(Int32, System.Threading.CancellationToken)",
      "System.Threading.Tasks.Task.SpinThenBlockingWait(Int32, System.Threading.CancellationToken)",
      "System.Threading.Tasks.Task.InternalWait(Int32, System.Threading.CancellationToken)",
      "System.Threading.Tasks.Task`1[[System.__Canon, mscorlib]].GetResultCore(Boolean)",
      "Contoso.Shop.PriceClient.Load(Int32)",
    ),
  )}`;

export const CONTEXT_ON_STACK = `0:021> !dso
OS Thread Id: 0x${osId(21)} (21)
RSP/REG          Object           Name
000000d1b5f7e420 000001b2a4e02f08 System.Web.AspNetSynchronizationContext
000000d1b5f7e428 000001b2a4e02f90 System.Threading.Tasks.Task
`;

/** Two tables of one lock: `owners` holds the columns behind Recursion at each moment. */
export const LOCK_TWICE = (...owners: readonly (readonly [held: number, owner: string])[]): string =>
  owners.map(([held, owner]) => syncBlocks([heldLock(held, owner)])).join("");

const MANAGED_THREADS = (rows: readonly string[]): string => `0:000> !threads
ThreadCount:      ${rows.length}
UnstartedThread:  0
BackgroundThread: ${rows.length - 1}
PendingThread:    0
DeadThread:       0
Hosted Runtime:   no
                                                                                                        Lock
       ID OSID ThreadOBJ           State GC Mode     GC Alloc Context                  Domain           Count Apt Exception
${rows.join("\n")}
`;
const managedRow = (thread: number, id: number, mode: string, apartment: string, role = ""): string =>
  `  ${String(thread).padStart(2)}    ${id} ${osId(thread)} 000001b2c61f${(0x5540 + 0x100 * id).toString(16)}    2b220 ${mode}  000001B2A4E01D70:000001B2A4E03FD0 000001b2c4ce7a30 0     ${apartment} ${role}`;

const WAITS_FOR_GC = (thread: number): string =>
  native(
    thread,
    "ntdll!NtWaitForSingleObject+0x14",
    "KERNELBASE!WaitForSingleObjectEx+0x8e",
    "clr!CLREventBase::WaitEx+0x7c",
    "clr!WKS::GCHeap::WaitUntilGCComplete+0x2b",
    "clr!Thread::RareDisablePreemptiveGC+0x180",
    "clr!JIT_RareDisableHelper+0x35",
  );

const CRITICAL_SECTION = `0:000> !locks

CritSec Contoso!g_cache+0 at 00000001400a1b20
WaiterWoken        No
LockCount          2
RecursionCount     1
OwningThread       5dc
EntryCount         0
ContentionCount    3
*** Locked

Scanned 412 critical sections
0:000> ~
.  0  Id: 1f40.1f44 Suspend: 1 Teb: 000000d1\`b5a10000 Unfrozen
   1  Id: 1f40.1a20 Suspend: 1 Teb: 000000d1\`b5a12000 Unfrozen
   2  Id: 1f40.1a24 Suspend: 1 Teb: 000000d1\`b5a14000 Unfrozen
`;

const SUSPENDED = `0:000> ~
.  0  Id: 1f40.1f44 Suspend: 2 Teb: 000000d1\`b5a10000 Unfrozen
   1  Id: 1f40.1a20 Suspend: 2 Teb: 000000d1\`b5a12000 Unfrozen
   2  Id: 1f40.1a24 Suspend: 2 Teb: 000000d1\`b5a14000 Unfrozen
   3  Id: 1f40.1a28 Suspend: 2 Teb: 000000d1\`b5a16000 Unfrozen
C:\\>tasklist

Image Name                     PID Session Name        Session#    Mem Usage
========================= ======== ================ =========== ============
System Idle Process              0 Services                   0          8 K
msvsmon.exe                   5120 Console                    1     21,340 K
w3wp.exe                      8000 Services                   0    412,808 K
`;

const LOADER_LOCK = `0:000> !cs ntdll!LdrpLoaderLock
-----------------------------------------
Critical section   = 0x00007ffcc1d3a4e8 (ntdll!LdrpLoaderLock+0x0)
DebugInfo          = 0x00007ffcc1d3a7e0
LOCKED
LockCount          = 0x2
WaiterWoken        = No
OwningThread       = 0x0000000000001a1c
RecursionCount     = 0x1
LockSemaphore      = 0x1B4
SpinCount          = 0x0000000004000000
0:000> ~*k
${native(
  7,
  "ntdll!NtWaitForSingleObject+0x14",
  "KERNELBASE!WaitForSingleObjectEx+0x8e",
  "clr!WKS::GCHeap::WaitUntilGCComplete+0x2b",
  "clr!Thread::RareDisablePreemptiveGC+0x180",
  "ContosoHook!DllMain+0x41",
  "ntdll!LdrpCallInitRoutine+0x61",
  "ntdll!LdrpInitializeNode+0x1d3",
)}${threads(6, 8, (thread) =>
  native(
    thread,
    "ntdll!NtWaitForAlertByThreadId+0x14",
    "ntdll!RtlpWaitOnCriticalSection+0xcb",
    "ntdll!RtlEnterCriticalSection+0xe1",
    "ntdll!LdrpAcquireLoaderLock+0x2d",
    "ntdll!LdrpInitializeThread+0xd7",
    "ntdll!_LdrpInitialize+0x63",
  ),
)}`;

const OBJECT = (
  name: string,
  fields: readonly (readonly [string, string, string])[],
): string => `0:000> !do 000001b2a4e0a310
Name:        ${name}
MethodTable: 00007ff8bbd1a5c8
EEClass:     00007ff8bbc92b60
Size:        168(0xa8) bytes
File:        C:\\Windows\\Microsoft.Net\\assembly\\GAC_64\\System\\v4.0_4.0.0.0\\System.dll
Fields:
              MT    Field   Offset                 Type VT     Attr            Value Name
${fields
  .map(
    ([type, value, field], index) =>
      `00007ff8bbd1a5c8  4000${(0x5c1 + index).toString(16)}       ${(0x40 + 4 * index).toString(16)} ${type.padStart(20)}  1 instance ${value.padStart(16)} ${field}`,
  )
  .join("\n")}
`;

const STA = `${MANAGED_THREADS([
  managedRow(6, 1, "Preemptive", "MTA", "(Finalizer)"),
  managedRow(9, 2, "Preemptive", "STA"),
  managedRow(20, 3, "Preemptive", "MTA", "(Threadpool Worker)"),
])}0:000> ~*k
${threads(6, 20, (thread) =>
  native(
    thread,
    "win32u!NtUserMsgWaitForMultipleObjectsEx+0x14",
    "combase!CCliModalLoop::BlockFn+0x1d8",
    "combase!ModalLoop+0xb2",
    "combase!CSyncClientCall::SwitchAptAndDispatchCall+0x5d1",
    "combase!GetToSTA+0x7d",
  ),
)}`;

const FINALIZER = `${MANAGED_THREADS([
  managedRow(6, 1, "Preemptive", "MTA", "(Finalizer)"),
  managedRow(9, 2, "Preemptive", "MTA"),
])}0:000> ~6k
 # Child-SP          RetAddr               Call Site
00 000000d1\`b5f7e2a8 00007ffc\`17c51e93 win32u!NtUserMsgWaitForMultipleObjectsEx+0x14
01 000000d1\`b5f7e2e8 00007ffc\`17c51e94 combase!CCliModalLoop::BlockFn+0x1d8
02 000000d1\`b5f7e328 00007ffc\`17c51e95 combase!ModalLoop+0xb2
03 000000d1\`b5f7e368 00007ffc\`17c51e96 combase!GetToSTA+0x7d
`;

const SEMAPHORE = (thread: number): string =>
  managed(
    thread,
    `[HelperMethodFrame_1OBJ: 000000d1b5f7e3d0] System.Threading.Monitor.ObjWait(Boolean, Int32, System.Object)`,
    "System.Threading.SemaphoreSlim.WaitUntilCountOrTimeout(Int32, UInt32, System.Threading.CancellationToken)",
    "System.Threading.SemaphoreSlim.Wait(Int32, System.Threading.CancellationToken)",
    "Contoso.Shop.Throttle.Enter()",
  );

const MEMORY = `0: kd> !vm 1
Page File: \\??\\C:\\pagefile.sys
  Current:  16777216 Kb  Free Space:   1201480 Kb
  Minimum:  16777216 Kb  Maximum:     16777216 Kb

Physical Memory:          2097152 (    8388608 Kb)
Available Pages:            31280 (     125120 Kb)
ResAvail Pages:           1402311 (    5609244 Kb)
Committed pages:          6201440 (   24805760 Kb)
Commit limit:             6291456 (   25165824 Kb)
`;

const PROCMON = `"Time of Day","Process Name","PID","Operation","Path","Result","Detail","Duration"
"4:04:33.1234567 PM","w3wp.exe","8000","CreateFile","C:\\Sites\\Shop\\bin\\Contoso.dll","SHARING VIOLATION","Desired Access: Generic Read","0.0001234"
"4:04:33.2234567 PM","SearchProtocolHost.exe","5120","CreateFile","C:\\Sites\\Shop\\bin\\Contoso.dll","SUCCESS","Desired Access: Generic Read","0.0001034"
"4:04:33.3234567 PM","w3wp.exe","8000","CreateFile","C:\\Sites\\Shop\\bin\\Contoso.dll","SUCCESS","Desired Access: Generic Read","0.0001134"
`;

const HTTPERR = `#Software: Microsoft HTTP API 2.0
#Version: 1.0
#Date: 2024-03-12 16:02:11
#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename
2024-03-12 16:02:11 192.0.2.7 50112 192.0.2.80 80 HTTP/1.1 GET /a.aspx 503 1 QueueFull ShopPool
2024-03-12 16:02:12 192.0.2.8 50113 192.0.2.80 80 HTTP/1.1 GET /b.aspx 503 1 QueueFull ShopPool
`;

const YOUNG = `0:000> .time
Debug session time: Tue Mar 12 16:04:33.000 2024 (UTC + 1:00)
System Uptime: 11 days 2:10:09.140
Process Uptime: 0 days 0:00:41.000
  Kernel time: 0 days 0:00:12.000
  User time: 0 days 0:01:08.000
C:\\>appcmd list wp
WP "8000" (applicationPool:ShopPool)
WP "8124" (applicationPool:ShopPool)
`;

const SESSION = `C:\\>appcmd list requests
${Array.from(
  { length: 6 },
  (_item, index) =>
    `REQUEST "f${index}0000008000004${index}" (url:GET /report.aspx, time:${90_000 + index} msec, client:192.0.2.17, stage:AcquireRequestState, module:Session)`,
).join("\n")}
`;

const OPENS_CONNECTION = (thread: number): string =>
  managed(
    thread,
    `[HelperMethodFrame_1OBJ: 000000d1b5f7e3d0] System.Threading.WaitHandle.WaitMultiple(System.Threading.WaitHandle[], Int32, Boolean, Boolean)`,
    "System.Data.ProviderBase.DbConnectionPool.TryGetConnection(System.Data.Common.DbConnection, UInt32, Boolean, Boolean)",
    "System.Data.ProviderBase.DbConnectionFactory.TryGetConnection(System.Data.Common.DbConnection)",
    "System.Data.SqlClient.SqlConnection.Open()",
    "Contoso.Shop.Orders.Load()",
  );

const WEB_REQUEST = (thread: number): string =>
  managed(
    thread,
    `[HelperMethodFrame_1OBJ: 000000d1b5f7e3d0] System.Threading.WaitHandle.WaitOneNative(System.Runtime.InteropServices.SafeHandle, UInt32, Boolean, Boolean)`,
    "System.Net.LazyAsyncResult.WaitForCompletion(Boolean)",
    "System.Net.HttpWebRequest.GetResponse()",
    "Contoso.Shop.Rates.Fetch()",
  );

/** One or more for each cause that the case study's own outputs do not reach. */
export const HANGS: readonly MadeUpHang[] = [
  {
    cause: "lock-convoy",
    standing: "confirmed",
    text: LOCK_TWICE([30, "0 0000000000000000     none"], [29, "1 000001b2c61f9980  2b1c  12"]),
  },
  {
    cause: "orphaned-lock",
    standing: "suspected",
    text: LOCK_TWICE([31, "1 000001b2c61f9980  2b1c XXX"]),
  },
  {
    cause: "connection-pool-exhausted",
    standing: "confirmed",
    text:
      `0:000> ~*e !clrstack\n${threads(8, 20, OPENS_CONNECTION)}` +
      OBJECT("System.Data.ProviderBase.DbConnectionPool", [
        ["System.Int32", "100", "_totalObjects"],
        ["System.Int32", "8", "_waitCount"],
        ["System.Boolean", "0", "_errorOccurred"],
      ]),
  },
  {
    cause: "outgoing-connection-limit",
    standing: "confirmed",
    text:
      `0:000> ~*e !clrstack\n${threads(8, 20, WEB_REQUEST)}` +
      OBJECT("System.Net.ServicePoint", [
        ["System.Int32", "2", "m_CurrentConnections"],
        ["System.Int32", "2", "m_ConnectionLimit"],
      ]),
  },
  { cause: "thread-pool-starvation", standing: "confirmed", text: POOL(48, 48, 311) + BLOCKED_ON_TASKS(24) },
  {
    cause: "async-context-deadlock",
    standing: "likely",
    text: BLOCKED_ON_TASKS(2) + CONTEXT_ON_STACK + POOL(2, 8, 0),
  },
  {
    cause: "async-context-deadlock",
    standing: "confirmed",
    text: BLOCKED_ON_TASKS(2) + CONTEXT_ON_STACK + POOL(2, 8, 0),
    answers: { "single-request": "hangs-alone" },
  },
  { cause: "session-state-lock", standing: "confirmed", text: SESSION, answers: { "session-scope": "one-session" } },
  {
    cause: "gc-suspension",
    standing: "likely",
    text: `${MANAGED_THREADS([
      managedRow(6, 1, "Preemptive", "MTA", "(Finalizer)"),
      managedRow(12, 2, "Cooperative", "MTA"),
      managedRow(20, 3, "Preemptive", "MTA", "(Threadpool Worker)"),
    ])}0:000> ~*k
${native(
  19,
  "ntdll!NtWaitForSingleObject+0x14",
  "KERNELBASE!WaitForSingleObjectEx+0x8e",
  "clr!CLREventBase::WaitEx+0x7c",
  "clr!ThreadSuspend::SuspendEE+0x2b",
)}${threads(7, 20, WAITS_FOR_GC)}`,
  },
  { cause: "blocked-finalizer", standing: "suspected", text: FINALIZER },
  { cause: "sta-com-call", standing: "confirmed", text: STA },
  { cause: "critical-section", standing: "confirmed", text: CRITICAL_SECTION },
  { cause: "loader-lock", standing: "confirmed", text: LOADER_LOCK },
  { cause: "foreign-process-on-path", standing: "suspected", text: PROCMON },
  { cause: "foreign-process-on-path", standing: "confirmed", text: PROCMON, answers: { "service-test": "faster" } },
  { cause: "low-memory", standing: "suspected", text: MEMORY },
  { cause: "request-queue-limit", standing: "suspected", text: HTTPERR },
  { cause: "starting-or-recycling", standing: "likely", text: YOUNG },
  { cause: "debugger-attached", standing: "confirmed", text: SUSPENDED },
  {
    cause: "ownerless-primitive",
    standing: "likely",
    text: `0:000> ~*e !clrstack\n${threads(8, 20, SEMAPHORE)}${[20, 21]
      .map(
        (thread) => `0:0${thread}> !dso
OS Thread Id: 0x${osId(thread)} (${thread})
RSP/REG          Object           Name
000000d1b5f7e420 000001b2a4e02f08 System.Threading.SemaphoreSlim
`,
      )
      .join("")}`,
  },
];
