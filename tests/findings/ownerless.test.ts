import { expect, test } from "vitest";
import { run } from "../support/triage";

const osId = (thread: number): string => (0x2100 + 4 * thread).toString(16);

/** Managed stacks of threads that wait in these calls, top first. */
function waiting(count: number, ...calls: readonly string[]): string {
  const stacks = Array.from({ length: count }, (_item, at) => {
    const rows = ["System.Threading.Monitor.ObjWait", ...calls, "Contoso.Shop.Basket.Load"].map(
      (call, row) => `000000d2${(0xb5f70000 + 0x1000 * at + 0x40 * row).toString(16)} 00007ff91ab3d5e4 ${call}(Int32)`,
    );
    return `OS Thread Id: 0x${osId(20 + at)} (${20 + at})\n        Child SP               IP Call Site\n${rows.join("\n")}\n`;
  });
  return `0:000> ~*e !clrstack\n${stacks.join("")}`;
}

const stackOf = (thread: number, type: string, object: string): string => `0:020> ~${thread}e !dso
OS Thread Id: 0x${osId(thread)} (${thread})
RSP/REG          Object           Name
000000d2b5f7e420 000001b2a4e01008 System.String    /shop
000000d2b5f7e428 ${object} ${type}
`;

const dumped = (type: string, object: string, fields: readonly string[]): string => `0:020> !do ${object}
Name:        ${type}
MethodTable: 00007ff9a0b1c2d8
EEClass:     00007ff9a0a1f0e0
Size:        48(0x30) bytes
File:        C:\\Windows\\Microsoft.NET\\mscorlib.dll
Fields:
              MT    Field   Offset                 Type VT     Attr            Value Name
${fields.map((field, at) => `00007ff9a0b1e5a0  4001c${(0x10 + at).toString(16)}        ${8 + 4 * at}         System.Int32  1 instance ${field}`).join("\n")}
`;

const SEMAPHORE = "System.Threading.SemaphoreSlim";
const OBJECT = "000001b2a4e02f08";
const SEMAPHORE_CALLS = [`${SEMAPHORE}.WaitUntilCountOrTimeout`, `${SEMAPHORE}.Wait`];

test("the object on a waiter's stack leads to its fields, and those to a likely cause", () => {
  const stacks = waiting(6, ...SEMAPHORE_CALLS);
  const first = run(stacks);
  expect(first.step.commands.map(({ command }) => command)).toContain("~20e !dso");
  const second = run(stacks, stackOf(20, SEMAPHORE, OBJECT));
  expect(second.findings.find(({ id }) => id === "waited-object")?.values).toMatchObject({ thread: 20, other: 21 });
  expect(second.step.commands.map(({ command }) => command)).toContain("!do 1b2a4e02f08");
  const fields = ["0 m_currentCount", "6 m_waitCount"];
  const third = run(stacks, stackOf(20, SEMAPHORE, OBJECT), dumped(SEMAPHORE, OBJECT, fields));
  expect(third.findings.find(({ id }) => id === "ownerless-lock-waiters")?.values.waiting).toBe(6);
  expect(third.causes[0]).toMatchObject({ id: "ownerless-primitive", standing: "likely", role: "primary" });
});

test("readers and writers that wait are added up, and the waiters of an event are the low bits of its state", () => {
  const waitersOf = (type: string, ...fields: readonly string[]) =>
    run(dumped(type, OBJECT, fields)).findings.find(({ id }) => id === "ownerless-lock-waiters")?.values.waiting;
  expect(waitersOf("System.Threading.ReaderWriterLockSlim", "2 numWriteWaiters", "7 numReadWaiters")).toBe(9);
  expect(waitersOf("System.Threading.ManualResetEventSlim", `${0x500000 + 4} m_combinedState`)).toBe(4);
  expect(waitersOf(SEMAPHORE, "3 m_currentCount", "0 m_waitCount")).toBeUndefined();
});

test("threads that wait for an event of their own are waiters, those that wait for a task are not", () => {
  const event = run(waiting(6, "System.Threading.ManualResetEventSlim.Wait"));
  expect(event.findings.map(({ id }) => id)).toContain("many-threads-wait-for-ownerless-lock");
  const task = run(
    waiting(6, "System.Threading.ManualResetEventSlim.Wait", "System.Threading.Tasks.Task.SpinThenBlockingWait"),
  );
  expect(task.findings.map(({ id }) => id)).not.toContain("many-threads-wait-for-ownerless-lock");
});

test("a reader-writer lock whose list of writers is empty has none, whatever SOSEX counts", () => {
  const { findings } = run(`0:000> !rwlock 00000170a04be8d0
WriteLockOwnerThread:             0x5c (DEAD)
UpgradableReadLockOwnerThread:    None
ReaderCount:                      0
ReaderThreadIds:                  None
WaitingReaderCount:               3
WaitingReaderThreadIds:           0x11,0x9,0x2c
WaitingWriterCount:               3
WaitingWriterThreadIds:           None
WaitingUpgradableReaderCount:     0
WaitingUpgradableReaderThreadIds: None
WaitingWriterUpgradeCount:        0
WaitingWriterUpgradeThreadIds:    None
*This lock's writer lock is orphaned.
`);
  expect(findings.find(({ id }) => id === "reader-writer-lock-orphaned")?.values.waiting).toBe(3);
});
