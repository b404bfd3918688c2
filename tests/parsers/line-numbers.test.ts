import { expect, test } from "vitest";
import { normalise } from "@/parsers/normalise";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";

test.each([
  ["cat -n", (line: string, number: number) => `${String(number).padStart(6)}\t${line}`],
  ["an editor", (line: string, number: number) => `${number} ${line}`],
  ["a web page", (line: string, number: number) => `${number}: ${line}`],
  ["a table", (line: string, number: number) => `${String(number).padStart(3)} | ${line}`],
])("the numbers that %s puts before every line change nothing", (_name, numbered) => {
  for (const { name, text } of CASE_STUDY) {
    const lines = text.replace(/\n+$/, "").split("\n");
    const plain = readTranscript({ name, text }, 0);
    const read = readTranscript({ name, text: lines.map((line, index) => numbered(line, index + 1)).join("\n") }, 0);
    expect(read.map(({ parser, report, lines: range }) => ({ parser, report, range }))).toEqual(
      plain.map(({ parser, report, lines: range }) => ({ parser, report, range })),
    );
  }
});

test("numbers may begin anywhere in a longer text", () => {
  const [first] = normalise("118 0:081> !syncblk\n119 Total 12\n120 Free 3\n");
  expect([first?.number, first?.text]).toEqual([1, "0:081> !syncblk"]);
});

test("rows that count themselves keep their numbers", () => {
  const rows = "1 Id: 13a8.360 Suspend: 1\n2 Id: 13a8.364 Suspend: 1\n3 Id: 13a8.368 Suspend: 1";
  expect(normalise(rows).map((line) => line.text)).toEqual(rows.split("\n"));
});

test("a number that does not follow the one before leaves all of them alone", () => {
  const text = "1 0:081> !syncblk\n2 Total 12\n4 Free 3";
  expect(normalise(text).map((line) => line.text)).toEqual(text.split("\n"));
});

test("numbers are an editor's also where doubled line ends put blank lines in between", () => {
  const numbered = ["C:\\>tasklist /svc", "Image Name   PID Services", "System   4 N/A"].map(
    (line, at) => `${at + 1}: ${line}`,
  );
  expect(normalise(numbered.join("\r\r\n")).map(({ text }) => text)).toEqual([
    "C:\\>tasklist /svc",
    "",
    "Image Name   PID Services",
    "",
    "System   4 N/A",
  ]);
});

test("a line that came in between without a number leaves the others' numbers an editor's", () => {
  const numbered = [
    "         1\t0:081> !syncblk",
    "         2\tTotal 12",
    "*** ERROR: Symbol file",
    "         3\tFree 3",
  ];
  expect(normalise(numbered.join("\n")).map(({ text }) => text)).toEqual([
    "0:081> !syncblk",
    "Total 12",
    "*** ERROR: Symbol file",
    "Free 3",
  ]);
});
