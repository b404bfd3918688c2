import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { read, reportOf } from "../support/reading";

const sizeOf = (block: Block | undefined): ReportOf<"folder-size"> => reportOf(block, "measure-object", "folder-size");

const COMMAND = "PS C:\\> Get-ChildItem 'C:\\Sites\\My Temp' -Recurse -Force | Measure-Object Length -Sum\n";
const LIST = `

Count    : 318446
Average  :
Sum      : 85899345920
Maximum  :
Minimum  :
Property : Length

`;
const CORE = `
Count             : 318446
Average           :
Sum               : 85899345920
Maximum           :
Minimum           :
StandardDeviation :
Property          : Length

`;
const TABLE = `
 Count Average         Sum Maximum Minimum Property
 ----- -------         --- ------- ------- --------
318446         85899345920                 Length

`;
const SELECTED = `
 Count         Sum
 -----         ---
318446 85899345920

`;
const FULL_TABLE = `
 Count  Average         Sum    Maximum Minimum Property
 -----  -------         ---    ------- ------- --------
318446 269745.4 85899345920 1200500000       0 Length

`;

test.each([LIST, CORE, TABLE, SELECTED, FULL_TABLE])("count and sum are the folder's files and bytes (%#)", (text) => {
  const blocks = read(COMMAND + text);
  expect(blocks.map(({ outcome, unread, mode }) => [outcome, unread, mode])).toEqual([["read", [], "shell"]]);
  expect(sizeOf(blocks[0])).toMatchObject({
    tool: "measure-object",
    path: "C:\\Sites\\My Temp",
    sizeBytes: 85899345920,
    files: 318446,
    folders: null,
    freeBytes: null,
    complete: true,
  });
});

test.each([LIST, CORE, TABLE, SELECTED, FULL_TABLE])(
  "it is recognised without its command, and with collapsed white space (%#)",
  (text) => {
    const expected = { sizeBytes: 85899345920, files: 318446, path: null };
    expect(sizeOf(read(text)[0])).toMatchObject(expected);
    expect(sizeOf(read(text.replace(/ +/g, " ").replace(/^ /gm, ""))[0])).toMatchObject(expected);
  },
);

test.each([
  "PS C:\\Temp> (gci -Recurse -Force C:\\Sites | measure Length -Sum)\n",
  "PS C:\\Temp> $s = dir C:\\Sites -r -fo | measure-object -property length -sum; $s\n",
  "gci C:\\Sites -Recurse | Measure-Object -Property Length -Sum\n",
])("%j is the command", (command) => {
  const blocks = read(command + LIST);
  expect(blocks.map((block) => [block.parser, block.echoed, sizeOf(block).path])).toEqual([
    ["measure-object", true, "C:\\Sites"],
  ]);
});

test("folders that could not be opened make the size a lower bound", () => {
  const denied = `Get-ChildItem : Access to the path 'C:\\Sites\\My Temp\\x' is denied.
At line:1 char:1
+ Get-ChildItem 'C:\\Sites\\My Temp' -Recurse -Force | Measure-Object Length -Sum
+ ~~~~~~~~~~~~~
    + CategoryInfo          : PermissionDenied: (C:\\Sites\\My Temp\\x:String) [Get-ChildItem], UnauthorizedAccessException
    + FullyQualifiedErrorId : DirUnauthorizedAccessError,Microsoft.PowerShell.Commands.GetChildItemCommand
`;
  for (const text of [COMMAND + denied + LIST, denied + LIST]) {
    const [block] = read(text);
    expect([block?.outcome, sizeOf(block).sizeBytes, sizeOf(block).complete]).toEqual(["read", 85899345920, false]);
  }
});

test("very large sums come with an exponent", () => {
  expect(sizeOf(read(LIST.replace("85899345920", "1.2E+15"))[0]).sizeBytes).toBe(1.2e15);
});

test("a measure of something else is no folder size", () => {
  expect(read(LIST.replace("Length", "WorkingSet")).map(({ parser, outcome }) => [parser, outcome])).toEqual([
    [null, "unknown"],
  ]);
  expect(read(TABLE.replace("Length", "CPU"))[0]?.outcome).toBe("unknown");
});

test("an average alone is not taken for the sum", () => {
  const average =
    " Count Average Sum Maximum Minimum Property\n ----- ------- --- ------- ------- --------\n318446 269745.4 Length\n";
  expect(sizeOf(read(average)[0])).toMatchObject({ sizeBytes: null, files: 318446, complete: false });
});

test("a sum that ends the paste may be cut, so it is only a lower bound", () => {
  const whole = LIST.trimStart();
  for (let length = whole.indexOf("Sum") + 12; length < whole.length; length++) {
    const report = sizeOf(read(whole.slice(0, length))[0]);
    expect(report.sizeBytes).toBeLessThanOrEqual(85899345920);
    if (report.complete) expect(report.sizeBytes).toBe(85899345920);
  }
});

test("a folder that is not there is unusable", () => {
  const [block] = read(`${COMMAND}Get-ChildItem : Cannot find path 'C:\\Sites\\My Temp' because it does not exist.\n`);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual([
    "measure-object",
    "unusable",
    "FOLDER_NOT_FOUND",
  ]);
});

test("a sum of eight digits is decimal although somebody took it for an address", () => {
  const text =
    "PS C:\\> Get-ChildItem C:\\Temp -Recurse -Force | Measure-Object Length -Sum\n\nCount    : 2\nAverage  : \nSum      : 0x11916957\nMaximum  : \nMinimum  : \nProperty : Length\n";
  expect(read(text)[0]?.report).toMatchObject({ sizeBytes: 11916957 });
});
