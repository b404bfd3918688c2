import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { environmentOf } from "@/simulator/environment";
import { PEB } from "@/simulator/printers/peb";
import { printout } from "@/simulator/printers/printer";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";
import { serverFor } from "../support/round-trip";

const pebIn = (block: Block | undefined) => reportOf(block, "windbg-peb", "process-environment");

const X64 = `0:001> !peb
PEB at 000000b56c543000
    InheritedAddressSpace:    No
    ReadImageFileExecOptions: No
    BeingDebugged:            Yes
    ImageBaseAddress:         00007ff74d270000
    NtGlobalFlag:             70
    NtGlobalFlag2:            0
    Ldr                       00007ffbafc9a4c0
    Ldr.Initialized:          Yes
    Ldr.InInitializationOrderModuleList: 000002b2722048a0 . 000002b272204f00
    Ldr.InLoadOrderModuleList:           000002b272204a10 . 000002b272206eb0
    Ldr.InMemoryOrderModuleList:         000002b272204a20 . 000002b272206ec0
                    Base TimeStamp                     Module
            7ff74d270000 5e82e461 Mar 31 14:34:09 2020 c:\\windows\\system32\\inetsrv\\w3wp.exe
            7ffbafb50000 443b1261 Apr 11 10:20:17 2006 C:\\Windows\\SYSTEM32\\ntdll.dll
            7ffbad000000 C:\\Program Files\\Acme Backup\\AcmeHook.dll
    SubSystemData:     0000000000000000
    ProcessHeap:       000002b272200000
    ProcessParameters: 000002b272203f30
    CurrentDirectory:  'C:\\Windows\\system32\\inetsrv\\'
    WindowTitle:  '< Name not readable >'
    ImageFile:    'c:\\windows\\system32\\inetsrv\\w3wp.exe'
    CommandLine:  'c:\\windows\\system32\\inetsrv\\w3wp.exe -ap "Shop (live)" -v "v4.0" -l "webengine4.dll" -m 0'
    DllPath:      '< Name not readable >'
    Environment:  000002b272203200
        =C:=C:\\temp
        ALLUSERSPROFILE=C:\\ProgramData
        APP_POOL_ID=Shop (live)
        Path=C:\\Windows\\system32;C:\\Windows
        windir=C:\\Windows
`;
const X86 = `PEB at 7ffdf000
    InheritedAddressSpace:    No
    ReadImageFileExecOptions: No
    BeingDebugged:            No
    ImageBaseAddress:         00400000
    Ldr                       0000000000000000
    *** unable to read Ldr table at 00000000
    SubSystemData:     00000000
    ProcessHeap:       00080000
    ProcessParameters: 00020000
    ImageFile:    'C:\\shop\\shop.exe'
    CommandLine:  'C:\\shop\\shop.exe'
    DllPath:      '< Name not readable >'
    Environment:  00010000
        windir=C:\\WINDOWS
`;

test("a process has its command line, its pool, its modules and its environment", () => {
  const [block] = read(X64);
  const report = pebIn(block);
  expect([block?.outcome, report.complete, report.bits, report.wow64]).toEqual(["read", true, 64, false]);
  expect(report).toMatchObject({
    address: "b56c543000",
    beingDebugged: true,
    imageBaseAddress: "7ff74d270000",
    ntGlobalFlag: "70",
    ldrInitialized: true,
    processHeap: "2b272200000",
    currentDirectory: "C:\\Windows\\system32\\inetsrv\\",
    windowTitle: null,
    dllPath: null,
    commandLine: 'c:\\windows\\system32\\inetsrv\\w3wp.exe -ap "Shop (live)" -v "v4.0" -l "webengine4.dll" -m 0',
    commandLineLine: 24,
    applicationPool: "Shop (live)",
  });
  expect(report.modules).toEqual([
    {
      line: 15,
      base: "7ff74d270000",
      timestamp: "2020-03-31T06:34:09Z",
      path: "c:\\windows\\system32\\inetsrv\\w3wp.exe",
    },
    expect.objectContaining({ line: 16, path: "C:\\Windows\\SYSTEM32\\ntdll.dll" }),
    expect.objectContaining({ timestamp: null, path: "C:\\Program Files\\Acme Backup\\AcmeHook.dll" }),
  ]);
  expect(report.moduleLists.map(({ name, first, last }) => [name, first, last])[1]).toEqual([
    "InLoadOrderModuleList",
    "2b272204a10",
    "2b272206eb0",
  ]);
  expect(report.variables.map(({ name, value }) => [name, value])).toEqual([
    ["=C:", "C:\\temp"],
    ["ALLUSERSPROFILE", "C:\\ProgramData"],
    ["APP_POOL_ID", "Shop (live)"],
    ["Path", "C:\\Windows\\system32;C:\\Windows"],
    ["windir", "C:\\Windows"],
  ]);
});

test("a process whose loader has not begun has no modules", () => {
  const [block, ...others] = read(X86);
  expect([others, block?.command, block?.outcome]).toEqual([[], "!peb", "read"]);
  expect(pebIn(block)).toMatchObject({ bits: 32, ldr: "0", modules: [], applicationPool: null, complete: true });
});

test("blanks lost and the command not pasted change nothing", () => {
  const bare = X64.split("\n").slice(1).join("\n");
  for (const changed of [bare, collapsed(X64), collapsed(bare)]) {
    const [block, ...others] = read(changed);
    expect([block?.outcome, others]).toEqual(["read", []]);
    expect(withoutLines(pebIn(block))).toEqual(withoutLines(pebIn(read(X64)[0])));
  }
});

test("a paste that ends inside gives no cut value and is not complete", () => {
  const whole = pebIn(read(X64)[0]);
  for (let end = X64.indexOf("Inherited"); end < X64.indexOf("windir"); end += 2) {
    const block = read(X64.slice(0, end))[0];
    if (!block?.report) continue;
    const report = pebIn(block);
    expect([report.complete, report.commandLine ?? whole.commandLine]).toEqual([false, whole.commandLine]);
    expect([report.processHeap ?? whole.processHeap, report.applicationPool ?? whole.applicationPool]).toEqual([
      whole.processHeap,
      whole.applicationPool,
    ]);
    for (const row of report.modules) expect(whole.modules).toContainEqual(row);
    for (const row of report.variables) expect(whole.variables).toContainEqual(row);
  }
});

test("two of them, as a 32-bit process has, are two readings", () => {
  const blocks = read(`${X64}\nWow64 PEB32 at 7efde000\n${X86.split("\n").slice(1).join("\n")}`);
  expect(blocks.map((block) => [pebIn(block).address, pebIn(block).wow64])).toEqual([
    ["b56c543000", false],
    ["7efde000", true],
  ]);
});

test("memory that the dump lacks is named", () => {
  const text = '0: kd> !peb\nPEB is paged out (Addr = 00000000`7ffdf000). Type ".hh dbgerr001" for details\n';
  expect(read(text)[0]).toMatchObject({
    parser: "windbg-peb",
    outcome: "unusable",
    problem: { code: "PEB_NOT_IN_DUMP" },
  });
});

test.each(PEB)("the command line that a made-up server prints as $dialect is read back", (printer) => {
  for (let seed = 1; seed <= 5; seed++) {
    const server = serverFor(printer, seed);
    expect(pebIn(read(printout(printer, server))[0]).commandLine).toBe(environmentOf(server).commandLine);
  }
});

test("an image's address that a mail left alone in its line is not the end of the path above", () => {
  const [block] = read(
    "0:000> !peb\nPEB at 000000c9d4a3b000\n    Ldr.Initialized:          Yes\n                    Base TimeStamp                     Module\n            7ffa1b683000 C:\\Program Files\\Contoso\\Contoso.Native.dll\n            7ffa1bf75000\nC:\\WINDOWS\\Microsoft.NET\\Framework64\\v2.0.50727\\mscorwks.dll\n    SubSystemData:     0000000000000000\n",
  );
  expect(block?.report).toMatchObject({ modules: [{ base: "7ffa1b683000" }, { base: "7ffa1bf75000" }] });
});

test("the peb of Windows 2000 prints no leading zeroes, and images without their time", () => {
  const [block, ...others] = read(`kd> !peb
PEB at 7FFDF000
    InheritedAddressSpace:    No
    ReadImageFileExecOptions: No
    BeingDebugged:            No
    ImageBaseAddress:         01000000
    Ldr.Initialized: Yes
    Ldr.InInitializationOrderModuleList: 71f40 . 77f68
        01000000 C:\\WINNT\\system32\\acmesvc.exe
        77F80000 C:\\WINNT\\System32\\ntdll.dll
    SubSystemData:     0
    ProcessHeap:       70000
    ProcessParameters: 20000
        CommandLine:  'C:\\WINNT\\system32\\acmesvc.exe -k'
        Environment:  0x10000
`);
  expect([block?.outcome, others]).toEqual(["read", []]);
  expect(pebIn(block)).toMatchObject({
    subSystemData: "0",
    processHeap: "70000",
    environment: "10000",
    commandLine: "C:\\WINNT\\system32\\acmesvc.exe -k",
    modules: [{ timestamp: null }, { path: "C:\\WINNT\\System32\\ntdll.dll" }],
  });
});
