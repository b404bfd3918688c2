import { expect, test } from "vitest";
import { problemsOfPaste } from "@/browser/paste-outcome";
import type { Problem } from "@/evidence";
import { readTranscript } from "@/parsers/read";

function problems(text: string, next: string | null = "!syncblk"): readonly Problem[] {
  return problemsOfPaste("x.txt", text, readTranscript({ name: "x.txt", text }, 0), next);
}

const HEX = Array.from({ length: 6 }, (_, index) => `0012f${index}a0 7c82ed54 00000000 zz`).join("\n");

test.each([
  ["0:000> !frobnicate\nsome words\nmore words", "“!frobnicate”"],
  [HEX, "first lines are missing"],
  ["2024-05-01 10:00:00 INFO start\n2024-05-01 10:00:01 INFO stop", "log with time stamps"],
  ["<html>\n<body>\n<p>hello</p>\n</body>", "web page"],
  ['{\n  "a": 1,\n  "b": [\n  ]\n}', "JSON"],
  ["Hello,\nthe site hangs.", "none of them"],
])("what is not recognised is told with the nearest guess (case %#)", (text, guess) => {
  const [problem, ...others] = problems(text);
  expect(others).toEqual([]);
  expect(problem?.code).toBe("NOTHING_RECOGNISED");
  expect(problem?.what).toContain("“x.txt”");
  expect(problem?.what).toContain(guess);
  expect(problem?.commands).toEqual(["!syncblk"]);
});

test("without a command to run the fix names none", () => {
  const [problem] = problems("Hello", null);
  expect(problem?.commands).toBeUndefined();
  expect(problem?.fix).not.toContain("asks for");
});

test("each kind of error is told once, with its line", () => {
  const text = "0:000> !syncblk\nNo export syncblk found\n0:000> !threads\nNo export threads found\n";
  expect(problems(text)).toMatchObject([{ code: "SOS_NOT_LOADED", what: expect.stringContaining("line 1") }]);
});

test("a paste of which something was read has nothing to complain of", () => {
  const text = "Hello,\nthis is it:\n\n0:007> .time\nDebug session time: Thu Jun 21 11:28:51.000 2007 (GMT+2)\n";
  expect(problems(text)).toEqual([]);
});
