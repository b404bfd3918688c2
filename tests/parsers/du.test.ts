import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { read, reportOf } from "../support/reading";

const sizeOf = (block: Block | undefined): ReportOf<"folder-size"> => reportOf(block, "du", "folder-size");

const BANNER = `
DU v1.62 - Directory disk usage reporter
Copyright (C) 2005-2018 Mark Russinovich
Sysinternals - www.sysinternals.com

`;
const TOTALS = `Files:        318446
Directories:  4119
Size:         85,899,345,920 bytes
Size on disk: 86,410,002,432 bytes

`;
const CSV = `Path,CurrentFileCount,CurrentFileSize,FileCount,DirectoryCount,DirectorySize,DirectorySizeOnDisk
"C:\\Sites\\Temp\\root",3,7,31,4,700,4096
"C:\\Sites\\Temp",12,40960,318446,4119,85899345920,86410002432
`;

test("files, folders and size are read, with and without the banner", () => {
  const [block] = read(`C:\\Tools>du -q C:\\Sites\\Temp\n${BANNER}${TOTALS}`);
  expect([block?.outcome, block?.unread, block?.mode]).toEqual(["read", [], "shell"]);
  expect(sizeOf(block)).toEqual({
    kind: "folder-size",
    tool: "du",
    line: 3,
    path: "C:\\Sites\\Temp",
    sizeBytes: 85899345920,
    files: 318446,
    folders: 4119,
    freeBytes: null,
    sizeLine: 9,
    complete: true,
  });
  expect(sizeOf(read(TOTALS)[0])).toMatchObject({
    sizeBytes: 85899345920,
    files: 318446,
    folders: 4119,
    path: null,
    complete: true,
  });
});

test.each([",", ".", "\u00a0", "'", ""])("thousands may be separated by %j", (separator) => {
  const [block] = read(TOTALS.replaceAll(",", separator));
  expect([block?.outcome, sizeOf(block).sizeBytes]).toEqual(["read", 85899345920]);
});

test("collapsed white space changes nothing", () => {
  expect(sizeOf(read((BANNER + TOTALS).replace(/ +/g, " "))[0])).toEqual(sizeOf(read(BANNER + TOTALS)[0]));
});

test("the sizes of sub-folders above the total are passed over", () => {
  const listed = `${BANNER}     189,612  c:\\sites\\temp\\root\n           0  c:\\sites\\temp\\empty\nTotals:\n${TOTALS}`;
  const [block] = read(`C:\\Tools>du64.exe -l 1 C:\\Sites\\Temp\n${listed}`);
  expect([block?.outcome, sizeOf(block).sizeBytes]).toEqual(["read", 85899345920]);
});

test("a listing of sub-folders without its total gives the sum of the uppermost as a lower bound", () => {
  const listed = `C:\\Tools>du -l 2 C:\\Sites\\Temp\n${BANNER}         100  c:\\sites\\temp\\root\\a\n         150  c:\\sites\\temp\\root\n       1,000  c:\\sites\\temp\\old\n`;
  const [block] = read(listed);
  expect(block?.outcome).toBe("read");
  expect(sizeOf(block)).toMatchObject({
    sizeBytes: 1150 * 1024,
    files: null,
    complete: false,
    path: "C:\\Sites\\Temp",
  });
});

test.each([CSV, CSV.replaceAll(",", "\t")])("the table names the folder and counts all below it (%#)", (text) => {
  const [block] = read(text);
  expect([block?.outcome, sizeOf(block)]).toEqual([
    "read",
    {
      kind: "folder-size",
      tool: "du",
      line: 1,
      path: "C:\\Sites\\Temp",
      sizeBytes: 85899345920,
      files: 318446,
      folders: 4119,
      freeBytes: null,
      sizeLine: 3,
      complete: true,
    },
  ]);
});

test("without sub-folders, or with folders it could not open, the size is a lower bound", () => {
  expect(sizeOf(read(`C:\\Tools>du -n C:\\Sites\\Temp\n${BANNER}${TOTALS}`)[0]).complete).toBe(false);
  const denied = `${BANNER}Error opening C:\\Sites\\Temp\\x:\nAccess is denied.\n\n${TOTALS}`;
  expect([read(denied)[0]?.outcome, sizeOf(read(denied)[0]).complete]).toEqual(["read", false]);
});

test("cut in the middle, no figure comes out wrong", () => {
  const whole = TOTALS.trimEnd();
  for (let length = 1; length < whole.length; length++) {
    const report = read(whole.slice(0, length)).find(({ parser }) => parser === "du")?.report;
    if (report?.kind !== "folder-size") continue;
    expect([null, 318446]).toContain(report.files);
    expect([null, 4119]).toContain(report.folders);
    expect([null, 85899345920]).toContain(report.sizeBytes);
    expect(report.complete).toBe(report.sizeBytes !== null);
  }
});

test("a folder that is not there is unusable", () => {
  const [missing] = read(
    `C:\\Tools>du C:\\Nowhere\n${BANNER}Error opening C:\\Nowhere:\nThe system cannot find the path specified.\n`,
  );
  expect([missing?.parser, missing?.outcome, missing?.problem?.code]).toEqual(["du", "unusable", "FOLDER_NOT_FOUND"]);
});
