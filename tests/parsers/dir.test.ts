import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { FOLDER_80_GB } from "../support/case-study";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

const sizeOf = (block: Block | undefined): ReportOf<"folder-size"> => reportOf(block, "dir", "folder-size");

const ENGLISH = `C:\\>dir /a /s C:\\Sites\\Temp
 Volume in drive C has no label.
 Volume Serial Number is 3C41-90AF

 Directory of C:\\Sites\\Temp

03/12/2024  04:01 PM    <DIR>          .
03/12/2024  04:01 PM    <DIR>          ..
03/12/2024  04:01 PM    <DIR>          root
03/12/2024  04:01 PM             2,048 hash.web
03/12/2024  04:01 PM               511 4 notes.txt
               2 File(s)          2,559 bytes

 Directory of C:\\Sites\\Temp\\root

03/12/2024  04:01 PM    <DIR>          .
03/12/2024  04:01 PM    <DIR>          ..
03/12/2024  04:02 PM     1,200,500,000 App_Web_k2x.dll
03/12/2024  04:02 PM                10 App_Web_k2x.dll.delete
               2 File(s)  1,200,500,010 bytes

     Total Files Listed:
               4 File(s)  1,200,502,569 bytes
               5 Dir(s)  41,000,206,336 bytes free
`;

const TOTAL = {
  kind: "folder-size",
  tool: "dir",
  path: "C:\\Sites\\Temp",
  sizeBytes: 1200502569,
  files: 4,
  folders: 5,
  freeBytes: 41000206336,
  complete: true,
};

test("a listing shortened in front of its last row does not take the free space for files", () => {
  const lines = ENGLISH.split("\n");
  const first = lines.findIndex((line) => line.includes("Sites\\Temp\\root"));
  const report = sizeOf(read(lines.toSpliced(first, lines.length - first - 2, "...").join("\n"))[0]);
  expect([report.sizeBytes, report.freeBytes, report.complete]).toEqual([2559, 41000206336, false]);
});

test("blank lines between all rows change no total", () => {
  const report = sizeOf(read(ENGLISH.replaceAll("\n", "\n\n"))[0]);
  const whole = sizeOf(read(ENGLISH)[0]);
  expect([report.sizeBytes, report.files, report.folders, report.freeBytes]).toEqual([
    whole.sizeBytes,
    whole.files,
    whole.folders,
    whole.freeBytes,
  ]);
});

test("a symbol warning between the total and the folders changes no total", () => {
  const text = ENGLISH.replace(/\n(?=.*Dir\(s\))/, "\n*** WARNING: Unable to verify checksum for Contoso.dll\n");
  expect(sizeOf(read(text)[0]).sizeBytes).toBe(sizeOf(read(ENGLISH)[0]).sizeBytes);
});

test("a listing whose first folder was left out does not take the next for its root", () => {
  const text = `...

 Directory of C:\\Sites\\Temp\\root

03/12/2024  04:01 PM    <DIR>          .
03/12/2024  04:01 PM    <DIR>          ..
03/12/2024  04:02 PM                10 App_Web_k2x.dll
               1 File(s)             10 bytes

     Total Files Listed:
               1 File(s)             10 bytes
               5 Dir(s)   1,000,000,000 bytes free
`;
  expect(sizeOf(read(text)[0])).toMatchObject({ path: null, sizeBytes: 10 });
});

test("the grand total of dir /s is the folder's size, with its files, folders and the free space", () => {
  const [block] = read(ENGLISH);
  expect([block?.outcome, block?.unread, block?.mode]).toEqual(["read", [], "shell"]);
  expect(sizeOf(block)).toEqual({ ...TOTAL, line: 5, sizeLine: 23 });
});

test("collapsed white space changes nothing", () => {
  expect(sizeOf(read(ENGLISH.replace(/ +/g, " ").replace(/^ /gm, ""))[0])).toEqual(sizeOf(read(ENGLISH)[0]));
});

test("cut anywhere, the size is never above the total and only a total is called complete", () => {
  for (let length = 200; length < ENGLISH.length; length += 3) {
    const report = read(ENGLISH.slice(0, length))[0]?.report;
    if (report?.kind !== "folder-size") continue;
    expect(report.sizeBytes).toBeLessThanOrEqual(1200502569);
    if (report.complete) expect(report.sizeBytes).toBe(1200502569);
  }
});

test("the tail alone gives the total, and does not guess the folder", () => {
  const tail = ENGLISH.split("\n").slice(13).join("\n");
  const report = sizeOf(read(tail)[0]);
  expect(report).toMatchObject({ sizeBytes: 1200502569, files: 4, folders: 5, complete: true, path: null });
});

test("the two last lines alone are a size of which it is not known whether it covers sub-folders", () => {
  const tail = "               4 File(s)  1,200,502,569 bytes\n               5 Dir(s)  41,000,206,336 bytes free\n";
  expect(sizeOf(read(tail)[0])).toMatchObject({ sizeBytes: 1200502569, files: 4, folders: 5, complete: false });
  expect(sizeOf(read(`C:\\>dir /s "C:\\Sites\\Temp"\n${tail}`)[0])).toMatchObject({
    path: "C:\\Sites\\Temp",
    complete: true,
  });
});

test("a total whose title was lost is told from a folder's own figures", () => {
  const untitled = ENGLISH.replace("     Total Files Listed:\n", "");
  expect(sizeOf(read(untitled)[0])).toMatchObject({ sizeBytes: 1200502569, files: 4, complete: true });
});

test("when the end is cut, the sizes are sums over what was there", () => {
  const lines = ENGLISH.split("\n");
  const upTo = (count: number): ReportOf<"folder-size"> => sizeOf(read(`${lines.slice(0, count).join("\n")}\n`)[0]);
  expect(upTo(10)).toMatchObject({
    sizeBytes: 2048,
    files: 1,
    complete: false,
    freeBytes: null,
    path: "C:\\Sites\\Temp",
  });
  expect(upTo(12)).toMatchObject({ sizeBytes: 2559, files: 2, folders: 3, complete: false });
  expect(upTo(18)).toMatchObject({ sizeBytes: 1200502559, files: 3, complete: false });
  expect(upTo(20)).toMatchObject({ sizeBytes: 1200502569, files: 4, complete: false });
  expect(upTo(23)).toMatchObject({ sizeBytes: 1200502569, files: 4, complete: true });
});

test("blanks between thousands are told from blanks before a name that begins with a number", () => {
  const rows = (size: string): string =>
    ` Verzeichnis von C:\\Sites\n\n12.03.2024  16:02    <DIR>          .\n12.03.2024  16:02             ${size} 345 report.txt\n12.03.2024  16:02                 7 a.txt\n`;
  expect(sizeOf(read(rows("2.500"))[0]).sizeBytes).toBe(2507);
  expect(sizeOf(read(rows("9 876"))[0]).sizeBytes).toBe(9876345 + 7);
  expect(sizeOf(read(`${rows("12")}12.03.2024  16:03             4.100 b.txt\n`)[0]).sizeBytes).toBe(12 + 7 + 4100);
});

test("without /s the size covers the folder only when it has no sub-folders", () => {
  const plain = (extra: string, folders: number): string =>
    ` Directory of C:\\Sites\\Temp\n\n03/12/2024  04:01 PM    <DIR>          .\n03/12/2024  04:01 PM    <DIR>          ..\n${extra}03/12/2024  04:01 PM             2,048 hash.web\n               1 File(s)          2,048 bytes\n               ${folders} Dir(s)  41,000,206,336 bytes free\n`;
  expect(sizeOf(read(`C:\\>dir C:\\Sites\\Temp\n${plain("", 2)}`)[0])).toMatchObject({
    sizeBytes: 2048,
    files: 1,
    complete: true,
  });
  const nested = plain("03/12/2024  04:01 PM    <DIR>          root\n", 3);
  expect(sizeOf(read(nested)[0])).toMatchObject({
    sizeBytes: 2048,
    folders: 3,
    freeBytes: 41000206336,
    complete: false,
  });
});

test("a listing of some files only is not the folder's size", () => {
  const [block] = read(ENGLISH.replace("C:\\Sites\\Temp\n", "C:\\Sites\\Temp\\*.delete\n"));
  expect(sizeOf(block)).toMatchObject({ path: "C:\\Sites\\Temp", complete: false });
});

test("folders whose mark a web page has eaten are still no files", () => {
  const report = sizeOf(read(ENGLISH.replaceAll("<DIR>", "").split("\n").slice(0, 12).join("\n"))[0]);
  expect(report).toMatchObject({ sizeBytes: 2559, files: 2, folders: 3 });
});

test("the folder of the case study is read as 80 GB", () => {
  const [block] = readTranscript(FOLDER_80_GB, 0);
  expect([block?.outcome, sizeOf(block)]).toEqual([
    "read",
    {
      kind: "folder-size",
      tool: "dir",
      line: 5,
      path: "C:\\WINDOWS\\Microsoft.NET\\Framework\\v1.1.4322\\Temporary ASP.NET Files",
      sizeBytes: 85899345920,
      files: 1415926,
      folders: 20212,
      freeBytes: 9126805504,
      sizeLine: 13,
      complete: true,
    },
  ]);
});

test("two listings in one paste are two blocks, and text behind the total is not read", () => {
  const bare = ENGLISH.split("\n").slice(1).join("\n");
  expect(read(`${bare}\n${bare}`).map((block) => sizeOf(block).sizeBytes)).toEqual([1200502569, 1200502569]);
  const [block] = read(`${ENGLISH}\nso 12 servers with 30 gigabytes each\n`);
  expect([block?.outcome, block?.unread, sizeOf(block).sizeBytes]).toEqual(["partly-read", [[26, 26]], 1200502569]);
});

test("prose with figures behind a cut listing is no total", () => {
  const cut = ENGLISH.split("\n").slice(0, 12).join("\n");
  const [block] = read(`${cut}\n\nit took 12 minutes for 80 gigabytes\n`);
  expect(sizeOf(block)).toMatchObject({ sizeBytes: 2559, complete: false });
  expect(block?.unread).toEqual([[14, 14]]);
});

test.each([
  [
    "C:\\>dir /s C:\\Nowhere\n Volume in drive C has no label.\n Volume Serial Number is 3C41-90AF\n\nFile Not Found\n",
    "FOLDER_NOT_FOUND",
  ],
  ["C:\\>dir /s C:\\Nowhere\nThe system cannot find the path specified.\n", "FOLDER_NOT_FOUND"],
  ["C:\\>dir /s C:\\Windows\\CSC\nAccess is denied.\n", "NEEDS_ELEVATION"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["dir", "unusable", code]);
});

test("a listing of 300,000 lines is read in one pass and keeps no rows", () => {
  const rows: string[] = [" Directory of C:\\Sites\\Temp", ""];
  for (let at = 0; at < 300_000; at++) rows.push(`03/12/2024  04:01 PM             2,048 App_Web_${at}.dll.delete`);
  rows.push("          300000 File(s)    614,400,000 bytes", "", "     Total Files Listed:");
  rows.push("          300000 File(s)    614,400,000 bytes", "               2 Dir(s)  41,000,206,336 bytes free", "");
  const [block] = read(rows.join("\r\n"));
  expect([block?.outcome, sizeOf(block).files, sizeOf(block).sizeBytes]).toEqual(["read", 300000, 614400000]);
  expect(JSON.stringify(block).length).toBeLessThan(1000);
});

test.skipIf(!hasCorpus)("published listings are read as their facts say", () => {
  const [german] = readTranscript(corpusTranscript("dir-s-german-space-thousands-iris"), 0);
  expect([german?.outcome, sizeOf(german)]).toEqual([
    "read",
    {
      kind: "folder-size",
      tool: "dir",
      line: 5,
      path: "C:\\InterSystems\\IRIS\\mgr\\Temp",
      sizeBytes: 0,
      files: 3,
      folders: 8,
      freeBytes: 101846745088,
      sizeLine: 29,
      complete: true,
    },
  ]);
  const [tail] = readTranscript(corpusTranscript("dir-s-win-inline-in-prose-in"), 0);
  expect(tail?.outcome).toBe("read");
  expect(sizeOf(tail)).toMatchObject({ sizeBytes: 342217, files: 30, folders: 0, freeBytes: 327698292736, path: null });
});

test("a row that breaks off behind its time is no folder", () => {
  const cut =
    "C:\\>dir C:\\Temp\n Directory of C:\\Temp\n\n08/24/2015  08:36 AM    <DIR>          .\n08/24/2015  08:36 AM    <DIR>          ..\n08/24/2015  08:37 AM                 12 a.log\n08/24/2015  08:37 AM";
  expect(read(cut)[0]?.report).toMatchObject({ files: 1, folders: 2 });
});

test("the bytes that are free are not those of the files although their figures were hidden", () => {
  const hidden =
    "C:\\>dir /a /s C:\\Temp\n Directory of C:\\Temp\n\n08/24/2015  08:37 AM                 12 a.log\n               1 File(s)             12 bytes\n\n     Total Files Listed:\n               7 File(s)       xxxxxxxx bytes\n               8 Dir(s)   344671436916 bytes free\n";
  expect(read(hidden)[0]?.report).toMatchObject({ sizeBytes: 12, files: 1, complete: false });
});

test("the first folder is not known where its heading was lost", () => {
  const lost =
    "08/24/2015  08:37 AM    <DIR>          .\n08/24/2015  08:37 AM    <DIR>          ..\n08/24/2015  08:37 AM    <DIR>          root\n08/24/2015  08:37 AM                 12 a.log\n               1 File(s)             12 bytes\n\n Directory of C:\\Temp\\root\n\n08/24/2015  08:37 AM    <DIR>          .\n08/24/2015  08:37 AM    <DIR>          ..\n               0 File(s)              0 bytes\n\n     Total Files Listed:\n               1 File(s)             12 bytes\n               5 Dir(s)   344671436916 bytes free\n";
  expect(read(lost)[0]?.report).toMatchObject({ path: null, sizeBytes: 12 });
});
