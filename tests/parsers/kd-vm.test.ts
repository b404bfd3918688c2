import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const memoryOf = (block: Block | undefined) => reportOf(block, "kd-vm", "kernel-memory");

const NEW = `1: kd> !vm
Page File: \\??\\C:\\pagefile.sys
  Current:   4194304 Kb  Free Space:   2101248 Kb
  Minimum:   4194304 Kb  Maximum:     12582912 Kb
No Name for Paging File
  Current:  27724744 Kb  Free Space:  27170296 Kb
  Minimum:  27724744 Kb  Maximum:     27724744 Kb

Physical Memory:          4194160 (   16776640 Kb)
Available Pages:            11520 (      46080 Kb)
ResAvail Pages:           3801220 (   15204880 Kb)

******* 12 kernel stack PTE allocations have failed ******

Modified Pages:              9900 (      39600 Kb)
NonPagedPool Usage:           268 (       1072 Kb)
NonPagedPoolNx Usage:       36623 (     146492 Kb)
NonPagedPool Max:      4294967296 (17179869184 Kb)
PagedPool  0:               27632 (     110528 Kb)
PagedPool Usage:            68600 (     274400 Kb)
PagedPool Maximum:     4294967296 (17179869184 Kb)
Misc/Transient Commit:       2124 (       8496 Kb)
PagedPool Commit:  18446735300397918280 (18446708980463018272 Kb)
Committed pages:          5190112 (   20760448 Kb)
Commit limit:             5242736 (   20970944 Kb)

  Pid ImageName                        Commit   SharedCommit        Debt

 1c38 w3wp.exe                    14112764 Kb        7400 Kb        0 Kb
  a04 Acme Service.exe               52764 Kb         400 Kb       12 Kb
`;
const OLD = `kd> !vm

*** Virtual Memory Usage ***
      Physical Memory:      523983   (   2095932 Kb)
      Page File: \\??\\C:\\pagefile.sys
         Current:   2095104Kb Free Space:   1990432Kb
         Minimum:   2095104Kb Maximum:      4190208Kb
      Available Pages:      301412   (   1205648 Kb)
      ResAvail Pages:       460231   (   1840924 Kb)
      Free System PTEs:      45089   (    180356 Kb)
      NonPagedPool Max:      64799   (    259196 Kb)
      ********** Excessive NonPaged Pool Usage *****
      PagedPool 0 Usage:      7290   (     29160 Kb)
      PagedPool Usage:       12290   (     49160 Kb)
      Committed pages:      244012   (    976048 Kb)
      Commit limit:        1013450   (   4053800 Kb)

      Total Private:        156093   (    624372 Kb)
         0d6c w3wp.exe        58002 (    232008 Kb)
         0004 System             29 (       116 Kb)
`;

test("memory, page files, warnings and processes are read", () => {
  const [block] = read(NEW);
  const report = memoryOf(block);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!vm", "read", "kernel"]);
  expect(report.physicalMemory).toEqual({ line: 9, name: "Physical Memory", pages: 4194160, bytes: 17179279360 });
  expect([report.available?.pages, report.available?.bytes]).toEqual([11520, 46080 * 1024]);
  expect([report.committed?.bytes, report.commitLimit?.bytes]).toEqual([20760448 * 1024, 20970944 * 1024]);
  expect([report.modified?.pages, report.resAvail?.pages, report.kernelStacks]).toEqual([9900, 3801220, null]);
  expect([report.nonPagedPoolUsage?.pages, report.nonPagedPoolNxUsage?.pages, report.pagedPoolUsage?.pages]).toEqual([
    268, 36623, 68600,
  ]);
  expect(report.warnings).toEqual([{ line: 13, text: "12 kernel stack PTE allocations have failed" }]);
  expect(report.pageFiles).toEqual([
    {
      line: 2,
      path: "\\??\\C:\\pagefile.sys",
      currentBytes: 4194304 * 1024,
      freeSpaceBytes: 2101248 * 1024,
      minimumBytes: 4194304 * 1024,
      maximumBytes: 12582912 * 1024,
    },
    expect.objectContaining({ line: 5, path: null, freeSpaceBytes: 27170296 * 1024 }),
  ]);
  expect(report.processes).toEqual([
    {
      line: 29,
      processId: "1c38",
      image: "w3wp.exe",
      commitBytes: 14112764 * 1024,
      sharedCommitBytes: 7400 * 1024,
      debtBytes: 0,
    },
    expect.objectContaining({ processId: "a04", image: "Acme Service.exe", debtBytes: 12 * 1024 }),
  ]);
  expect([report.processesComplete, report.amounts.length]).toEqual([true, 14]);
});

test("a number that no machine can hold is left out", () => {
  const absurd = memoryOf(read(NEW)[0]).amounts.find(({ name }) => name === "PagedPool Commit");
  expect([absurd?.line, absurd?.pages, absurd?.bytes]).toEqual([23, null, null]);
});

test("the older form is read, with its processes", () => {
  const [block] = read(OLD);
  const report = memoryOf(block);
  expect([block?.outcome, report.physicalMemory?.pages, report.freeSystemPtes?.pages]).toEqual(["read", 523983, 45089]);
  expect([report.nonPagedPoolMax?.pages, report.pageFiles[0]?.maximumBytes]).toEqual([64799, 4190208 * 1024]);
  expect(report.warnings).toEqual([{ line: 12, text: "Excessive NonPaged Pool Usage" }]);
  expect(report.processes.map(({ processId, image, commitBytes }) => [processId, image, commitBytes])).toEqual([
    ["d6c", "w3wp.exe", 232008 * 1024],
    ["4", "System", 116 * 1024],
  ]);
});

test("blanks lost, doubled back-slashes and the command not pasted change nothing", () => {
  for (const text of [NEW, OLD]) {
    const whole = withoutLines(memoryOf(read(text)[0]));
    expect(withoutLines(memoryOf(read(collapsed(text))[0]))).toEqual(whole);
    expect(withoutLines(memoryOf(read(text.replaceAll("\\", "\\\\"))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!vm", "read"]]);
    expect(withoutLines(memoryOf(blocks[0]))).toEqual(whole);
  }
});

test("an output on one line gives its amounts", () => {
  const [command = "", ...lines] = NEW.split("\n").slice(0, 25);
  const folded = memoryOf(read(`${command}\n${lines.join(" ").replace(/\s+/g, " ")}\n`)[0]);
  const whole = memoryOf(read(NEW)[0]);
  expect(withoutLines(folded.amounts)).toEqual(withoutLines(whole.amounts));
});

test("processes that somebody cut out are told", () => {
  const report = memoryOf(read(NEW.replace(" 1c38 w3wp", "...\n 1c38 w3wp"))[0]);
  expect([report.processesComplete, report.processes.length]).toEqual([false, 2]);
});

test("an output cut anywhere never says what was not there", () => {
  const whole = memoryOf(read(NEW)[0]);
  for (let end = NEW.indexOf("Physical Memory"); end < NEW.length; end += 5) {
    const report = memoryOf(read(NEW.slice(0, end))[0]);
    for (const amount of report.amounts) expect(whole.amounts).toContainEqual(amount);
    for (const process of report.processes) {
      const same = whole.processes.find(({ image }) => image === process.image);
      expect(process.commitBytes).toBe(same?.commitBytes);
    }
  }
});

test.each([["0:000> !vm\nNo export vm found\n", "NEEDS_KERNEL_TARGET"]])(
  "%j is unusable and says what to do",
  (text, code) => {
    const [block] = read(text);
    expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["kd-vm", "unusable", code]);
  },
);

const KB = 1024;

test.skipIf(!hasCorpus)("published outputs are read as their facts say, and no other is taken for one", () => {
  const [first] = readTranscript(corpusTranscript("vm-1-kd-x64-pte-alloc-failed-insightengineering"), 0);
  const pte = memoryOf(first);
  expect([pte.physicalMemory?.pages, pte.physicalMemory?.bytes]).toEqual([2037490, 8149960 * KB]);
  expect([pte.available?.pages, pte.resAvail?.pages, pte.kernelStacks?.bytes]).toEqual([693849, 1914220, 58744 * KB]);
  expect([pte.nonPagedPoolUsage?.bytes, pte.nonPagedPoolNxUsage?.bytes]).toEqual([1072 * KB, 146492 * KB]);
  expect([pte.committed?.pages, pte.commitLimit?.pages, pte.pageFiles.length]).toEqual([1686167, 5969650, 3]);
  expect(pte.warnings.map(({ text }) => text)).toEqual([
    "351175 kernel stack PTE allocations have failed",
    "Sum of individual system commit + Process commit exceeds overall commit by 18446708980462741736 Kb ?",
  ]);
  const [second] = readTranscript(corpusTranscript("vm-1-kd-x86-msdocs"), 0);
  const old = memoryOf(second);
  expect([old.nonPagedPoolMax?.bytes, old.pagedPoolUsage?.bytes, old.pagedPoolMaximum?.bytes]).toEqual([
    25008 * KB,
    6388 * KB,
    53248 * KB,
  ]);
  expect([old.freeSystemPtes?.pages, old.pageFiles[0]?.currentBytes]).toEqual([45089, 98304 * KB]);
  const [third] = readTranscript(corpusTranscript("vm-kd-x64-doubled-backslashes-processes-elided"), 0);
  const elided = memoryOf(third);
  expect(elided.processes).toHaveLength(4);
  expect(elided.processes[0]).toMatchObject({ processId: "81c", image: "MsMpEng.exe", commitBytes: 112764 * KB });
  expect([elided.processesComplete, third?.unread]).toEqual([false, []]);
  expect(publishedFor("kd-vm")).toEqual([
    "vm-1-kd-x64-pte-alloc-failed-insightengineering",
    "vm-1-kd-x86-msdocs",
    "vm-kd-x64-doubled-backslashes-processes-elided",
  ]);
});
