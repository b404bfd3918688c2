import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { normalise } from "@/parsers/normalise";
import { readTranscript } from "@/parsers/read";
import { mailSeams } from "@/parsers/seams";

function read(...lines: string[]): Block[] {
  return readTranscript({ name: "paste", text: `${lines.join("\n")}\n` }, 0);
}

/** What a console of 80 columns makes of a line. */
function onConsole(line: string): string[] {
  return line.match(/.{1,80}/g) ?? [""];
}

const SUMMARY = [
  "",
  "               Total    Copied   Skipped  Mismatch    FAILED    Extras",
  "    Dirs :        12        11         1         0         0         0",
  "   Files :       340       340         0         0         0         0",
  "   Bytes :   9000000   9000000         0         0         0         0",
  "   Times :   0:00:12   0:00:00                       0:00:00   0:00:12",
];

test("a folder that a mail broke at a blank is given whole", () => {
  const [block] = read(
    "   ROBOCOPY     ::     Robust File Copy for Windows",
    "",
    "   Source : C:\\Windows\\Microsoft.NET\\Framework\\v2.0.50727\\Temporary ASP.NET",
    "Files\\",
    ...SUMMARY,
  );
  expect([block?.outcome, block?.report]).toMatchObject([
    "read",
    { path: "C:\\Windows\\Microsoft.NET\\Framework\\v2.0.50727\\Temporary ASP.NET Files" },
  ]);
});

test("a line that a mail had room for is no part of the one above", () => {
  const [block] = read(
    "   ROBOCOPY     ::     Robust File Copy for Windows",
    "   Source : C:\\Sites\\Temp",
    "4 of us looked",
    ...SUMMARY,
  );
  expect(block?.report).toMatchObject({ path: "C:\\Sites\\Temp" });
});

test("a command that a console broke behind a blank is one command", () => {
  const typed = "PS C:\\> Get-ChildItem 'D:\\inetpub\\temp' -Recurse -Force | Measure-Object Length -Sum";
  const [block] = read(...onConsole(typed), "", "Count    : 2", "Sum      : 484435534", "Property : Length");
  expect([block?.outcome, block?.command]).toEqual(["read", typed.slice("PS C:\\> ".length)]);
});

test("a word that a console broke is one word, also where both halves can be read", () => {
  const frame = "f7a1b8dc 8083d5b1 8a41c098 8a41c020 8a41c0c8 nt!KiSwapContext+0x26 (FPO: [Non-Fpo])";
  const padded = frame.replace(" (FPO", "00 (FPO");
  const [block] = read(
    "0: kd> kv",
    "ChildEBP RetAddr  Args to Child",
    ...onConsole(padded),
    ...onConsole(padded.replace("8dc", "9dc")),
  );
  expect(block?.report).toMatchObject({
    stacks: [{ frames: [{ notes: ["FPO: [Non-Fpo]"] }, { notes: ["FPO: [Non-Fpo]"] }] }],
  });
});

test("a remark that fills a console by chance does not swallow the row below", () => {
  const [block] = read(
    "0: kd> !stacks 2",
    "Proc.Thread  .Thread  Ticks   ThreadState Blocker",
    "                            [ffffe10a4c3b9620 w3wp.exe]",
    "*** ERROR: Module load completed but symbols could not be loaded for AcmeBkp.sys",
    "1a64.001b74  ffffe10a4c3be820 0006ef4 Blocked    nt!KiSwapContext",
    "                                        nt!KeWaitForSingleObject+0x19c",
    ...onConsole("1a64.001d1c  ffffe10a4c434d30 0000000 RUNNING    nt!KeQueryPerformanceCounter+0x1d"),
    "                                        AcmeBkp+0x2f5b",
    "",
    "Threads Processed: 2",
  );
  expect([block?.outcome, block?.report]).toMatchObject([
    "read",
    {
      threads: [
        { osThreadId: "1b74", frames: [{}, {}] },
        { osThreadId: "1d1c", blocker: "nt!KeQueryPerformanceCounter+0x1d", frames: [{}, {}] },
      ],
    },
  ]);
});

test("a rule as long as a console is wide is a rule", () => {
  const rule = `${"-".repeat(21)} ${"-".repeat(37)} ${"-".repeat(12)} ${"-".repeat(22)} -----`.slice(0, 100);
  const [block] = read(
    "C:\\>fltmc instances",
    "Filter Volume Name Altitude Instance Name Frame",
    rule.slice(1),
    "AcmeBkp C: 281999 AcmeBkp Instance 0",
  );
  expect(block?.report).toMatchObject({ instances: [{ filter: "AcmeBkp", volume: "C:" }] });
});

test("a fence below a row as long as a console is wide is no part of it", () => {
  const front = "2022-12-16 23:12:57 10.1.2.3 39292 10.1.9.9 80 HTTP/1.1 POST /q.aspx - 1 QueueFull ";
  const queue = "a".repeat(120 - front.length);
  const log = [
    "#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename",
    `${front}${queue}`,
  ];
  const blocks = read("```text", ...log, "```", "", "```text", ...log, "```");
  const queues = blocks.flatMap(({ report }) =>
    report?.kind === "http-errors" ? report.reasons.map(({ queueName }) => queueName) : [],
  );
  expect(new Set(queues)).toEqual(new Set([queue]));
});

test("a remark that goes on below its line is nobody's", () => {
  const [block] = read(
    "0: kd> !locks",
    "Resource @ 0x8a51c7f0    Exclusively owned",
    "     Threads: 8a41c020-01<*>",
    "     Threads Waiting On Exclusive Access:",
    "              8a41d7d8       8a41e7d8       8a41f7d8       8a41a7d8  <<<",
    "remember ME",
    "1 total locks, 1 locks currently held",
  );
  expect(block?.unread).toEqual([[6, 6]]);
});

test("lines padded to the window's width were not broken there", () => {
  const rows = ["Filter Name Num Instances Altitude Frame", "AcmeBkp 4 281999 0", "", "WdFilter 4 328010 0", ""];
  const [block] = read("C:\\>fltmc", ...rows.map((row) => row.padEnd(100)));
  expect(block?.report).toMatchObject({ filters: [{ name: "AcmeBkp" }, { name: "WdFilter" }], complete: true });
});

test("a mail may have broken a row between columns that several blanks part", () => {
  const lines = normalise(
    [
      "npsvctrig             C:                                         46000",
      "npsvctrig                 0     0000000f",
      "Wof                   C:                                         40700",
      "Wof Instance              0     00000000",
      "Contoso.Shop.Basket.RateCache.Refresh and words up to a width of seventy-six",
    ].join("\n"),
  );
  expect(mailSeams(lines).map(({ at }) => at)).toContain(2);
});

test("a row that fills a console to its last column keeps the row below", () => {
  const [block] = read(
    "0:001> ~3e !clrstack",
    "0x033ef4e8 0x02551b67 [FRAME: NDirectMethodFrameStandalone] [DEFAULT] Void SNINa",
    "tiveMethodWrapper.SNIReadSyncOverAsync(I4)",
    "0x033ef590 0x025536c1 [DEFAULT] [hasThis] Class System.Object Contoso.Stock.Orde",
    "rService.get_Item(ValueClass System.DateTime,ValueClass System.DateTime,Boolean)",
    "0x033ef5e0 0x02554291 [DEFAULT] [hasThis] String Contoso.Shop.Basket.RateCache.g",
    "et_Item(Class System.Web.HttpContext)",
  );
  expect(block?.report).toMatchObject({
    stacks: [{ frames: [{ ip: "2551b67" }, { ip: "25536c1" }, { ip: "2554291" }] }],
  });
});

test("a name that a console broke is whole although its row fills the last line and another row follows", () => {
  const item =
    "Contoso.Web.Api.Index`2[[System.__Canon, System.Private.CoreLib],[System.Int32, System.Private.CoreLib]]";
  const [block] = read(
    "0:005> !clrstack",
    "OS Thread Id: 0x2120 (4)",
    "        Child SP               IP Call Site",
    ...onConsole(
      "000000c9dcc70460 00007ffbbc56fa9c [InlinedCallFrame: 000000c9dcc70460] System.Threading.Monitor.Wait()",
    ),
    ...onConsole(
      `000000c9dcc7061c 00007ffbbc5721b1 ${item}.get_Item(System.Web.HttpContext, System.Web.HttpContext, System.DateTime) [/src/Api/Program.cs @ 309]`,
    ),
    ...onConsole(
      "000000c9dcc70694 00007ffbbc57352b System.Threading.PortableThreadPool+WorkerThread.WorkerThreadStart()",
    ),
  );
  expect(block?.report).toMatchObject({
    stacks: [
      {
        frames: [
          {},
          { parameters: "System.Web.HttpContext, System.Web.HttpContext, System.DateTime" },
          { parameters: "" },
        ],
      },
    ],
  });
});

test("an issue that was imported escapes nearly every sign, and its mails were wrapped", () => {
  const text = `0&#8203;:004> \\!cs 00000000003d9730

---
Critical section   = 0x00000000003d9730 \\(\\+0x3D9730\\)
DebugInfo          = 0x00000000000e2f80
LOCKED
LockCount          = 0x3
WaiterWoken        = No
OwningThread       = 0x0000000000001ff8
RecursionCount     = 0x1
LockSemaphore      = 0x74
SpinCount          = 0x0000000000000fa0

0&#8203;:004> ~~\\[1ff8\\]kv
Child\\-SP          RetAddr           : Args to
Child                                                           : Call Site
00000000\\\`053ff398 00000000\\\`77b9cf88 : 00000000\\\`00000145 00000000\\\`00000001
fffff1f0\\\`00000001 0000002e\\\`0000000f : ntdll\\!NtWaitForSingleObject\\+0xa
00000000\\\`053ff3a0 00000000\\\`77b9ce82 : 001e0003\\\`00000000 ffffffff\\\`ffffffff
00000000\\\`ffffffff 00000000\\\`003d4ec8 : ntdll\\!RtlpWaitOnCriticalSection\\+0xe8
00000000\\\`053ff450 000007fe\\\`ff6388b7 : 00000000\\\`00000002 00000000\\\`00000080
00000000\\\`00000000 000007fe\\\`00000080 : shop\\!alloc\\_handle\\+0xdd
`;
  const blocks = read(text);
  expect(blocks.map(({ parser, outcome }) => [parser, outcome])).toEqual([
    ["windbg-cs", "read"],
    ["windbg-stack", "read"],
  ]);
  expect(blocks[0]?.report).toMatchObject({ sections: [{ address: "3d9730", owningThread: "1ff8", lockCount: 3 }] });
  const stacks = blocks[1]?.report?.kind === "native-stacks" ? blocks[1].report.stacks : [];
  expect(stacks[0]?.frames.map(({ childSp, symbol, offset }) => [childSp, symbol, offset])).toEqual([
    ["53ff398", "NtWaitForSingleObject", "a"],
    ["53ff3a0", "RtlpWaitOnCriticalSection", "e8"],
    ["53ff450", "alloc_handle", "dd"],
  ]);
});

test("what stands below a command as wide as the console, and nothing else does, is told as unread", () => {
  const command = "PS C:\\> Get-ChildItem 'C:\\WINDOWS\\Microsoft.NET\\Framework\\v1.1.4322\\Temporary AS";
  expect(command).toHaveLength(80);

  for (const below of ["P.NET Files' -Recurse -Force | Format-Table", "nobody is answering the phone"]) {
    const [block, next] = read(command, below, "PS C:\\> hostname", "WEB01");
    expect([block?.outcome, block?.lines, block?.unread]).toEqual(["unknown", [1, 2], [[2, 2]]]);
    expect(next?.lines).toEqual([3, 4]);
  }
});

test("an output that lost its line ends, broken at the width of a console, is told as what it is in all its lines", () => {
  const whole =
    "$ head /sys/fs/cgroup/cpu.max /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory.max ==> /sys/fs/cgroup/cpu.max <== 150000 100000 ==> /sys/fs/cgroup/memory.events <== low 0 high 12 max 340 oom 1 oom_kill 1 ==> /sys/fs/cgroup/memory.max <== 536870912";
  const lines = onConsole(whole);

  const blocks = read(...lines);
  expect(blocks.map(({ problem }) => problem?.code)).toEqual(["OUTPUT_ON_ONE_LINE"]);
  expect(blocks[0]?.lines).toEqual([1, lines.length]);
});
