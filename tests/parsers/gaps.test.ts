import { expect, test } from "vitest";
import { read, reportOf } from "../support/reading";

test("times below a gap are of no list when several were asked for", () => {
  const text = ` User Mode Time
  Thread       Time
    23:1b08      0 days 0:41:07.531
...
     4:5c4       0 days 0:00:01.250
`;
  const [all] = read(`0:014> !runaway 7\n${text}`);
  const report = reportOf(all, "windbg-runaway", "thread-times");
  expect([report.userModeTime?.map(({ thread }) => thread), report.complete]).toEqual([[23], false]);
  const [one] = read(`0:014> !runaway\n${text}`);
  expect(reportOf(one, "windbg-runaway", "thread-times").userModeTime).toHaveLength(2);
});

test("rows that lost their heading are taken for user mode only when the next list shows it", () => {
  const rows = "    23:1b08      0 days 0:41:07.531\n     4:5c4       0 days 0:00:01.250\n";
  const [kernel] = read(`${rows} Kernel Mode Time\n${rows}`);
  const report = reportOf(kernel, "windbg-runaway", "thread-times");
  expect([report.userModeTime?.length, report.kernelModeTime?.length]).toEqual([2, 2]);
  const [elapsed] = read(`${rows} Elapsed Time\n${rows}`);
  expect(reportOf(elapsed, "windbg-runaway", "thread-times").userModeTime).toBeNull();
});

test("a thread pool whose items were left out does not give an item's target to another", () => {
  const [block] = read(`> threadpool -wi
Using the Portable thread pool.

CPU utilization:  3%
Workers Total:    5
Workers Running:  5
Workers Idle:     0
Worker Min Limit: 8
Worker Max Limit: 32767

Queue             Object           Type
[Global]          7f1df9c0b110     System.Action
...
    => 7f1df9c0b0e8 <Send>b__0
`);
  const report = reportOf(block, "sos-threadpool", "thread-pool");
  expect([report.workItems[0]?.target, report.complete]).toEqual([null, false]);
});

test("a nested exception's code below a gap is not the outer one's", () => {
  const [block] = read(`0:014> !pe -nested
Exception object: 02a71c84
Exception type:   Contoso.Orders.StockException
Message:          Gone.
...
HResult: 80131620
`);
  const [exception] = reportOf(block, "sos-pe", "exceptions").exceptions;
  expect([exception?.hResult, exception?.complete]).toEqual([null, false]);
});

test("a note of the debugger is no part of a message", () => {
  const [block] = read(`0:014> !pe
Exception object: 02a71c84
Exception type:   Contoso.Orders.StockException
Message:          Gone.
*** WARNING: Unable to verify checksum for Contoso.Shop.dll
For good.
InnerException:   <none>
StackTrace (generated):
<none>
StackTraceString: <none>
HResult: 80131500
`);
  expect(reportOf(block, "sos-pe", "exceptions").exceptions[0]?.message).toBe("Gone.\nFor good.");
});

test("frames below a gap are of no thread that dotnet-stack named above it", () => {
  const [block] = read(`C:\\tools>dotnet-stack report -p 7312
Thread (0x4F2C):
  [Native Frames]
  Shop!Contoso.Orders.Catalog.Get(int32)
...
  Shop!Contoso.Orders.Program.Main(class System.String[])
`);
  const [stack] = reportOf(block, "dotnet-stack", "managed-stacks").stacks;
  expect([stack?.frames.map(({ method }) => method), stack?.cut]).toEqual([[null, "Contoso.Orders.Catalog.Get"], true]);
});

test("counts of a statistic keep their columns when blanks are lost", () => {
  const [block] = read(`0:000> !dumpasync
Statistics:
MT Count TotalSize Class Name
00007ffc5d3a9e10 1 128 Contoso.Orders.Catalog+<LoadAsync>d__4
Total 1 objects
In 1 chains.
`);
  const [type] = reportOf(block, "sos-dumpasync", "async-stacks").types;
  expect([type?.count, type?.totalSize]).toEqual([1, 128]);
});

test("fields below a gap are of no critical section that stands above it", () => {
  const [block] = read(`0:019> !cs
-----------------------------------------
DebugInfo          = 0x0726d640
Critical section   = 0x00d1f4a0 (ContosoNative!g_cacheLock+0x0)
LOCKED
LockCount          = 0x3
...
OwningThread       = 0x00001b3c
RecursionCount     = 0x1
LockSemaphore      = 0x10C0
SpinCount          = 0x00000000
`);
  const report = reportOf(block, "windbg-cs", "critical-section-details");
  expect([report.sections[0]?.lockCount, report.sections[0]?.owningThread, report.complete]).toEqual([3, null, false]);
});

test("a process whose address nobody can read has no name made of it, and its threads no other's", () => {
  const [block] = read(`0: kd> !stacks 2
Proc.Thread  .Thread  Ticks   ThreadState Blocker
                            [ffffa50f5b7d9080 smss.exe]
                            [xxxxxxxxxxxxxxxx w3wp.exe]
1c38.001f4c  ffffa50f6c2d1080 0000900 Blocked    nt!KiSwapContext+0x76

Threads Processed: 1
`);
  const report = reportOf(block, "kd-stacks", "kernel-stacks");
  expect([report.processes.map(({ image }) => image), report.threads[0]?.image, report.complete]).toEqual([
    ["smss.exe"],
    null,
    false,
  ]);
});

test("what stands below a gap is no part of the request's location above it", () => {
  const [block] = read(`0: kd> !irp 88d33008
Irp is active with 2 stacks 1 is current (= 0x88d33078)
 No Mdl Thread 88e889a0:  Irp stack trace.
     cmd  flg cl Device   File     Completion-Context
>[  3, 0]   0 e1 828517a8 00000000 842511e0-00000000 Success Error Cancel pending
[snip]
               \\FileSystem\\Ntfs
                        Args: 00007000 00000000 00018400 00000000
`);
  const report = reportOf(block, "kd-irp", "irp");
  expect([report.locations[0]?.driver, report.locations[0]?.args, report.complete]).toEqual([null, [], false]);
});

test("an address that ends the paste with fewer digits than the others is left out", () => {
  const [device] = read(
    "kd> !devobj 8a7fa540\nDevice object (8a7fa540) is for:\n  \\Driver\\volmgr DriverObject 853ff098\nAttachedDevice (Upper) 8a7fc",
  );
  expect(reportOf(device, "kd-devobj", "device-object").attachedDevice).toBeNull();
  const [file] = read(
    "kd> !fileobj 88dba440\n\nDevice Object: 0x8a7fa540   \\Driver\\volmgr\nVpb is NULL\nFsContext: 0xe1b9",
  );
  expect(reportOf(file, "kd-fileobj", "file-object").fsContext).toBeNull();
});

test("the device that was asked for is known though a mail took its mark", () => {
  const [block] = read(`kd> !devstack 8a0b1a48
  !DevObj   !DrvObj            !DevExt   ObjectName
  89eff930  \\FileSystem\\AcmeBkp 89eff9e8
  8a0b1a48  \\FileSystem\\FltMgr 8a0b1b00
`);
  const { devices } = reportOf(block, "kd-devstack", "device-stack");
  expect(devices.map(({ target }) => target)).toEqual([false, true]);
});

test("an instance below a gap is of no filter that stands above it", () => {
  const [block] = read(`0: kd> !fltkd.filters
Filter List: ffffa50f5b3a50d0 "Frame 0"
   FLT_FILTER: ffffa50f5b386010 "AcmeAudit" "385420"
...
      FLT_INSTANCE: ffffa50f5bb5fa80 "AcmeBkp Top" "281999.5"
`);
  const report = reportOf(block, "fltkd-filters", "filter-manager-filters");
  expect([report.filters[0]?.instances, report.complete]).toEqual([[], false]);
});

test("a program below a gap has no connection that stands above it", () => {
  const [block] = read(`C:\\>netstat -anob

Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:445            0.0.0.0:0              LISTENING       4
...
 [w3wp.exe]
`);
  const report = reportOf(block, "netstat", "connections");
  expect([report.connections[0]?.image, report.complete]).toEqual([null, false]);
});

test("memory without its unit is cut, and a title as wide as tasklist rules it is no row", () => {
  const [block] = read("C:\\>tasklist /fo list\n\nImage Name:   w3wp.exe\nPID:          6764\nMem Usage:    169,0");
  expect(reportOf(block, "tasklist", "tasks").tasks[0]?.memoryBytes).toBeNull();
  const rule = [25, 8, 16, 11, 12, 15, 50, 12, 72].map((width) => "=".repeat(width)).join(" ");
  const [verbose] =
    read(`C:\\>tasklist /v\n\nImage Name                     PID Session Name        Session#    Mem Usage Status\n${rule}
w3wp.exe                      6764 Services                   0    169,024 K Unknown         IIS APPPOOL\\Shop 0:12:41 N/A
`);
  expect(verbose?.outcome).toBe("read");
});

test("a service's title below a gap is not that of the service above it", () => {
  const [block] = read(`C:\\>sc query type= filesys

SERVICE_NAME: AcmeBkp
        TYPE               : 2  FILE_SYSTEM_DRIVER
[snip]
DISPLAY_NAME: FltMgr
`);
  const report = reportOf(block, "sc-query", "services");
  expect([report.services[0]?.displayName, report.complete]).toEqual([null, false]);
});

test("an entry of the event log is not made of two", () => {
  const [block] = read(`PS C:\\> Get-WinEvent -LogName System | fl

TimeCreated  : 3/12/2024 4:04:33 PM
ProviderName : disk
[snip]
Id           : 7036
Message      : The service entered the running state.

TimeCreated  : 3/12/2024 4:02:33 PM
ProviderName : disk
Id           : 153
Message      : The IO operation at logical block address 0x1f2e8 for Disk 1 (PDO name: \\Device\\0000003f) was retried.
`);
  expect(reportOf(block, "event-log", "events").events.map(({ eventId }) => eventId)).toEqual([153]);
});

test("blank lines behind every line part no entries of the event log", () => {
  const lines = [
    "PS C:\\> Get-WinEvent -LogName System | fl",
    "TimeCreated  : 3/12/2024 4:04:33 PM",
    "ProviderName : disk",
    "Id           : 153",
    "Message      : The IO operation at logical block address 0x1f2e8 for Disk 1 was retried.",
  ];
  const [block] = read(lines.map((line) => `${line}\n\n`).join(""));
  const [event] = reportOf(block, "event-log", "events").events;
  expect([block?.outcome, event?.source, event?.eventId, event?.disk]).toEqual(["read", "disk", 153, 1]);
});
