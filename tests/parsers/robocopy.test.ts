import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";
import { corpusTranscripts, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

const sizeOf = (block: Block | undefined): ReportOf<"folder-size"> => reportOf(block, "robocopy", "folder-size");

const SUMMARY = `------------------------------------------------------------------------------

               Total    Copied   Skipped  Mismatch    FAILED    Extras
    Dirs :      4120      4119         1         0         0         0
   Files :    318446    318446         0         0         0         0
   Bytes : 85899345920 85899345920         0         0         0         0
   Times :   0:01:12   0:00:00                       0:00:00   0:01:12
   Ended : Tuesday, 12 March 2024 16:04:33
`;
const FULL = `
-------------------------------------------------------------------------------
   ROBOCOPY     ::     Robust File Copy for Windows
-------------------------------------------------------------------------------

  Started : Tuesday, 12 March 2024 16:03:21
   Source : C:\\Sites\\Temp\\
     Dest - C:\\Windows\\system32\\NUL\\

    Files : *.*

  Options : *.* /L /S /DCOPY:DA /COPY:DAT /R:1000000 /W:30

------------------------------------------------------------------------------

\t  New Dir          2\tC:\\Sites\\Temp\\
\t    New File  \t\t    2048\thash.web
\t    New File  \t\t  12.3 m\tApp_Web_k2x.dll
\t  New Dir          1\tC:\\Sites\\Temp\\root\\
\t*EXTRA File \t\t       7\told.txt

------------------------------------------------------------------------------

               Total    Copied   Skipped  Mismatch    FAILED    Extras
    Dirs :         2         2         0         0         0         0
   Files :         3         3         0         0         0         1
   Bytes :   80.1 g   80.1 g         0         0         0         7
   Times :   0:00:00   0:00:00                       0:00:00   0:00:00

   Ended : Tuesday, 12 March 2024 16:03:22
`;
const FRENCH = `   ROBOCOPY     ::     Copie de fichiers robuste pour Windows
  Début : mardi 12 mars 2024 16:03:21
   Source : D:\\Sites\\Temp\\
     Dest - D:\\NUL\\

               Total    Copié   Ignoré Discordance   ÉCHEC    Extras
      Rép :       412       411         1         0         0         0
 Fichiers :     31844     31844         0         0         0         0
   Octets :   1.234 m   1.234 m         0         0         0         0
   Heures:   0:00:12   0:00:00                       0:00:00   0:00:12
     Fin : mardi 12 mars 2024 16:03:33
`;
const JAPANESE = `                  合計     コピー済み      スキップ       不一致        失敗    Extras
   ディレクトリ:       412       411         1         0         0         0
       ファイル:     31844     31844         0         0         0         0
         バイト:  1293942784  1293942784         0         0         0         0
           時刻:   0:00:12   0:00:00                       0:00:00   0:00:12
`;

test("the first column of the summary is the folder's size, with its files and folders", () => {
  const [block] = read(`C:\\>robocopy "C:\\Sites\\Temp" NUL /L /S /BYTES /NJH /NFL /NDL\n${SUMMARY}`);
  expect([block?.outcome, block?.unread, block?.mode]).toEqual(["read", [], "shell"]);
  expect(sizeOf(block)).toEqual({
    kind: "folder-size",
    tool: "robocopy",
    line: 4,
    path: "C:\\Sites\\Temp",
    sizeBytes: 85899345920,
    files: 318446,
    folders: 4120,
    freeBytes: null,
    sizeLine: 7,
    complete: true,
  });
});

test("a run with its head and its listing is read whole, and the folder is its source", () => {
  const blocks = read(FULL);
  expect(blocks.map(({ parser, outcome, unread }) => [parser, outcome, unread])).toEqual([["robocopy", "read", []]]);
  expect(sizeOf(blocks[0])).toMatchObject({ path: "C:\\Sites\\Temp", files: 3, folders: 2, complete: true });
  expect(sizeOf(blocks[0]).sizeBytes).toBe(Math.round(80.1 * 1024 ** 3));
});

test("other languages are read by the order of the rows", () => {
  expect(read(FRENCH).map(({ outcome }) => outcome)).toEqual(["read"]);
  expect(sizeOf(read(FRENCH)[0])).toMatchObject({
    path: "D:\\Sites\\Temp",
    folders: 412,
    files: 31844,
    sizeBytes: Math.round(1.234 * 1024 ** 2),
  });
  expect(sizeOf(read(`C:\\>robocopy C:\\Sites NUL /L /S\n${JAPANESE}`)[0])).toMatchObject({
    path: "C:\\Sites",
    folders: 412,
    files: 31844,
    sizeBytes: 1293942784,
  });
  const unheard = JAPANESE.replace("ディレクトリ", "aaa").replace("ファイル", "bbb").replace("バイト", "ccc");
  expect(sizeOf(read(unheard).find(({ parser }) => parser))).toMatchObject({
    folders: 412,
    files: 31844,
    sizeBytes: 1293942784,
  });
});

test("titles that ran together, and the speed below the times, belong to the summary", () => {
  const german = `           Insgesamt   KopiertÜbersprungenKeine Übereinstimmung    FEHLER    Extras
Verzeich.:        25        24         1         0         0         0
  Dateien:       889       889         0         0         0         0
    Bytes:   2.5 g   2.5 g         0         0         0         0
   Zeiten:   0:00:21   0:00:20                       0:00:00   0:00:00

Geschwindigkeit:           2354175723 Bytes/Sek.
   Beendet: Sonntag, 21. April 2024 14:03:01
`;
  expect(read(german).map(({ parser, outcome }) => [parser, outcome])).toEqual([["robocopy", "read"]]);
  expect(sizeOf(read(german)[0])).toMatchObject({
    sizeBytes: 2.5 * 1024 ** 3,
    files: 889,
    folders: 25,
    complete: true,
  });
});

test.each([SUMMARY, FULL, FRENCH])("collapsed white space changes nothing (%#)", (text) => {
  expect(sizeOf(read(text.replace(/[ \t]+/g, " ").replace(/^ /gm, ""))[0])).toEqual(sizeOf(read(text)[0]));
});

test("columns that ran together are taken apart when they hold the same number", () => {
  const joined = SUMMARY.replace("85899345920 85899345920", "8589934592085899345920");
  expect(sizeOf(read(joined)[0]).sizeBytes).toBe(85899345920);
  const unclear = SUMMARY.replace("85899345920 85899345920         0", "8589934592085899345921         0");
  expect(sizeOf(read(unclear)[0])).toMatchObject({ sizeBytes: null, files: 318446, complete: false });
});

test("what could not be listed makes the size a lower bound", () => {
  const failed = SUMMARY.replace(
    "4120      4119         1         0         0",
    "4120      4117         1         0         2",
  );
  expect(sizeOf(read(failed)[0])).toMatchObject({ sizeBytes: 85899345920, complete: false });
  const denied = FULL.replace(
    "\t*EXTRA",
    "2024/03/12 16:03:21 ERROR 5 (0x00000005) Scanning Source Directory C:\\Sites\\Temp\\x\\\nAccess is denied.\nWaiting 30 seconds... Retrying...\n\t*EXTRA",
  );
  expect([read(denied)[0]?.outcome, sizeOf(read(denied)[0]).complete]).toEqual(["read", false]);
});

test("cut in the middle, no figure comes out wrong", () => {
  for (let length = 80; length < SUMMARY.length; length++) {
    const report = read(SUMMARY.slice(0, length)).find(({ parser }) => parser === "robocopy")?.report;
    if (report?.kind !== "folder-size") continue;
    expect([null, 85899345920]).toContain(report.sizeBytes);
    expect([null, 318446]).toContain(report.files);
    expect([null, 4120]).toContain(report.folders);
    if (report.complete) expect(report.sizeBytes).toBe(85899345920);
  }
});

test.each([
  [
    "C:\\>robocopy C:\\Nowhere NUL /L /S\n2024/03/12 16:03:30 ERROR 2 (0x00000002) Accessing Source Directory C:\\Nowhere\\\nThe system cannot find the file specified.\n",
    "FOLDER_NOT_FOUND",
  ],
  [
    "C:\\>robocopy C:\\Windows\\CSC NUL /L /S\n2024/03/12 16:03:30 ERROR 5 (0x00000005) Accessing Source Directory C:\\Windows\\CSC\\\nAccess is denied.\n",
    "NEEDS_ELEVATION",
  ],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["robocopy", "unusable", code]);
});

test.skipIf(!hasCorpus)("no published output is taken for a summary", () => {
  const blocks = [...corpusTranscripts(), ...CASE_STUDY].flatMap((transcript) => readTranscript(transcript, 0));
  expect(blocks.map(({ parser }) => parser)).not.toContain("robocopy");
});
