import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { read } from "@/cases/diagnose";
import { evidenceSet } from "@/findings/evidence-set";
import type { LocksHeld } from "@/findings/held-lock";
import { type LockNode, lockCycles } from "@/findings/lock-cycles";
import { locksHeld } from "@/findings/locks-held";

const CASE_STUDY = join(import.meta.dirname, "..", "fixtures", "case-study");
const CORPUS = join(import.meta.dirname, "..", "..", "..", "shared", "corpus");

function locksOf(...texts: readonly string[]): LocksHeld {
  return locksHeld(evidenceSet(texts.flatMap((text, at) => read({ name: `paste ${at + 1}`, text }, at).blocks)));
}

function caseStudy(...numbers: readonly string[]): string[] {
  return readdirSync(CASE_STUDY)
    .filter((name) => numbers.some((number) => name.startsWith(number)))
    .sort()
    .map((name) => readFileSync(join(CASE_STUDY, name), "utf8"));
}

function published(folder: string): string {
  const name = readdirSync(join(CORPUS, folder)).find((file) => file.startsWith("input"));
  return readFileSync(join(CORPUS, folder, name ?? ""), "utf8");
}

test("the table of managed locks gives owner, waiters by number, and what the owner does once its stack is there", () => {
  const [lock] = locksOf(...caseStudy("04")).locks;

  expect(lock).toMatchObject({
    kind: "monitor",
    waiters: 72,
    ownership: "held",
    doing: null,
    waitsFor: [],
    cycle: null,
  });
  expect(lock?.owners.map(({ thread }) => thread)).toEqual([39]);
  expect(lock?.waiting).toHaveLength(72);
  expect(locksOf(...caseStudy("04", "05")).locks[0]?.doing?.signature).toBe("lists-folder");
});

const TABLE = [
  "0:000> !syncblk",
  "Index SyncBlock MonitorHeld Recursion Owning Thread Info  SyncBlock Owner",
  "   11 000000c9d5f7e288            5         1 000000c9d5f70010  1f10  12   00000241000000a1 Shop.Cart",
  "   12 000000c9d5f7e2b8            3         1 000000c9d5f70020  1f14  31   00000241000000b1 Shop.Stock",
  "   13 000000c9d5f7e2e8            3         1 000000c9d5f70030  1f18  40   00000241000000c1 Shop.Prices",
  "-----------------------------",
  "Total           200",
  "CCW             0",
  "RCW             0",
  "ComClassFactory 0",
  "Free            90",
  "",
].join("\n");

function waits(thread: number, osThreadId: string, object: string): string {
  return [
    `0:000> ~${thread}e !clrstack -a`,
    `OS Thread Id: 0x${osThreadId} (${thread})`,
    "        Child SP               IP Call Site",
    "000000c9d5f7e300 00007ffc17c51e93 System.Threading.Monitor.Enter(System.Object)",
    "    PARAMETERS:",
    `        obj (0x000000c9d5f7e320) = 0x${object}`,
    "000000c9d5f7e380 00007ffc17c51ea3 Shop.Orders.Place()",
    "    PARAMETERS:",
    "        this (<CLR reg>) = 0x0000024100009999",
    "",
  ].join("\n");
}

test("a ring over three locks is found from the stacks of its owners", () => {
  const { locks, cycles } = locksOf(
    TABLE,
    waits(12, "1f10", "00000241000000b1"),
    waits(31, "1f14", "00000241000000c1"),
    waits(40, "1f18", "00000241000000a1"),
  );

  expect(cycles).toHaveLength(1);
  expect(cycles[0]?.map(({ holder }) => holder.thread)).toEqual([12, 31, 40]);
  expect(locks.map(({ name, cycle }) => [name, cycle])).toEqual([
    ["Shop.Cart", 0],
    ["Shop.Stock", 0],
    ["Shop.Prices", 0],
  ]);
});

test("an owner that might wait for either of two locks is given to none", () => {
  const { locks, cycles } = locksOf(TABLE, waits(12, "1f10", "0000024100009999"));

  expect(cycles).toEqual([]);
  expect(locks.flatMap(({ waitsFor }) => waitsFor)).toEqual([]);
});

test("a critical section is tied to the thread whose arguments name it", () => {
  const { locks } = locksOf(
    [
      "0:000> !locks",
      "",
      "CritSec ntdll!LdrpLoaderLock+0 at 7c8877a0",
      "WaiterWoken        No",
      "LockCount          2",
      "RecursionCount     1",
      "OwningThread       11dc",
      "EntryCount         0",
      "ContentionCount    1c",
      "*** Locked",
      "",
      "Scanned 412 critical sections",
      "",
    ].join("\n"),
    [
      "0:014> kb",
      "ChildEBP RetAddr  Args to Child",
      "0193f55c 7c827d29 000007c4 00000000 00000000 ntdll!NtWaitForSingleObject+0xc",
      "0193f59c 7c83d266 00000298 00000004 00000000 ntdll!RtlpWaitForCriticalSection+0x132",
      "0193f5bc 7c82d2a4 7c8877a0 00000000 00000000 ntdll!RtlEnterCriticalSection+0x46",
      "0193f5cc 77e61d1e 00000000 00000000 00000000 kernel32!LoadLibraryW+0x11",
      "",
    ].join("\n"),
  );

  expect(locks[0]).toMatchObject({ kind: "critical-section", name: "ntdll!LdrpLoaderLock+0", waiters: 2 });
  expect(locks[0]?.owners[0]?.osThreadId).toBe("11dc");
  expect(locks[0]?.waiting.map(({ thread }) => thread)).toEqual([14]);
});

test("a section that nobody owns is no lock held", () => {
  const { locks } = locksOf(
    [
      "0:007> !locks -v",
      "",
      "CritSec SHELL32!g_lock+0 at 00007ff94d3684b0",
      "LockCount          NOT LOCKED",
      "RecursionCount     0",
      "OwningThread       0",
      "EntryCount         0",
      "ContentionCount    0",
      "",
      "Scanned 26 critical sections",
      "",
    ].join("\n"),
  );

  expect(locks).toEqual([]);
});

test.skipIf(!existsSync(CORPUS))("published deadlocks over locks of different kinds close", () => {
  const mixed = locksOf(published("deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto"));
  expect(mixed.cycles.map((steps) => steps.map(({ holder }) => holder.thread))).toEqual([[49, 51]]);
  expect(mixed.locks.map(({ kind }) => kind)).toEqual(["monitor", "critical-section"]);

  const sosex = locksOf(published("deadlock-threadpool-mwaits-mlocks-dlk-rwlock-sosex"));
  expect(sosex.cycles).toHaveLength(1);
  expect(sosex.locks[0]).toMatchObject({ kind: "reader-writer", cycle: 0 });
});

test.skipIf(!existsSync(CORPUS))("a chain of kernel mutexes is followed from thread to thread", () => {
  const { locks, cycles } = locksOf(published("hang-9f3-thread-mutant-chain-amdacpbus-win11-x64-nickkuo"));

  expect(locks.map(({ kind, waiters }) => [kind, waiters])).toEqual([
    ["mutex", 1],
    ["mutex", 1],
  ]);
  expect(locks[0]?.waitsFor).toEqual([locks[1]?.id]);
  expect(cycles).toEqual([]);
});

test("whatever waits for whatever, rings are closed, share no lock, and are found when there are any", () => {
  const node = fc.record({
    owner: fc.integer({ min: 0, max: 6 }),
    waiting: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
  });
  const person = (thread: number) => ({ thread, osThreadId: null, kernelAddress: null, level: null, processId: null });
  fc.assert(
    fc.property(fc.array(node, { maxLength: 7 }), (drawn) => {
      const locks: LockNode[] = drawn.map(({ owner, waiting }, at) => ({
        id: `lock ${at}`,
        owners: [person(owner)],
        waiting: waiting.filter((thread) => thread !== owner).map(person),
      }));
      const cycles = lockCycles(locks);
      const used = cycles.flatMap((steps) => steps.map(({ lock }) => lock));
      expect(new Set(used).size).toBe(used.length);
      for (const steps of cycles) {
        steps.forEach(({ lock, holder }, at) => {
          const next = locks.find(({ id }) => id === steps[(at + 1) % steps.length]?.lock);
          expect(locks.find(({ id }) => id === lock)?.owners.map(({ thread }) => thread)).toContain(holder.thread);
          expect(next?.waiting.map(({ thread }) => thread)).toContain(holder.thread);
        });
      }
      // Taking away locks whose owner waits for none leaves nothing exactly when there is no ring.
      let left = locks;
      for (let before = -1; before !== left.length; ) {
        before = left.length;
        left = left.filter(({ id, owners }) =>
          left.some((other) => other.id !== id && other.waiting.some(({ thread }) => thread === owners[0]?.thread)),
        );
      }
      expect(cycles.length > 0).toBe(left.length > 0);
    }),
  );
});

test("locks in the headers of objects get the type that the statistics name, and their owner's number", () => {
  const { locks } = locksOf(
    [
      "0:000> !dumpheap -thinlock",
      "         Address               MT     Size",
      "0000024180001230 00007ffc17c51e90       24 ThinLock owner 7 (000000c9d5f70010), Recursive 0",
      "Found 1 objects.",
      "",
    ].join("\n"),
    [
      "0:000> !threads",
      "ThreadCount:      1",
      "UnstartedThread:  0",
      "BackgroundThread: 1",
      "PendingThread:    0",
      "DeadThread:       0",
      "Hosted Runtime:   no",
      "                                                                                                        Lock  ",
      "       ID OSID ThreadOBJ           State GC Mode     GC Alloc Context                  Domain           Count Apt Exception",
      "  12    7 1f10 000000c9d5f70010  3029220 Preemptive  0000000000000000:0000000000000000 000000c9d5e00000 1     MTA (Threadpool Worker) ",
      "",
    ].join("\n"),
  );

  expect(locks).toHaveLength(1);
  expect(locks[0]).toMatchObject({ kind: "thin-lock", ownership: "held", waiters: null });
  expect(locks[0]?.owners[0]).toMatchObject({ thread: 12, osThreadId: "1f10" });
});
