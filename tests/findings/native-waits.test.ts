import { expect, test } from "vitest";
import { heldLock, syncBlocks } from "../support/sync-blocks";
import { run, standing } from "../support/triage";

const idsOf = (...texts: readonly string[]): string[] => run(...texts).findings.map(({ id }) => id);

const osId = (thread: number): string => (0x3100 + 4 * thread).toString(16);

/** `~*kb` of threads given by their frames, top first. */
function survey(stacks: readonly (readonly string[])[], suspended = 1): string {
  const rows = stacks.flatMap((frames, thread) => [
    `  ${thread}  Id: 1a2c.${osId(thread)} Suspend: ${suspended} Teb: 00000000\`7ffd${(0x1000 + thread).toString(16)} Unfrozen`,
    "Child-SP          RetAddr           Call Site",
    ...frames.map(
      (frame, at) =>
        `00000000\`${(0x10000000 + thread * 0x1000 + at * 0x10).toString(16)} 00007ff8\`1234${(0x1000 + at).toString(16)} ${frame}+0x1a`,
    ),
    "",
  ]);
  return ["0:000> ~*kb 2000", "", ...rows].join("\n");
}

function clrstack(prompt: string, threads: readonly number[], ...calls: readonly string[]): string {
  const stacks = threads.map((thread) => {
    const rows = calls.map((call, at) => `000000d2b5f7${(0xe000 + 0x40 * at).toString(16)} 00007ff91ab3d5e4 ${call}()`);
    const number = prompt === ">" ? "" : ` (${thread})`;
    return `OS Thread Id: 0x${osId(thread)}${number}\n        Child SP               IP Call Site\n${rows.join("\n")}\n`;
  });
  return `${prompt} ${prompt === ">" ? "clrstack -all" : "~*e !clrstack"}\n${stacks.join("")}`;
}

const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const WAIT = ["ntdll!NtWaitForSingleObject", "KERNELBASE!WaitForSingleObjectEx"];
const ENTERS = ["ntdll!NtWaitForSingleObject", "ntdll!RtlpWaitOnCriticalSection", "ntdll!RtlEnterCriticalSection"];
const IDLE = ["ntdll!NtWaitForSingleObject", "clr!ThreadpoolMgr::SafeWait", "clr!ThreadpoolMgr::WorkerThreadStart"];

test("a thread that stops the others for a collection does not collect yet", () => {
  const stops = [...WAIT, "clr!ThreadSuspend::SuspendEE", "clr!WKS::GCHeap::GarbageCollectGeneration", "clr!JIT_New"];
  const collects = [
    "clr!WKS::gc_heap::mark_phase",
    "clr!WKS::gc_heap::gc1",
    "clr!WKS::GCHeap::GarbageCollectGeneration",
  ];
  expect(idsOf(survey([stops, IDLE]))).toContain("collection-waits-for-threads");
  expect(idsOf(survey([stops, IDLE]))).not.toContain("collection-running");
  expect(idsOf(survey([collects, IDLE]))).toContain("collection-running");
});

const held = (address: string, owner: string): string => `CritSec Contoso!g_cache+0 at ${address}
WaiterWoken        No
LockCount          2
RecursionCount     1
OwningThread       ${owner}
EntryCount         0
ContentionCount    3
*** Locked

`;
const sections = (...rows: readonly string[]): string =>
  `0:000> !locks\n\n${rows.join("")}Scanned 412 critical sections\n`;

test("owners that all wait to enter a section are a deadlock, though nothing tells who waits for which", () => {
  const table = sections(held("00000001400a1b20", osId(0)), held("00000001400a1b60", osId(1)));
  expect(idsOf(table, survey([ENTERS, ENTERS, IDLE]))).toContain("critical-section-cycle");
  const runs = ["contoso!Spin", "contoso!Main"];
  expect(idsOf(table, survey([ENTERS, runs, IDLE]))).not.toContain("critical-section-cycle");
  const cut = table.replace(/Scanned.*/, "");
  expect(idsOf(cut, survey([ENTERS, ENTERS, IDLE]))).not.toContain("critical-section-cycle");
});

test("a section whose owner is at work says nothing of another one that is stuck", () => {
  const works = ["ntdll!NtQueryDirectoryFile", "KERNELBASE!FindNextFileW", "contoso!Main"];
  const two = sections(held("00000001400a1b20", osId(0)), held("00000001400a1b60", osId(1)));
  expect(idsOf(two, survey([works, IDLE, ENTERS]))).toContain("critical-section-owner-runs");
  expect(idsOf(two, survey([works, IDLE, ENTERS]))).not.toContain("critical-section-owners-run");
  const both = run(two, survey([works, works, ENTERS]));
  expect(standing(both, "critical-section")).toBe("excluded");
  expect(standing(run(two, survey([works, ENTERS, ENTERS])), "critical-section")).not.toBe("excluded");
});

test("an owner of a section without a stack is looked for in the list of threads", () => {
  const table = sections(held("00000001400a1b20", "5dc"));
  const { step } = run(table, survey([...times(5, ENTERS), IDLE]));
  expect(step.commands.map(({ command }) => command)).toEqual(expect.arrayContaining(["~", "~~[5dc]kb"]));
});

const WAITS_FOR_STA = ["win32u!NtUserMsgWaitForMultipleObjectsEx", "combase!ModalLoop", "combase!GetToSTA"];
const CARRIES_OUT = [
  "prices!CQuote::Load",
  "rpcrt4!Invoke",
  "combase!ComInvokeWithLockAndIPID",
  "combase!ThreadDispatch",
];

test("the only thread that carries out a call of another apartment is the one that all wait for", () => {
  const { causes } = run(survey([...times(6, WAITS_FOR_STA), CARRIES_OUT]));
  expect(causes[0]).toMatchObject({ id: "sta-com-call", standing: "confirmed" });
  expect(idsOf(survey([...times(6, WAITS_FOR_STA), CARRIES_OUT, CARRIES_OUT]))).not.toContain(
    "com-calls-to-one-thread",
  );
});

test("a request that shows a dialog needs both its stacks, and is no free process", () => {
  const dialog = ["user32!SoftModalMessageBox", "user32!MessageBoxW"];
  const native = survey([dialog, IDLE, IDLE]);
  const managed = clrstack(
    "0:000>",
    [0],
    "System.Diagnostics.AssertWrapper.ShowMessageBoxAssert",
    "Contoso.Shop.Basket.Load",
    "System.Web.HttpRuntime.ProcessRequestInternal",
  );
  expect(idsOf(managed)).not.toContain("request-shows-dialog");
  expect(idsOf(native, managed)).toContain("request-shows-dialog");
  const peb =
    "0:000> !peb\nPEB at 000000d1b5a0f000\n    InheritedAddressSpace:    No\n    ReadImageFileExecOptions: No\n    BeingDebugged:            No\n    ImageBaseAddress:         00007ff6a1b20000\n";
  expect(idsOf(survey([IDLE, IDLE, IDLE]), peb)).toContain("process-runs-freely");
  expect(idsOf(native, peb)).not.toContain("process-runs-freely");
});

test("the headings of a survey tell how often the threads are suspended", () => {
  expect(idsOf(survey(times(4, IDLE), 2))).toContain("all-threads-suspended");
  expect(idsOf(survey(times(4, IDLE), 1))).toContain("threads-not-suspended");
});

test("native stacks that name no wait are followed by the managed ones", () => {
  const unknown = [...WAIT, "clr!WaitHandleNative::CorWaitOneNative", "contoso!Main"];
  const { step } = run(survey([...times(6, unknown), IDLE]));
  expect(step.id).toBe("managed-stacks");
  expect(step.commands.map(({ command }) => command)).toEqual(["~*e !clrstack"]);
});

test("managed stacks of dotnet-dump that share no wait lead to WinDbg, where its own commands are asked from then on", () => {
  const managed = clrstack(">", [1, 2, 3, 4, 5, 6], "Contoso.Native.PriceTable.Find", "Contoso.Shop.Basket.Load");
  const first = run(managed);
  expect(first.step.id).toBe("native-view");
  expect(first.step.commands).toMatchObject([{ command: "~*kb 2000", tool: "windbg-core" }]);
  const second = run(managed, survey([IDLE, ...times(6, ENTERS)]));
  expect(second.tool).toBe("windbg-core");
  expect(second.step.id).toBe("native-locks");
  const shared = clrstack(">", [1, 2, 3, 4, 5, 6], "System.Threading.SemaphoreSlim.Wait", "Contoso.Shop.Basket.Load");
  expect(idsOf(shared)).not.toContain("native-frames-missing");
});

test("an owner whose native stack names no wait is asked for its managed stack before its chain is given up", () => {
  const enters = [...WAIT, "clr!AwareLock::EnterEpilogHelper", "clr!AwareLock::Enter", "clr!JITutil_MonReliableEnter"];
  const unknown = [...WAIT, "clr!WaitHandleNative::CorWaitOneNative", "contoso!Main"];
  const table = syncBlocks([heldLock(11, `1 000001b2c61f5540 ${osId(5)}   5`)]);
  const native = survey([...times(5, enters), unknown, IDLE]);
  const { step } = run(native, table);
  expect(step.id).toBe("owner");
  expect(step.commands.map(({ command }) => command)).toEqual(["~5e !clrstack"]);
  const managed = clrstack("0:000>", [5], "System.Diagnostics.Process.WaitForExit", "Contoso.Shop.Basket.Load");
  expect(idsOf(native, table, managed)).toContain("calls-out");
});

const COLLECTS = [
  "clr!WKS::gc_heap::mark_phase",
  "clr!WKS::gc_heap::gc1",
  "clr!WKS::GCHeap::GarbageCollectGeneration",
  "clr!JIT_New",
];
const WAITS_FOR_IT = [...WAIT, "clr!WKS::GCHeap::WaitUntilGCComplete", "clr!Thread::RareDisablePreemptiveGC"];
const timeInCollections = (percent: number): string => `C:\\>typeperf "\\.NET CLR Memory(*)\\% Time in GC" -sc 2

"(PDH-CSV 4.0)","\\\\WEB01\\.NET CLR Memory(w3wp)\\% Time in GC"
"03/12/2024 16:04:01.000","${percent}.000000"
"03/12/2024 16:04:02.000","${percent}.000000"
`;
const collecting = (...more: readonly string[]) =>
  run(survey([COLLECTS, ...times(6, WAITS_FOR_IT), IDLE]), ...more).causes.find(({ id }) => id === "gc-suspension");

test("a collection that a dump catches at work is no cause, unless collections take much of the time", () => {
  expect(collecting()?.standing).toBe("excluded");
  expect(collecting(timeInCollections(4))?.standing).toBe("excluded");
  expect(collecting(timeInCollections(62))).toMatchObject({ standing: "likely", role: "primary" });
});

const SNI = ["ntdll!NtWaitForSingleObject", "KERNELBASE!WaitForSingleObjectEx", "sni!SNIReadSyncOverAsync"];
const reads = clrstack(
  "0:000>",
  [0, 1, 2, 3, 4, 5],
  "SNINativeMethodWrapper.SNIReadSyncOverAsync",
  "System.Data.SqlClient.SqlCommand.ExecuteReader",
);
const REQUESTS = `C:\\>appcmd list requests /elapsed:10000
REQUEST "f20000008000004a" (url:GET /quote.aspx, time:81875 msec, client:10.1.2.3, stage:ExecuteRequestHandler, module:ManagedPipelineHandler)
`;

test("what threads call out for while a debugger holds all of them still explains nothing", () => {
  const primary = (suspended: number) =>
    run(survey([...times(6, SNI), IDLE], suspended), reads, REQUESTS).causes.find(({ role }) => role === "primary");
  expect(primary(1)?.id).toBe("external-call");
  expect(primary(2)?.id).toBe("debugger-attached");
});
