import { expect, test } from "vitest";
import { POOL } from "../support/made-up-hangs";
import { ids, run, said } from "../support/triage";

const AT = (clock: string, uptime: string, user: string): string =>
  `0:000> .time\nDebug session time: Tue Mar 12 ${clock}.000 2024 (UTC + 2:00)\nSystem Uptime: 11 days 2:10:09.140\nProcess Uptime: 0 days ${uptime}.000\n  Kernel time: 0 days 0:00:12.000\n  User time: 0 days ${user}.000\n`;
const FIRST = AT("16:04:33", "2:06:11", "0:01:08");
const SECOND = AT("16:05:03", "2:06:41", "0:01:09");

test("a pool's queue grows from the first dump to the second, in whatever order they are pasted", () => {
  const [early, late] = [FIRST + POOL(48, 48, 120), SECOND + POOL(49, 49, 311)];
  expect(said(run(early, late), "pool-queue-grows")).toContain("120 and 311");
  expect(said(run(late, early), "pool-queue-grows")).toContain("120 and 311");
  expect(ids(run(FIRST + POOL(49, 49, 311), SECOND + POOL(48, 48, 120)))).not.toContain("pool-queue-grows");
});

test("without a time a queue may have grown or shrunk", () => {
  const diagnosis = run(POOL(48, 48, 120), POOL(49, 49, 311));
  expect(ids(diagnosis)).toContain("pool-queue-in-both");
  expect(ids(diagnosis)).not.toContain("pool-queue-grows");
});

const LOCKS = (owner: string, waiters: number, contention: number): string => `0: kd> !locks
Resource @ 0x88e9a518    Exclusively owned
    Contention Count = ${contention}
    NumberOfExclusiveWaiters = ${waiters}
     Threads: ${owner}-01<*>
     Threads Waiting On Exclusive Access:
${Array.from({ length: waiters }, (_item, at) => `              88f${100 + at}30`).join("\n")}
6541 total locks, 1 locks currently held
`;

test("a kernel resource that one thread holds in both tables is not let go", () => {
  expect(said(run(LOCKS("88e889a0", 3, 41), LOCKS("88e889a0", 5, 43)), "kernel-owner-same")).toContain("88e889a0");
  expect(ids(run(LOCKS("88e889a0", 3, 41), LOCKS("88e77020", 5, 43)))).not.toContain("kernel-owner-same");
});

const WAIT = (start: number, ticks: number): string => `0: kd> !thread 88e889a0
THREAD 88e889a0  Cid 0d6c.06d4  Teb: 7ffaa000 Win32Thread: 00000000 WAIT: (Executive) KernelMode Non-Alertable
    b954f1ec  NotificationEvent
Not impersonating
Owning Process            88e88020       Image:         w3wp.exe
Wait Start TickCount      ${start}         Ticks: ${ticks} (0:00:00:${String(Math.floor(ticks / 64)).padStart(2, "0")}.${String(Math.round(((ticks % 64) / 64) * 1000)).padStart(3, "0")})
Context Switch Count      4123
`;

test("a kernel thread is stuck in one wait, or began another", () => {
  const stuck = run(WAIT(812_345, 64), WAIT(812_345, 1984));
  expect(said(stuck, "kernel-wait-goes-on")).toContain("has not moved");
  const moves = run(WAIT(812_345, 64), WAIT(814_000, 128));
  expect(ids(moves)).toContain("kernel-wait-renewed");
  expect(ids(moves)).not.toContain("kernel-wait-goes-on");
});

const FOLDER = (
  size: number,
): string => `C:\\>dir /a /s "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files"
 Volume in drive C is System
 Volume Serial Number is 3C4E-11F0

 Directory of C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files

06/21/2007  09:02 AM    <DIR>          .
06/21/2007  09:02 AM    <DIR>          ..
               0 File(s)              0 bytes

     Total Files Listed:
         1415926 File(s) ${size} bytes
           20212 Dir(s)   9126805504 bytes free
`;

test("a folder measured twice is told to change its size", () => {
  expect(said(run(FOLDER(80e9), FOLDER(86e9)), "folder-size-changes")).toContain("80 GB and at 86 GB");
  expect(ids(run(FOLDER(80e9), FOLDER(80.1e9)))).not.toContain("folder-size-changes");
});

const TABLE = (held: number): string =>
  `0:012> !syncblk\nIndex         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner\n   31 000001b2c4d0a118 ${String(held).padStart(12)}         1 000001b2c61f5540  2b1c  12   000001b2a4e01d70 Contoso.Stock.Ledger\n-----------------------------\nTotal           128\nCCW             3\nRCW             2\nComClassFactory 0\nFree            17\n`;
const STACK = (method: string): string =>
  `0:012> ~12e !clrstack\nOS Thread Id: 0x2b1c (12)\n        Child SP               IP Call Site\n000000d1b5f7e4e0 00007ff8bbc2a91f ${method}\n000000d1b5f7e530 00007ff8bbc2a6a0 Contoso.Web.StockController.Book(Int32)\n`;

test("the owner of a lock stands still, or works on slowly", () => {
  const still = run(FIRST + TABLE(9) + STACK("Contoso.Disk.Read()"), SECOND + TABLE(11) + STACK("Contoso.Disk.Read()"));
  expect(ids(still)).toEqual(expect.arrayContaining(["lock-owner-same", "owner-stands-still"]));
  const moves = run(FIRST + TABLE(9) + STACK("Contoso.Disk.Read()"), SECOND + TABLE(11) + STACK("Contoso.Disk.Seek()"));
  expect(ids(moves)).toContain("owner-moves-on");
});

test("stacks pasted by themselves are compared where two clocks tell of two dumps", () => {
  const texts = [FIRST, SECOND, STACK("Contoso.Disk.Read()"), STACK("Contoso.Disk.Seek()")];
  expect(ids(run(...texts))).toContain("threads-move-on");
  expect(ids(run(...texts.slice(2)))).not.toContain("threads-move-on");
});
