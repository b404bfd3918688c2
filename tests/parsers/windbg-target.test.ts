import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const targetOf = (block: Block | undefined) => reportOf(block, "windbg-target", "target");

const KERNEL = `0: kd> vertarget
Windows 10 Kernel Version 17763 MP (16 procs) Free x64
Product: Server, suite: TerminalServer SingleUserTS
Edition build lab: 17763.1.amd64fre.rs5_release.180914-1434
Machine Name: "SHOP-WEB2"
Kernel base = 0xfffff801\`29e00000 PsLoadedModuleList = 0xfffff801\`2a215c90
`;
const USER = `0:012> vertarget
Windows Server 2003 Version 3790 (Service Pack 2) UP Free x86 compatible
Product: Server, suite: Enterprise TerminalServer SingleUserTS
kernel32.dll version: 5.2.3790.4480 (srv03_sp2_gdr.090321-1244)
Machine Name:
`;
const TIME = `Debug session time: Tue Mar 12 16:04:33.000 2024 (UTC - 3:30)
System Uptime: 11 days 2:10:09.140
`;
const PROCESS =
  "0:031> |\n.  0\tid: 1c38\texamine\tname: w3wp.exe\n   1\tid: 9d4\tattach\tname: C:\\Acme\\Acme Host.exe\n";
const SYSTEM = "0:031> ||\n.  0 Full memory user mini dump: D:\\dumps\\w3wp_2.dmp\n   1 Live user mode: <Local>\n";

test("the system of a kernel dump is read", () => {
  const [block] = read(KERNEL);
  expect([block?.outcome, block?.mode, block?.unread]).toEqual(["read", "kernel", []]);
  expect(targetOf(block)).toMatchObject({
    system: "Windows 10",
    systemLine: 2,
    build: 17763,
    servicePack: null,
    kernel: true,
    processors: 16,
    architecture: "x64",
    product: "Server",
    suites: ["TerminalServer", "SingleUserTS"],
    buildLab: "17763.1.amd64fre.rs5_release.180914-1434",
    machineName: "SHOP-WEB2",
    kernelBase: "fffff80129e00000",
  });
});

test("the system of a process dump is read", () => {
  const [block] = read(USER);
  expect([block?.outcome, block?.mode]).toEqual(["read", "user"]);
  expect(targetOf(block)).toMatchObject({
    system: "Windows Server 2003",
    build: 3790,
    servicePack: 2,
    kernel: false,
    processors: 1,
    architecture: "x86",
    machineName: null,
  });
});

test("processes and dumps are listed, with the current one", () => {
  expect(targetOf(read(PROCESS)[0]).processes).toEqual([
    { line: 2, current: true, number: 0, processId: "1c38", state: "examine", name: "w3wp.exe" },
    { line: 3, current: false, number: 1, processId: "9d4", state: "attach", name: "C:\\Acme\\Acme Host.exe" },
  ]);
  expect(targetOf(read(SYSTEM)[0]).systems).toEqual([
    { line: 2, current: true, number: 0, mode: "Full memory user mini dump", from: "D:\\dumps\\w3wp_2.dmp" },
    { line: 3, current: false, number: 1, mode: "Live user mode", from: "<Local>" },
  ]);
});

test("the times below it are read as times", () => {
  const blocks = read(USER + TIME);
  expect(blocks.map(({ parser, outcome }) => [parser, outcome])).toEqual([
    ["windbg-target", "read"],
    ["windbg-time", "read"],
  ]);
});

test("blanks lost and the command not pasted change nothing", () => {
  for (const text of [KERNEL, USER, PROCESS]) {
    const whole = withoutLines(targetOf(read(text)[0]));
    expect(withoutLines(targetOf(read(collapsed(text))[0]))).toEqual(whole);
    expect(withoutLines(targetOf(read(text.split("\n").slice(1).join("\n"))[0]))).toEqual(whole);
  }
});

test("a sentence about a version of Windows is no target", () => {
  const text = "Windows Server 2003 Version 3790 runs here.\nMachine Name: WEB1\n";
  expect(read(text).map(({ parser }) => parser)).toEqual([null]);
});

test("an output cut anywhere gives no system that was not there", () => {
  for (let end = KERNEL.indexOf("\n") + 1; end < KERNEL.length; end++) {
    const report = read(KERNEL.slice(0, end))[0]?.report;
    if (report?.kind !== "target") continue;
    expect([report.system, report.build, report.processors]).toEqual(["Windows 10", 17763, 16]);
  }
});

test("a command that the debugger refuses is unusable", () => {
  const [block] = read(
    "0:000> vertarget\n       ^ Syntax error in 'vertarget'\nCouldn't resolve error at 'vertarget'\n",
  );
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual([
    "windbg-target",
    "unusable",
    "COMMAND_REJECTED",
  ]);
});

test.skipIf(!hasCorpus)("a published output is read as its facts say, and no other is taken for one", () => {
  const name = "vertarget-bugcheck-cpuinfo-winde-info-win10-x64";
  const block = readTranscript(corpusTranscript(name), 0).find(({ parser }) => parser === "windbg-target");
  expect(targetOf(block)).toMatchObject({
    system: "Windows 10",
    build: 19041,
    kernel: true,
    processors: 8,
    architecture: "x64",
    product: "WinNt",
    buildLab: "19041.1.amd64fre.vb_release.191206-1406",
    kernelBase: "fffff80122000000",
  });
  expect([block?.command, block?.outcome]).toEqual(["vertarget", "read"]);
  expect(publishedFor("windbg-target")).toEqual([name]);
});

test("the first line of the kernel may have been broken before its last word", () => {
  const [block] = read(`kd> vertarget
Windows Server 2003 Kernel Version 3790 (Service Pack 2) MP (16 procs) Free x86${" "}
compatible
Product: Server, suite: Enterprise TerminalServer SingleUserTS
`);
  expect(block?.outcome).toBe("read");
  expect(targetOf(block)).toMatchObject({ processors: 16, suites: ["Enterprise", "TerminalServer", "SingleUserTS"] });
});

test("what WinDbg says when it opens a dump is no output of any command", () => {
  const opened = `
Microsoft (R) Windows Debugger Version 10.0.27725.1000 AMD64
Copyright (c) Microsoft Corporation. All rights reserved.

************* Preparing the environment for Debugger Extensions Gallery repositories **************
   ExtensionRepository : Implicit
   UseExperimentalFeatureForNugetShare : true
   AllowNugetExeUpdate : true
   NonInteractiveNuget : true
   AllowParallelInitializationOfLocalRepositories : true
   EnableRedirectToV8JsProvider : false

   -- Configuring repositories
      ----> Repository : LocalInstalled, Enabled: true
      ----> Repository : UserExtensions, Enabled: true

>>>>>>>>>>>>> Preparing the environment for Debugger Extensions Gallery repositories completed, duration 0.000 seconds

Loading Dump File [D:\\dumps\\w3wp.dmp]
User Mini Dump File with Full Memory: Only application data is available

************* Path validation summary **************
Response                         Time (ms)     Location
Deferred                                       srv*c:\\sym*https://msdl.microsoft.com/download/symbols
OK                                             c:\\sym
Symbol search path is: srv*c:\\sym*https://msdl.microsoft.com/download/symbols
Executable search path is: 
Windows 10 Version 20348 MP (8 procs) Free x64
Product: Server, suite: TerminalServer SingleUserTS
Machine Name:
................................................................
Loading unloaded module list
..
This dump file has an exception of interest stored in it.
The stored exception information can be accessed via .ecxr.
(1c38.1f4c): Break instruction exception - code 80000003 (first/second chance not available)
For analysis of this file, run !analyze -v
`;
  const blocks = read(opened);
  expect(blocks.flatMap(({ unread }) => unread)).toEqual([]);
  expect(blocks.filter(({ report }) => report !== null)).toHaveLength(1);
  expect(blocks.find(({ report }) => report !== null)?.report).toMatchObject({ kind: "target", build: 20348 });
});
