import { expect, test } from "vitest";
import type { Block, ModuleRow } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read } from "../support/reading";

function modulesOf(blocks: readonly Block[]): ModuleRow[] {
  return blocks.flatMap((block) => (block.report?.kind === "modules" ? block.report.modules : []));
}

const LIST = `kd> lm m s*
start    end        module name
f9f73000 f9f7fd80   sysaudio   (deferred)
fa04b000 fa09b400   srv        (pdb symbols)          c:\\sym\\srv.pdb\\3E800D1B2\\srv.pdb
facac000 facbae00   SomeFlt  T (no symbols)
fb008000 fb00ba80   winbrand # (private pdb symbols)  c:\\sym\\winbrand.pdb

Unloaded modules:
f9f53000 f9f61000   swmidi.sys
fb0ae000 fb0b0000   splitter.sys
`;

const FILTER = `0: kd> lmvm AcmeBkp
Browse full module list
start             end                 module name
fffff801\`3b550000 fffff801\`3b57a000   AcmeBkp    (no symbols)
    Loaded symbol image file: AcmeBkp.sys
    Image path: \\SystemRoot\\system32\\DRIVERS\\AcmeBkp.sys
    Image name: AcmeBkp.sys
    Browse all global symbols  functions  data
    Timestamp:        Wed Mar 14 09:26:53 2012 (4F60645D)
    CheckSum:         0002D1AA
    ImageSize:        0002A000
    File version:     4.2.0.17
    Product version:  4.2.0.0
    File flags:       0 (Mask 3F)
    File OS:          40004 NT Win32
    File type:        3.7 Driver
    File date:        00000000.00000000
    Translations:     0409.04b0
    Information from resource tables:
        CompanyName:      Acme Backup Inc.
        ProductName:      Acme Continuous Backup
        InternalName:     AcmeBkp.sys
        OriginalFilename: AcmeBkp.sys
        ProductVersion:   4.2.0.0
        FileVersion:      4.2.0.17 built by: WinDDK
        FileDescription:  Acme file-system filter
        LegalCopyright:   (c) Acme Backup Inc.
`;

test("a symbol state that the paste cut through is no image name", () => {
  const [module] = modulesOf(read(LIST.slice(0, LIST.indexOf("(deferred)") + 4)));
  expect([module?.name, module?.imageName, module?.symbols]).toEqual(["sysaudio", null, null]);
});

test("a module whose row is missing is named as the debugger would name it", () => {
  const [module] = modulesOf(
    read("0:000> lmvm Contoso_Native\n    Image path: C:\\x\\Contoso.Native.dll\n    Image name: Contoso.Native.dll\n"),
  );
  expect(module?.name).toBe("Contoso_Native");
});

test("the list of modules gives addresses, symbol states and what was unloaded", () => {
  const [block] = read(LIST);
  expect([block?.parser, block?.outcome, block?.mode]).toEqual(["windbg-modules", "read", "kernel"]);
  expect(
    modulesOf(read(LIST)).map((row) => [row.line, row.start, row.end, row.name, row.symbols, row.unloaded]),
  ).toEqual([
    [3, "f9f73000", "f9f7fd80", "sysaudio", "deferred", false],
    [4, "fa04b000", "fa09b400", "srv", "pdb symbols", false],
    [5, "facac000", "facbae00", "SomeFlt", "no symbols", false],
    [6, "fb008000", "fb00ba80", "winbrand", "private pdb symbols", false],
    [9, "f9f53000", "f9f61000", "swmidi.sys", null, true],
    [10, "fb0ae000", "fb0b0000", "splitter.sys", null, true],
  ]);
});

test("one module in full names its vendor, version, path and age", () => {
  const [block] = read(FILTER);
  expect([block?.outcome, block?.report]).toMatchObject([
    "read",
    {
      bits: 64,
      modules: [
        {
          line: 4,
          lastLine: 27,
          start: "fffff8013b550000",
          end: "fffff8013b57a000",
          name: "AcmeBkp",
          symbols: "no symbols",
          imagePath: "\\SystemRoot\\system32\\DRIVERS\\AcmeBkp.sys",
          imageName: "AcmeBkp.sys",
          companyName: "Acme Backup Inc.",
          productName: "Acme Continuous Backup",
          fileDescription: "Acme file-system filter",
          fileVersion: "4.2.0.17",
          productVersion: "4.2.0.0",
          timestamp: "2012-03-14T09:26:53Z",
          timestampText: "Wed Mar 14 09:26:53 2012",
          unloaded: false,
        },
      ],
    },
  ]);
});

test.each([
  ["list", LIST],
  ["module in full", FILTER],
])("a %s reads the same without its command and with collapsed blanks", (_name, text) => {
  const bare = text.split("\n").slice(1).join("\n");
  const expected = modulesOf(read(bare));
  expect(expected.length).toBeGreaterThan(0);
  for (const variant of [bare.replace(/[ \t]+/g, " "), bare.replace(/^\s+/gm, "")]) {
    expect(read(variant).map((block) => [block.parser, block.outcome])).toEqual([["windbg-modules", "read"]]);
    expect(modulesOf(read(bare.replace(/[ \t]+/g, " ")))).toEqual(expected);
  }
});

test("the command may stand alone on its line, without a prompt", () => {
  for (const command of ["lmvm AcmeBkp", "lmDvmAcmeBkp", "lm kv m Acme*", "lm vm AcmeBkp"]) {
    const blocks = read(`${command}\n${FILTER.split("\n").slice(1).join("\n")}`);
    expect(blocks.map((block) => [block.command, block.echoed, block.outcome])).toEqual([[command, true, "read"]]);
  }
});

test("paths, image names and time stamps in the row are read", () => {
  const rows = [
    "start             end                 module name",
    "00007ff7`c7930000 00007ff7`c7997000   cmd      C:\\Windows\\system32\\cmd.exe",
    "00007ff9`43670000 00007ff9`436a5000   winbrand winbrand.dll",
    "00007ff9`5be20000 00007ff9`5bf20000   AcmeHook AcmeHook.dll Wed Mar 14 09:26:53 2012 (4F60645D)",
    "00007ff9`5bf50000 00007ff9`5c218000   OldHook   Mon Oct 30 10:14:07 1999",
    "00007ff9`5c820000 00007ff9`5cb75000   ntdll    ntdll.dll    D8F3A1C2 (This is a reproducible build file hash, not a timestamp)",
  ].join("\n");
  expect(read(`0:042> lm\n${rows}`).map((block) => [block.outcome, block.mode])).toEqual([["read", "user"]]);
  expect(
    modulesOf(read(rows)).map((row) => [row.name, row.imagePath, row.imageName, row.timestamp, row.timestampText]),
  ).toEqual([
    ["cmd", "C:\\Windows\\system32\\cmd.exe", null, null, null],
    ["winbrand", null, "winbrand.dll", null, null],
    ["AcmeHook", null, "AcmeHook.dll", "2012-03-14T09:26:53Z", "Wed Mar 14 09:26:53 2012"],
    ["OldHook", null, null, null, "Mon Oct 30 10:14:07 1999"],
    ["ntdll", null, "ntdll.dll", null, "D8F3A1C2 (This is a reproducible build file hash, not a timestamp)"],
  ]);
});

test.each([
  ["Timestamp:        E2F1A52B (This is a reproducible build file hash, not a timestamp)", null],
  ["Timestamp:        unavailable (FFFFFFFE)", null],
  ["Timestamp:        Sat Aug 18 04:54:13 2001 (3B7D8475)", "2001-08-17T20:54:13Z"],
])("of %s the instant is %s", (line, instant) => {
  const text = FILTER.replace(/Timestamp:.*/, line);
  expect(modulesOf(read(text)).map((row) => row.timestamp)).toEqual([instant]);
});

test("details pasted without their row still name the module and its vendor", () => {
  const text = FILTER.split("\n").slice(4).join("\n");
  expect(read(text).map((block) => [block.parser, block.outcome])).toEqual([["windbg-modules", "read"]]);
  expect(modulesOf(read(text))).toMatchObject([
    { name: "AcmeBkp", start: null, end: null, companyName: "Acme Backup Inc.", fileVersion: "4.2.0.17" },
  ]);
});

test("two modules asked for one after the other stay apart", () => {
  const other = FILTER.replaceAll("AcmeBkp", "OtherAv").replace("Acme Backup Inc.", "Other Ltd.");
  for (const text of [`${FILTER}${other}`, `${FILTER}${other}`.replace(/^.*lmvm.*\n/gm, "")]) {
    expect(read(text).map((block) => block.outcome)).toEqual(["read", "read"]);
    expect(modulesOf(read(text)).map((row) => [row.name, row.companyName])).toEqual([
      ["AcmeBkp", "Acme Backup Inc."],
      ["OtherAv", "Other Ltd."],
    ]);
  }
});

test("a module that is not loaded gives an empty list", () => {
  const [block] = read(
    "0: kd> lmvm nothere\nBrowse full module list\nstart             end                 module name\n",
  );
  expect([block?.outcome, block?.report]).toMatchObject(["read", { modules: [] }]);
});

test("managed modules and the notes of the debugger are read", () => {
  const text = `0:000> lmv
start    end        module name
07fc0000 07fd2000   Shop     C (service symbols: CLR Symbols with PDB: )        c:\\sym\\Shop.pdb
    Loaded symbol image file: Shop.dll
    Image path: c:\\inetpub\\bin\\Shop.dll
    Image name: Shop.dll
    Has CLR image header, track-debug-data flag not set
    Timestamp:        Wed Mar 14 09:26:53 2012 (4F60645D)
    File version:     1.0.0.0

Unable to enumerate user-mode unloaded modules, Win32 error 0n30
`;
  expect(read(text).map((block) => [block.outcome, block.unread])).toEqual([["read", []]]);
  expect(modulesOf(read(text))).toMatchObject([{ name: "Shop", fileVersion: "1.0.0.0" }]);
});

test("stacks and memory dumps are no modules", () => {
  const stack = "f9f73000 f9f7fd80 nt!KiSwapContext+0x26\nfa04b000 fa09b400 nt!KiSwapThread+0x284\n";
  const memory = "f9f73000  f9f7fd80 00000000 8a41c020 00000001\nf9f73010  00000000 00000000 00000000 00000000\n";
  for (const text of [stack, memory, "Image path: the folder where the pictures are"]) {
    expect(modulesOf(read(text))).toEqual([]);
  }
  const behind = `${LIST}\nf9f73000 f9f7fd80 myfault+0x579\n${memory}`;
  expect(modulesOf(read(behind))).toHaveLength(6);
});

test("a module cut at any line keeps what was there and nothing else", () => {
  const [whole] = modulesOf(read(FILTER));
  const lines = FILTER.split("\n");
  for (let length = 4; length < lines.length; length++) {
    const [row] = modulesOf(read(lines.slice(0, length).join("\n")));
    for (const [key, value] of Object.entries(row ?? {})) {
      if (key === "lastLine" || value === null) continue;
      expect([length, key, value]).toEqual([length, key, whole?.[key as keyof ModuleRow]]);
    }
  }
});

test.skipIf(!hasCorpus)("the runtime of a published case is read", () => {
  const blocks = readTranscript(corpusTranscript("deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto"), 0);
  const block = blocks.find((candidate) => candidate.parser === "windbg-modules");
  expect([block?.command, block?.outcome]).toEqual(["lm vm mscorwks", "read"]);
  expect(modulesOf(blocks)).toMatchObject([
    {
      name: "mscorwks",
      symbols: "deferred",
      imagePath: "C:\\Windows\\Microsoft.NET\\Framework64\\v2.0.50727\\mscorwks.dll",
      companyName: "Microsoft Corporation",
      fileVersion: "2.0.50727.5466",
      timestamp: "2012-08-30T05:18:34Z",
    },
  ]);
});

test("what a mail broke off a row or a time stamp is read", () => {
  const text = `lkd> lm
start             end                 module name
fffff801${"`"}2a000000 fffff801${"`"}2a5bb000   nt         (export symbols)
ntoskrnl.exe
    Image path: ntkrnlmp.exe
    Timestamp:        301B6A07 (This is a reproducible build file hash, not
a timestamp)
`;
  const [block] = readTranscript({ name: "paste", text }, 0);
  expect(block?.outcome).toBe("read");
  expect(block?.report).toMatchObject({
    modules: [{ timestampText: "301B6A07 (This is a reproducible build file hash, not a timestamp)" }],
  });
});

test("a version that the paste breaks off in is not told", () => {
  const text =
    "0:001> lmvm clr\n00400000 00500000   clr        (deferred)\n    Image name: clr.dll\n    File version:     4.8.4";
  expect(readTranscript({ name: "paste", text }, 0)[0]?.report).toMatchObject({ modules: [{ fileVersion: null }] });
});
