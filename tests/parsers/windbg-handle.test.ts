import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { bare, read, reportOf } from "../support/reading";

const handleOf = (block: Block | undefined): ReportOf<"handle"> => reportOf(block, "windbg-handle", "handle");

const MUTANT = `0:109> !handle 3dc f
Handle 3dc
  Type         \tMutant
  Attributes   \t0
  GrantedAccess\t0x1f0001:
         Delete,ReadControl,WriteDac,WriteOwner,Synch
         QueryState
  HandleCount  \t3
  PointerCount \t5
  Name         \t\\BaseNamedObjects\\Contoso.Orders.Build
  Object Specific Information
    Mutex is Owned
    Mutant Owner 1a40.1b08
`;

const EVENT = `0:017> !handle 0000000000000080 f
Handle 0000000000000080
  Type         \tEvent
  Attributes   \t0
  GrantedAccess\t0x1f0003:
         Delete,ReadControl,WriteDac,WriteOwner,Synch
         QueryState,ModifyState
  HandleCount  \t2
  PointerCount \t65100
  Name         \t<none>
  Object specific information
    Event Type Manual Reset
    Event is Set
`;

const LIST = `0:000> !handle 0 f mutant
Handle 00000074
  Type         \tMutant
  Attributes   \t0
  GrantedAccess\t0x1f0001:
         Delete,ReadControl,WriteDac,WriteOwner,Synch
         QueryState
  HandleCount  \t2
  PointerCount \t65536
  Name         \t\\Sessions\\1\\BaseNamedObjects\\SM0:6720:304:Staging
  Object specific information
    Mutex is Free
    Mutant Owner 0.0
Handle 000000b8
  Type         \tMutant
  HandleCount  \t2
  Name         \t\\Sessions\\1\\BaseNamedObjects\\Orders
  Object specific information
    Mutex is Free
    Mutex is abandoned
2 handles of type Mutant
`;

const SUMMARY = `0:000> !handle 0 0
52 Handles
Type           \tCount
None           \t2
Event          \t31
ALPC Port      \t4
Mutant         \t15
`;

test("a handle that the paste cut through is taken from the command", () => {
  expect(handleOf(read("0:017> !handle 3dc f\nHandle 00000000000003dc\n  Type")[0]).handle).toBe("3dc");
  expect(read("0:017> !handle 3dc f\nHandle 3d")[0]?.report).toMatchObject({ handle: "3dc" });
});

test("blank lines between the rights leave nothing unread", () => {
  const [block] = read(MUTANT.replaceAll("\n", "\n\n"));
  expect([block?.outcome, handleOf(block).handle]).toEqual(["read", "3dc"]);
});

test("the owner of a mutex is a thread of some process", () => {
  const [block] = read(MUTANT);
  expect([block?.command, block?.outcome, block?.thread, block?.lines]).toEqual([
    "!handle 3dc f",
    "read",
    109,
    [1, 13],
  ]);
  expect(handleOf(block)).toEqual({
    kind: "handle",
    line: 2,
    handle: "3dc",
    type: "Mutant",
    name: "\\BaseNamedObjects\\Contoso.Orders.Build",
    handleCount: 3,
    mutant: { state: "owned", owner: { processId: "1a40", osThreadId: "1b08" }, abandoned: false, line: 13 },
    target: null,
    event: null,
    semaphore: null,
    totalHandles: null,
    counts: [],
  });
});

test("an event tells how it resets and whether it is set", () => {
  const report = handleOf(read(EVENT)[0]);
  expect([report.handle, report.name, report.event]).toEqual(["80", null, { type: "Manual Reset", set: true }]);
  const waiting = handleOf(read(EVENT.replace("is Set", "is Waiting").replace("Manual", "Auto"))[0]);
  expect(waiting.event).toEqual({ type: "Auto Reset", set: false });
});

test("a list gives a block for each handle and one for the count", () => {
  const blocks = read(LIST);
  expect(blocks.map((block) => [block.outcome, handleOf(block).handle, handleOf(block).totalHandles])).toEqual([
    ["read", "74", null],
    ["read", "b8", null],
    ["read", null, 2],
  ]);
  expect(blocks.map((block) => handleOf(block).mutant)).toEqual([
    { state: "free", owner: null, abandoned: false, line: 12 },
    { state: "free", owner: null, abandoned: true, line: 19 },
    null,
  ]);
});

test("the summary counts handles by type", () => {
  const [block] = read(SUMMARY);
  expect([block?.outcome, handleOf(block).handle, handleOf(block).totalHandles]).toEqual(["read", null, 52]);
  expect(handleOf(block).counts).toEqual([
    { line: 4, type: "None", count: 2 },
    { line: 5, type: "Event", count: 31 },
    { line: 6, type: "ALPC Port", count: 4 },
    { line: 7, type: "Mutant", count: 15 },
  ]);
});

test.each([
  ["Thread Id   1a40.2f1c", { processId: "1a40", osThreadId: "2f1c" }],
  ["Process Id  6720", { processId: "1a40", osThreadId: null }],
  ["Process Id  1a40", { processId: "1a40", osThreadId: null }],
  ["Process Id  0x1a40", { processId: "1a40", osThreadId: null }],
])("%s tells whose handle it is", (line, target) => {
  const [block] = read(
    `0:000> !handle 2a4 8\nHandle 2a4\n  Object Specific Information\n    ${line}\n    Base Priority 8\n`,
  );
  expect([block?.outcome, handleOf(block).target]).toEqual(["read", target]);
});

test("a semaphore tells its count and limit", () => {
  const [block] = read(
    "0:000> !handle 2a4 8\nHandle 2a4\n  Object Specific Information\n    Semaphore Count 0\n    Semaphore Limit 10\n",
  );
  expect([block?.outcome, handleOf(block).semaphore]).toEqual(["read", { count: 0, limit: 10 }]);
});

test("the type of a token is not that of the handle", () => {
  const [block] = read(
    "0:000> !handle 2a4 f\nHandle 2a4\n  Type         \tToken\n  Object Specific Information\n    Auth Id    0 : 0x3e7\n    Type       Impersonation\n",
  );
  expect(handleOf(block).type).toBe("Token");
});

test.each([
  ["mutant", MUTANT],
  ["event", EVENT],
])("a %s reads the same without its command and with single blanks", (_name, text) => {
  const whole = handleOf(read(text)[0]);
  const [block, ...more] = read(bare(text));
  expect([block?.command, block?.echoed, block?.outcome, more]).toEqual(["!handle", false, "read", []]);
  expect(handleOf(block)).toEqual({
    ...whole,
    line: 1,
    mutant: whole.mutant && { ...whole.mutant, line: whole.mutant.line - 1 },
  });
});

test("the owner stands when the lines above it were not pasted", () => {
  const [block] = read("Object Specific Information\n  Mutex is Owned\n  Mutant Owner 1a40.1b08\n");
  expect(handleOf(block)).toMatchObject({ handle: null, mutant: { owner: { osThreadId: "1b08" }, line: 3 } });
  const [asked] = read("0:109> !handle 0x3dc f\n  Mutex is Owned\n  Mutant Owner 1a40.1b08\n");
  expect(handleOf(asked).handle).toBe("3dc");
});

test("half an output names no owner", () => {
  const [block] = read(MUTANT.split("\n").slice(0, 7).join("\n"));
  expect([handleOf(block).type, handleOf(block).mutant]).toEqual(["Mutant", null]);
});

test("without an owner line the owner stays open", () => {
  const [block] = read(MUTANT.replace("    Mutant Owner 1a40.1b08\n", ""));
  expect(handleOf(block).mutant).toEqual({ state: "owned", owner: null, abandoned: false, line: 12 });
});

test.each([
  ['ERROR: !handle: extension exception 0x80004002.\n    "Unable to read handle information"', "NO_HANDLE_DATA"],
  ["Unable to read handle information", "NO_HANDLE_DATA"],
  ["Could not duplicate handle 3dc, error 6", "HANDLE_NOT_OPEN"],
  ["Unknown type 'f'", "COMMAND_REJECTED"],
  ["No export handle found", "DEBUGGER_EXTENSION_NOT_LOADED"],
])("%s is unusable, and the fix is named", (text, code) => {
  const [block] = read(`0:000> !handle 3dc f\n${text}\n`);
  expect(block).toMatchObject({ parser: "windbg-handle", outcome: "unusable", problem: { code } });
});

test("the kernel's !handle is another output", () => {
  const [block] = read(`0: kd> !handle 3dc
PROCESS 8a3b7d88  SessionId: 0  Cid: 1a40    Peb: 7ffd5000  ParentCid: 0b1c
Handle table at e2a41000 with 612 Entries in use
03dc: Object: 8a51c7f0  GrantedAccess: 001f0001 Entry: e2a417b8
Object: 8a51c7f0  Type: (8b7a5e70) Mutant
`);
  expect(block?.report?.kind).not.toBe("handle");
});

test.skipIf(!hasCorpus)("published handles are what their readers saw", () => {
  const published = (name: string): unknown =>
    readTranscript(corpusTranscript(name), 0)
      .filter((block) => block.parser === "windbg-handle")
      .map(handleOf)
      .map((report) => [report.handle, report.type, report.handleCount, report.target, report.event]);
  expect(published("hang-exit-kvn-handle-wow64-chinese-littlemali")).toEqual([
    ["5bc", "Thread", 3, { processId: "448c", osThreadId: "4674" }, null],
    ["80", "Event", 2, null, { type: "Auto Reset", set: false }],
  ]);
  expect(published("deadlock-kv-handle-clrstack-visualstudio-clr4-x86-chinese")).toEqual([
    ["18fc", "Event", 2, null, { type: "Auto Reset", set: false }],
  ]);
  expect(published("deadlock-kv-cs-x86-xp-caloni-html")).toEqual([["7c", "Thread", null, null, null]]);
  expect(published("k-handle-loader-wait-getprocaddress-x64")).toEqual([
    ["40", null, null, null, { type: "Auto Reset", set: false }],
  ]);
});

test("a name that the paste breaks off in is not <none>", () => {
  const text = "0:001> !handle 5c8 f\nHandle 5c8\n  Type         \tEvent\n  Name         \t<n";
  expect(readTranscript({ name: "paste", text }, 0)[0]?.report).toMatchObject({ type: "Event", name: null });
});
