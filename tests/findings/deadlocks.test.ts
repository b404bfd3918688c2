import { expect, test } from "vitest";
import { syncBlocks } from "../support/sync-blocks";
import { run, standing } from "../support/triage";

const DLK = `0:000> !dlk
Examining SyncBlocks...
Scanning for ReaderWriterLock instances...
Scanning for holders of ReaderWriterLock locks...
Scanning for ReaderWriterLockSlim instances...
Scanning for holders of ReaderWriterLockSlim locks...
Examining CriticalSections...
Scanning for threads waiting on SyncBlocks...
Scanning for threads waiting on ReaderWriterLock locks...
Scanning for threads waiting on ReaderWriterLocksSlim locks...
Scanning for threads waiting on CriticalSections...
*DEADLOCK DETECTED*
CLR thread 0x3 holds the lock on SyncBlock 00000153c4d0a118 OBJ:00000153a4e01d70[Contoso.Stock.Ledger]
...and is waiting for the lock on SyncBlock 00000153c4d0a1a8 OBJ:00000153a4e01d98[Contoso.Stock.Journal]
CLR thread 0x5 holds the lock on SyncBlock 00000153c4d0a1a8 OBJ:00000153a4e01d98[Contoso.Stock.Journal]
...and is waiting for the lock on SyncBlock 00000153c4d0a118 OBJ:00000153a4e01d70[Contoso.Stock.Ledger]
CLR Thread 0x3 is waiting at Contoso.Stock.Ledger.Post(Int32)(+0x1e IL,+0x64 Native)
CLR Thread 0x5 is waiting at Contoso.Stock.Journal.Write(Int32)(+0x12 IL,+0x51 Native)


1 deadlock detected.
`;

test("a deadlock that !dlk has worked out is one, with the lines that name the ring", () => {
  const diagnosis = run(DLK);
  const finding = diagnosis.findings.find(({ id }) => id === "lock-cycle");

  expect(finding?.says).toContain("CLR thread 3 holds the lock on Contoso.Stock.Ledger");
  expect(finding?.cites).toHaveLength(3);
  expect(standing(diagnosis, "monitor-deadlock")).toBe("confirmed");
});

const stack = (thread: number, frame: string): string => `OS Thread Id: 0x${(0x1a00 + thread).toString(16)} (${thread})
        Child SP               IP Call Site
000000d1b5f7e2a8 00007ff91ab3d5e4 ${frame}
000000d1b5f7e328 00007ff91ab3d5f4 Contoso.Stock.Ledger.Post(Int32)
`;
const row = (index: number, owner: number): string =>
  `   ${index} 000001b2c4d0a${index}8            3         1 000001b2c61f9${index}0  ${(0x1a00 + owner).toString(16)}  ${owner}   000001b2a4e01${index}0 Contoso.Stock.Ledger`;
const table = (...owners: readonly number[]): string => syncBlocks(owners.map((owner, at) => row(31 + at, owner)));
const ENTERS = "[GCFrame: 000000d1b5f7e3d0] System.Threading.Monitor.Enter(System.Object)";
const stacks = (top: string): string =>
  `0:000> ~*e !clrstack\n${[11, 12, 13].map((thread) => stack(thread, top)).join("")}`;

test("when the owner of every lock that is waited for waits for a lock itself, it is a deadlock whoever waits for whom", () => {
  const diagnosis = run(table(11, 12, 13) + stacks(ENTERS));

  expect(diagnosis.findings.find(({ id }) => id === "lock-cycle")?.says).toContain("each of the 3 locks");
  expect(standing(diagnosis, "monitor-deadlock")).toBe("confirmed");
});

test("waiting for the newer Lock, which no table lists, closes no ring", () => {
  const diagnosis = run(table(11, 12, 13) + stacks("System.Threading.Lock.EnterAndGetCurrentThreadId()"));

  expect(diagnosis.findings.map(({ id }) => id)).not.toContain("lock-cycle");
});

test("a driver of the sound on a mutex's way delays no file", () => {
  const diagnosis = run(`0: kd> !thread ffffe10a5d0c4080
THREAD ffffe10a5d0c4080  Cid 1c38.0f14  Teb: 000000c9d4a1d000 Win32Thread: 0000000000000000 WAIT: (Executive) KernelMode Non-Alertable
    ffffe10a5b1c2d38  Mutant - owning thread ffffe10a5e0c4080
Not impersonating
Owning Process            ffffe10a5b7d9080       Image:         audiodg.exe
Wait Start TickCount      812345         Ticks: 90211 (0:00:23:29.546)
Context Switch Count      4123           IdealProcessor: 2
UserTime                  00:00:00.218
KernelTime                00:00:01.031
Child-SP          RetAddr           : Args to Child                                                           : Call Site
fffff90e\`6b1c2d38 fffff801\`1a0c0001 : 00000000\`00000000 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KiSwapContext+0x76
fffff90e\`6b1c2e38 fffff801\`1a0c0002 : 00000000\`00000000 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KeWaitForSingleObject+0x256
fffff90e\`6b1c2f38 fffff801\`1a0c0003 : 00000000\`00000000 00000000\`00000000 00000000\`00000000 00000000\`00000000 : contosoaudio!PowerUp+0x41
fffff90e\`6b1c3038 fffff801\`1a0c0004 : 00000000\`00000000 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!IofCallDriver+0x59
fffff90e\`6b1c3138 fffff801\`1a0c0005 : 00000000\`00000000 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!NtDeviceIoControlFile+0x56
fffff90e\`6b1c3238 00000000\`00000000 : 00000000\`00000000 00000000\`00000000 00000000\`00000000 00000000\`00000000 : nt!KiSystemServiceCopyEnd+0x25
`);

  expect(diagnosis.findings.map(({ id }) => id)).toContain("kernel-thread");
  expect(standing(diagnosis, "file-system-filter")).not.toMatch(/likely|confirmed/);
});

const CALLS_OUT = "System.Data.SqlClient.TdsParserStateObject.ReadSniSyncOverAsync()";

test("a deadlock is one although the owner of another lock waits for a database, which is told beside it", () => {
  const diagnosis = run(table(14) + `0:000> ~*e !clrstack\n${stack(14, CALLS_OUT)}`, DLK);

  expect(diagnosis.causes[0]).toMatchObject({ id: "monitor-deadlock", standing: "confirmed", role: "primary" });
  expect(standing(diagnosis, "external-call")).toBe("suspected");
  expect(diagnosis.end).toBe(true);
});

test("owners of locks that wait for locks keep a deadlock possible, whatever the owner of another lock does", () => {
  const waiting = run(table(11, 12, 14) + stacks(ENTERS) + stack(14, CALLS_OUT));
  expect(waiting.findings.find(({ id }) => id === "owners-want-locks")?.says).toContain("Threads 11, 12 each hold");
  expect(standing(waiting, "monitor-deadlock")).toBe("suspected");

  const none = run(table(14) + `0:000> ~*e !clrstack\n${stack(14, CALLS_OUT)}`);
  expect(standing(none, "monitor-deadlock")).toBe("excluded");
  const unseen = run(table(14, 15) + `0:000> ~*e !clrstack\n${stack(14, CALLS_OUT)}`);
  expect(standing(unseen, "monitor-deadlock")).toBe("open");
});
