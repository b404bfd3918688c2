import { heldLock, syncBlocks } from "./sync-blocks";

/** Debugger output of made-up servers, one per way a hang can go. Values invented, shapes real. */

/** .NET Framework 4, 64-bit: threads 12 and 17 hold a lock each and wait for the other's. */
export const DEADLOCK = `${syncBlocks(
  [
    heldLock(3, "1 000001b2c61f5540  2b1c  12"),
    "   44 000001b2c4d0a2d8            3         1 000001b2c61f9980  1d90  17   000001b2a4e02f08 Contoso.Stock.Journal",
  ],
  12,
)}0:012> ~12e !clrstack
OS Thread Id: 0x2b1c (12)
        Child SP               IP Call Site
000000d1b5f7e2a8 00007ff91ab3d5e4 [GCFrame: 000000d1b5f7e2a8]
000000d1b5f7e3d0 00007ff91ab3d5e4 [HelperMethodFrame_1OBJ: 000000d1b5f7e3d0] System.Threading.Monitor.Enter(System.Object)
000000d1b5f7e4e0 00007ff8bbc2a91f Contoso.Stock.Ledger.Post(Contoso.Stock.Entry)
000000d1b5f7e530 00007ff8bbc2a6a0 Contoso.Web.StockController.Book(Int32)
0:012> ~17e !clrstack
OS Thread Id: 0x1d90 (17)
        Child SP               IP Call Site
000000d1b637e1b8 00007ff91ab3d5e4 [GCFrame: 000000d1b637e1b8]
000000d1b637e2e0 00007ff91ab3d5e4 [HelperMethodFrame_1OBJ: 000000d1b637e2e0] System.Threading.Monitor.Enter(System.Object)
000000d1b637e3f0 00007ff8bbc2b4c7 Contoso.Stock.Journal.Close(System.DateTime)
000000d1b637e440 00007ff8bbc2b1d0 Contoso.Web.StockController.EndOfDay()
`;

/** The same table, but thread 17 is seen to work: slow, not dead. */
export const NO_DEADLOCK = DEADLOCK.replace(
  /000000d1b637e2e0.*Monitor\.Enter.*\n/,
  "000000d1b637e2e0 00007ff91ab3d5e4 [InlinedCallFrame: 000000d1b637e2e0] System.Data.SqlClient.SNINativeMethodWrapper.SNIReadSyncOverAsync(System.Runtime.InteropServices.SafeHandle, IntPtr*, Int32)\n",
);

/** The owner of the lock waits for a database. */
export const OWNER_IN_SQL = `0:023> !syncblk
Index         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner
   12 000000000a1b2c3d           37         1 000000000b2c3d4e  0a4c  23   00000000022f1a60 Contoso.Shop.PriceCache
-----------------------------
Total           77
CCW             1
RCW             1
ComClassFactory 0
Free            9
0:023> ~23e !clrstack
OS Thread Id: 0xa4c (23)
Child SP         IP               Call Site
00000000129de458 0000000077b0f9fa [InlinedCallFrame: 00000000129de458] SNINativeMethodWrapper.SNIReadSyncOverAsync(SNI_ConnWrapper*, SNI_Packet**, Int32)
00000000129de510 000007fef1a1c2d0 System.Data.SqlClient.TdsParserStateObject.ReadSniSyncOverAsync()
00000000129de5c0 000007fef1a1b7c1 System.Data.SqlClient.SqlDataReader.TryConsumeMetaData()
00000000129de640 000007fef1a19f00 System.Data.SqlClient.SqlCommand.ExecuteReader(System.Data.CommandBehavior)
00000000129de6e0 000007ff00173a21 Contoso.Shop.PriceCache.Reload()
0:023> .time
Debug session time: Tue Mar 12 16:04:33.000 2024 (UTC - 3:30)
System Uptime: 11 days 2:10:09.140
Process Uptime: 0 days 2:06:11.000
  Kernel time: 0 days 0:00:12.000
  User time: 0 days 0:01:08.000
`;

export const LONG_REQUESTS = `C:\\>%windir%\\system32\\inetsrv\\appcmd list requests /elapsed:10000
REQUEST "fb0000018000021c" (url:GET /quote.aspx?id=7,9, time:41875 msec, client:10.1.2.3, stage:ExecuteRequestHandler, module:ManagedPipelineHandler)
REQUEST "a40000028000011e" (url:POST /basket.aspx, time:39014 msec, client:10.1.2.9, stage:ExecuteRequestHandler, module:ManagedPipelineHandler)
`;

export const SHORT_REQUESTS = `C:\\>appcmd list requests
REQUEST "fb0000018000021c" (url:GET /ping.aspx, time:31 msec, client:10.1.2.3, stage:ExecuteRequestHandler, module:ManagedPipelineHandler)
`;

/** Six threads, all idle. */
export const IDLE = `0:000> ~*kb 2000
${[0, 1, 2, 3, 4, 5]
  .map(
    (thread) => `
   ${thread}  Id: 1e40.${(0x900 + thread).toString(16)} Suspend: 1 Teb: 7ffd${thread}000 Unfrozen
ChildEBP RetAddr  Args to Child
00b${thread}fe10 7c827d29 77e61d1e 000000d8 00000000 ntdll!KiFastSystemCallRet
00b${thread}fe14 77e61d1e 000000d8 00000000 00b${thread}fe58 ntdll!NtWaitForSingleObject+0xc
00b${thread}fe84 79f4c8d0 000000d8 00009c40 00000000 kernel32!WaitForSingleObjectEx+0xac
00b${thread}ff14 79f4c87e 00009c40 00000000 0019a4a0 mscorwks!ThreadpoolMgr::SafeWait+0x3e
00b${thread}ffb8 77e6482f 00000000 00000000 00000000 mscorwks!ThreadpoolMgr::WorkerThreadStart+0x112`,
  )
  .join("\n")}
`;

/** 64-bit kernel: AcmeBkp keeps a call for 36 seconds and five threads queue for the resource its thread holds. */
export const CONTENDED_RESOURCE = `0: kd> !locks
**** DUMP OF ALL RESOURCE OBJECTS ****
KD: Scanning for held locks....

Resource @ 0xffffe10a4c2b7a10    Exclusively owned
    Contention Count = 2210
    NumberOfExclusiveWaiters = 5
     Threads: ffffe10a5d0c4080-01<*>
     Threads Waiting On Exclusive Access:
              ffffe10a5e113040       ffffe10a5e2a7080       ffffe10a60d4c040
              ffffe10a60e51080       ffffe10a61f90040
KD: Scanning for held locks.....
9120 total locks, 1 locks currently held
`;

const KERNEL_HEAD = (ticks: string) => `0: kd> !thread ffffe10a5d0c4080
THREAD ffffe10a5d0c4080  Cid 1c38.1f4c  Teb: 000000c9d4a1d000 Win32Thread: 0000000000000000 WAIT: (Executive) KernelMode Non-Alertable
    fffff90e6b1c2d38  NotificationEvent
IRP List:
    ffffe10a5fb2a010: (0006,0430) Flags: 00000884  Mdl: 00000000
Not impersonating
Owning Process            ffffe10a5b7d9080       Image:         w3wp.exe
Attached Process          N/A            Image:         N/A
Wait Start TickCount      812345         Ticks: ${ticks}
Context Switch Count      4123           IdealProcessor: 2
UserTime                  00:00:00.218
KernelTime                00:00:01.031
Child-SP          RetAddr           : Args to Child                                                           : Call Site
`;

/** A minifilter that keeps the call. */
export const FROZEN_IN_FILTER = `${KERNEL_HEAD("2304 (0:00:00:36.000)")}fffff90e\`6b1c2a10 fffff801\`2a0c1d47 : ffffe10a\`5d0c4080 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KiSwapContext+0x76
fffff90e\`6b1c2b50 fffff801\`2a0c18a9 : ffffe10a\`5d0c4080 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KiSwapThread+0x297
fffff90e\`6b1c2c10 fffff801\`3b5512ac : fffff90e\`6b1c2d38 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KeWaitForSingleObject+0x377
fffff90e\`6b1c2d00 fffff801\`2d0a4b1c : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : AcmeBkp+0x12ac
fffff90e\`6b1c2da0 fffff801\`2d0a46a0 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : FLTMGR!FltpPerformPreCallbacks+0x2fc
fffff90e\`6b1c2eb0 fffff801\`2d0a41b2 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : FLTMGR!FltpPassThroughInternal+0x90
fffff90e\`6b1c2f00 fffff801\`2a0d3f39 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : FLTMGR!FltpDispatch+0x92
fffff90e\`6b1c2f60 fffff801\`2a64f5d5 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!IofCallDriver+0x59
fffff90e\`6b1c2fa0 fffff801\`2a6b1c0e : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!IopSynchronousServiceTail+0x1a5
fffff90e\`6b1c3040 fffff801\`2a1d7f05 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!NtQueryDirectoryFileEx+0xbe
fffff90e\`6b1c30c0 00007ffc\`1ab3d5e4 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KiSystemServiceCopyEnd+0x25
`;

/** Only Windows' own modules, and one access that waits for 40 seconds in the disk stack. */
export const SLOW_DISK = `${KERNEL_HEAD("2560 (0:00:00:40.000)")}fffff90e\`6b1c2a10 fffff801\`2a0c1d47 : ffffe10a\`5d0c4080 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KiSwapContext+0x76
fffff90e\`6b1c2b50 fffff801\`2a0c18a9 : ffffe10a\`5d0c4080 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KiSwapThread+0x297
fffff90e\`6b1c2c10 fffff801\`3b5512ac : fffff90e\`6b1c2d38 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KeWaitForSingleObject+0x377
fffff90e\`6b1c2d00 fffff801\`2d0a4b1c : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : Ntfs!NtfsWaitSync+0x1c
fffff90e\`6b1c2da0 fffff801\`2d0a46a0 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : Ntfs!NtfsNonCachedIo+0x2f3
fffff90e\`6b1c2eb0 fffff801\`2d0a41b2 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : Ntfs!NtfsFsdRead+0x113
fffff90e\`6b1c2f00 fffff801\`2a0d3f39 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : FLTMGR!FltpDispatch+0x92
fffff90e\`6b1c2f60 fffff801\`2a64f5d5 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!IofCallDriver+0x59
fffff90e\`6b1c2fa0 fffff801\`2a6b1c0e : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!IopSynchronousServiceTail+0x1a5
fffff90e\`6b1c3040 fffff801\`2a1d7f05 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!NtReadFile+0xbe
fffff90e\`6b1c30c0 00007ffc\`1ab3d5e4 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KiSystemServiceCopyEnd+0x25
`;

/** A re-entry through a page fault that stands still inside the filter. */
export const STUCK_REENTRY = `${KERNEL_HEAD("4000 (0:00:01:02.500)")}fffff90e\`6b1c2a10 fffff801\`2a0c1d47 : ffffe10a\`5d0c4080 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KiSwapContext+0x76
fffff90e\`6b1c2c10 fffff801\`3b5512ac : fffff90e\`6b1c2d38 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KeWaitForSingleObject+0x377
fffff90e\`6b1c2d00 fffff801\`2d0a4b1c : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : AcmeBkp+0x12ac
fffff90e\`6b1c2da0 fffff801\`2d0a46a0 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : FLTMGR!FltpPerformPreCallbacks+0x2fc
fffff90e\`6b1c2eb0 fffff801\`2d0a41b2 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : FLTMGR!FltpDispatch+0x92
fffff90e\`6b1c2f00 fffff801\`2a0d3f39 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!IoPageRead+0x109
fffff90e\`6b1c2f60 fffff801\`2a64f5d5 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!MiDispatchFault+0xd2a
fffff90e\`6b1c2fa0 fffff801\`2a6b1c0e : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!MmAccessFault+0x64a
fffff90e\`6b1c2ff0 fffff801\`2a6b1c0e : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KiPageFault+0x35e
fffff90e\`6b1c3040 fffff801\`2a6b1c0e : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : Ntfs!NtfsMapStream+0x4b
fffff90e\`6b1c3060 fffff801\`2a6b1c0e : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : Ntfs!NtfsQueryDirectory+0x90d
fffff90e\`6b1c3080 fffff801\`2a6b1c0e : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : AcmeBkp+0x2210
fffff90e\`6b1c30a0 fffff801\`2a1d7f05 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!NtQueryDirectoryFileEx+0xbe
fffff90e\`6b1c30c0 00007ffc\`1ab3d5e4 : ffffe10a\`5fb2a010 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KiSystemServiceCopyEnd+0x25
`;

export const FILTERS_WINDOWS_ONLY = `C:\\>fltmc

Filter Name                     Num Instances    Altitude    Frame
------------------------------  -------------  ------------  -----
bindflt                                 1       409800         0
storqosflt                              0       244000         0
wcifs                                   0       189900         0
FileInfo                                4        45000         0
`;

export const FILTERS_WITH_BACKUP = FILTERS_WINDOWS_ONLY.replace(
  "wcifs",
  "AcmeBkp                                 4       281999         0\nwcifs",
);
