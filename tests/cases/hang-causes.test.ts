import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import { aspnetHangPlaybook } from "@/machines/aspnet-hang";
import { hangPlaybook } from "@/machines/hang";
import { CASE_STUDY, FOLDER_80_GB } from "../support/case-study";
import { BLOCKED_ON_TASKS, CONTEXT_ON_STACK, HANGS, LOCK_TWICE, POOL } from "../support/made-up-hangs";

const run = (text: string, answers: Record<string, string> = {}) =>
  diagnose(aspnetHangPlaybook, [{ name: "paste", text }], { answers: new Map(Object.entries(answers)) });
const standing = (text: string, id: string, answers: Record<string, string> = {}) =>
  run(text, answers).causes.find((cause) => cause.id === id);
const facts = (text: string) => run(text).findings.map(({ id }) => id);

const STACKS = BLOCKED_ON_TASKS;
const CONTEXT = CONTEXT_ON_STACK;

test.each(HANGS)(
  "$cause is $standing on the outputs of a server that hangs for that reason",
  ({ cause, standing: wanted, text, answers }) => {
    const diagnosis = run(text, answers);
    expect(diagnosis.blocks.filter(({ parser }) => parser === null)).toEqual([]);
    expect(diagnosis.causes.find(({ id }) => id === cause)?.standing).toBe(wanted);
    expect(diagnosis.causes.filter(({ id, standing }) => id !== cause && standing === "confirmed")).toEqual([]);
    if (wanted !== "suspected") expect(diagnosis.causes.find(({ role }) => role === "primary")?.id).toBe(cause);
  },
);

test.each(HANGS)("the playbook for any hang asks on, or ends, for $cause", ({ text, answers }) => {
  const { step } = diagnose(hangPlaybook, [{ name: "paste", text }], {
    answers: new Map(Object.entries(answers ?? {})),
  });
  expect(step.id === "verdict" || step.commands.length + step.questions.length > 0).toBe(true);
});

test("a pool without an idle worker, a queue and workers that block on tasks are a starved pool", () => {
  const starved = POOL(48, 48, 311) + STACKS(24);
  expect(standing(starved, "thread-pool-starvation")).toMatchObject({ standing: "confirmed", role: "primary" });
});

test("a full pool alone is a suspicion, not a cause", () => {
  expect(standing(POOL(48, 48, 0), "thread-pool-starvation")?.standing).toBe("suspected");
});

test("a full pool with a queue says nothing of why its workers are busy", () => {
  expect(standing(POOL(48, 48, 311), "thread-pool-starvation")?.standing).toBe("suspected");
});

test("a pool with idle workers is not starved", () => {
  expect(standing(POOL(3, 48, 0) + STACKS(24), "thread-pool-starvation")?.standing).toBe("excluded");
});

test("a busy processor is no starvation", () => {
  expect(standing(POOL(48, 48, 311, 97) + STACKS(24), "thread-pool-starvation")?.standing).not.toBe("confirmed");
});

test("81 % from an old runtime is told as its mark for a collection", () => {
  const old = `0:000> !syncblk
Index SyncBlock MonitorHeld Recursion   Thread  ThreadID     Object Waiting
 12 0x0017ae3c            1         0 0x1a2b3c8  0xa10   9   0x1e2f3a4 System.Object
-----------------------------
Total           128
ComCallWrapper  3
ComPlusWrapper  2
ComClassFactory 0
Free            17
${POOL(12, 12, 4, 81)}`;
  expect(facts(old)).toContain("pool-cpu-is-a-mark");
});

test("one thread that blocks on a task of its own context, with a pool that has room, is the async deadlock", () => {
  const text = STACKS(2) + CONTEXT + POOL(2, 8, 0);
  expect(standing(text, "async-context-deadlock")).toMatchObject({ standing: "likely", role: "primary" });
  expect(standing(text, "async-context-deadlock", { "single-request": "hangs-alone" })?.standing).toBe("confirmed");
  expect(standing(text, "async-context-deadlock", { "single-request": "fine-alone" })?.standing).toBe("excluded");
});

test("a full pool does not exclude that each request waits for itself: given time, they fill the pool", () => {
  const text = STACKS(24) + CONTEXT + POOL(48, 48, 311);
  expect(standing(text, "thread-pool-starvation")).toMatchObject({ standing: "confirmed", role: "primary" });
  expect(standing(text, "async-context-deadlock")).toMatchObject({ standing: "likely", role: "contributing" });
  expect(standing(POOL(48, 48, 311), "async-context-deadlock")?.standing).toBe("open");
});

test("under ASP.NET Core there is no context to deadlock on", () => {
  const core = STACKS(2).replace("Contoso.Shop.PriceClient.Load", "Microsoft.AspNetCore.Mvc.Infrastructure.Invoke");
  expect(standing(core + CONTEXT + POOL(2, 8, 0), "async-context-deadlock")?.standing).toBe("excluded");
});

const SESSION = (clients: readonly string[]) =>
  `C:\\>appcmd list requests\n${clients
    .map(
      (client, index) =>
        `REQUEST "f${index}0000008000004${index}" (url:GET /report.aspx, time:${90_000 + index} msec, client:${client}, stage:AcquireRequestState, module:Session)`,
    )
    .join("\n")}\n`;

test("many requests of one browser in the session module are the session's lock", () => {
  const one = SESSION(Array.from({ length: 6 }, () => "192.0.2.17"));
  expect(standing(one, "session-state-lock")?.standing, "behind a proxy all have one address").toBe("suspected");
  expect(standing(one, "session-state-lock", { "session-scope": "one-session" })?.standing).toBe("confirmed");
  expect(standing(one, "session-state-lock", { "session-scope": "everybody" })?.standing).toBe("excluded");
});

test("requests of many users in the session module are a suspicion only", () => {
  expect(standing(SESSION(["192.0.2.17", "192.0.2.18", "192.0.2.19"]), "session-state-lock")?.standing).toBe(
    "suspected",
  );
});

const CRITICAL = (owner: string, threads: readonly string[]) => `0:000> !locks

CritSec Contoso!g_cache+0 at 00000001400a1b20
WaiterWoken        No
LockCount          2
RecursionCount     1
OwningThread       ${owner}
EntryCount         0
ContentionCount    3
*** Locked

Scanned 412 critical sections
0:000> ~
.  0  Id: 1f40.1f44 Suspend: 1 Teb: 000000d1\`b5a10000 Unfrozen
${threads.map((id, index) => `   ${index + 1}  Id: 1f40.${id} Suspend: 1 Teb: 000000d1\`b5a1${index + 2}000 Unfrozen`).join("\n")}
`;

test("a critical section whose owner is no thread of the process is an orphan", () => {
  expect(standing(CRITICAL("5dc", ["1a20", "1a24"]), "critical-section")).toMatchObject({
    standing: "confirmed",
    role: "primary",
  });
});

test("a critical section whose owner is still there proves nothing yet", () => {
  expect(standing(CRITICAL("1a20", ["1a20", "1a24"]), "critical-section")?.standing).toBe("suspected");
});

const SUSPENDED = (times: number) => `0:000> ~
.  0  Id: 1f40.1f44 Suspend: ${times} Teb: 000000d1\`b5a10000 Unfrozen
   1  Id: 1f40.1a20 Suspend: ${times} Teb: 000000d1\`b5a12000 Unfrozen
   2  Id: 1f40.1a24 Suspend: ${times} Teb: 000000d1\`b5a14000 Unfrozen
   3  Id: 1f40.1a28 Suspend: ${times} Teb: 000000d1\`b5a16000 Unfrozen
`;
const MSVSMON = `C:\\>tasklist

Image Name                     PID Session Name        Session#    Mem Usage
========================= ======== ================ =========== ============
System Idle Process              0 Services                   0          8 K
msvsmon.exe                   5120 Console                    1     21,340 K
w3wp.exe                      8000 Services                   0    412,808 K
`;

test("all threads suspended twice beside a remote debugger: the debugger holds the process", () => {
  expect(standing(SUSPENDED(2) + MSVSMON, "debugger-attached")).toMatchObject({
    standing: "confirmed",
    role: "primary",
  });
  expect(standing(SUSPENDED(1) + MSVSMON, "debugger-attached")?.standing).toBe("suspected");
});

const HTTPERR = `#Software: Microsoft HTTP API 2.0
#Version: 1.0
#Date: 2024-03-12 16:02:11
#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename
2024-03-12 16:02:11 192.0.2.7 50112 192.0.2.80 80 HTTP/1.1 GET /a.aspx 503 1 QueueFull ShopPool
2024-03-12 16:02:12 192.0.2.8 50113 192.0.2.80 80 HTTP/1.1 GET /b.aspx 503 1 QueueFull ShopPool
`;

test("a full request queue is a consequence: what holds the requests is primary", () => {
  expect(standing(HTTPERR, "request-queue-limit")?.standing).toBe("suspected");
  const both = run(HTTPERR + POOL(48, 48, 311) + STACKS(24));
  expect(both.causes.find(({ role }) => role === "primary")?.id).toBe("thread-pool-starvation");
});

test("two tables in which one thread keeps the lock are no convoy", () => {
  const same = LOCK_TWICE([31, "1 000001b2c61f5540  2b1c  12"], [47, "1 000001b2c61f5540  2b1c  12"]);
  expect(facts(same)).toContain("lock-owner-same");
  const moved = LOCK_TWICE([31, "1 000001b2c61f5540  2b1c  12"], [29, "1 000001b2c61f9980  1d90  17"]);
  expect(facts(moved)).toContain("lock-owner-changed");
});

test("the case study ends the same in both playbooks", () => {
  const outputs = [...CASE_STUDY, FOLDER_80_GB].map(({ text }, index) => ({ name: `paste ${index + 1}`, text }));
  const [narrow, wide] = [aspnetHangPlaybook, hangPlaybook].map((playbook) => diagnose(playbook, outputs));
  expect(wide?.causes).toEqual(narrow?.causes);
  expect(wide?.step.id).toBe("verdict");
  expect(wide?.path.filter((step) => step !== "really-hung")).toEqual(narrow?.path);
});

test("without any output, the playbook for any hang asks first whether it is one", () => {
  expect(diagnose(hangPlaybook, [], { answers: new Map([["trigger", "under-load"]]) }).step.id).toBe("really-hung");
});
