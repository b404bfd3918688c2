import fc from "fast-check";
import { expect, test } from "vitest";
import { COLON, codeOf, LONG, NUMBER, SHORT, TICKED, UPPER_CASE } from "@/parsers/columns";
import { fingerprintOf } from "@/parsers/fingerprint";
import { normalise } from "@/parsers/normalise";
import { scanned } from "@/parsers/scanned-line";

const plain = ({ number, last, text }: { number: number; last: number; text: string }) => ({ number, last, text });

const piece = fc.oneof(
  fc.constantFrom(
    "\r\n",
    "\n",
    "\r",
    " ",
    "  ",
    "\t",
    "\u00a0",
    "é",
    "&amp;",
    "<b>",
    "0e8cf25c ",
    "00007ffc`7e0837d3 ",
    ": ",
  ),
  fc.string({ maxLength: 8 }),
);

test("a text is cut into the lines that its line ends make, whatever they are", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("").replaceAll(/[^\r\n\x20-\x7e]|[<>&|/]|^\s*\d/g, "");
      const expected = text
        .split(/\r\n|\n|\r/)
        .map((line, at) => ({ number: at + 1, last: at + 1, text: line.trimEnd() }));
      expect(normalise(text).map(plain)).toEqual(expected);
    }),
  );
});

test("what the look at a chunk tells about a line is what a look at the line alone tells", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      for (const line of normalise(pieces.join(""))) {
        expect(scanned(line)).toEqual(scanned({ ...line }));
      }
    }),
  );
});

test("lines on both sides of a chunk's end, and lines longer than a chunk, keep their numbers", () => {
  const lengths = [32_760, 7, 0, 32_768, 1, 100_000, 5, 32_767, 32_769, 3];
  for (const end of ["\n", "\r\n", "\r"]) {
    const lines = lengths.map((length, at) => String(at % 10).repeat(length));
    expect(normalise(lines.join(end)).map(plain)).toEqual(
      lines.map((text, at) => ({ number: at + 1, last: at + 1, text })),
    );
  }
});

test.each([
  ["0e8cf25c 77e612df 000014ac ntdll!ZwClose+0xc", [SHORT, SHORT, SHORT]],
  ["03 00007ffb`924e29b8     : 00000000`00000001 : x!y", [NUMBER, TICKED, COLON, TICKED, COLON]],
  ["00007f6b2cff7bd0   00007f6f0185475b Contoso.Feed.Load()", [LONG, LONG]],
  ["0e8cf25c", []],
  [" 0e8cf25c 77e612df x", [SHORT, SHORT]],
  ["0e8cf25 77e612df x", []],
  ["0e8cf25c`1 77e612df x", []],
  ["0e8cf25c 77e612dg x", [SHORT]],
  ["", []],
])("the columns of %j are told by their widths", (text, columns) => {
  expect(scanned({ number: 1, last: 1, text }).columns).toBe(codeOf(columns));
});

test("digits in upper case are told", () => {
  expect(scanned({ number: 1, last: 1, text: "0E8CF25C 77e612df x" }).columns).toBe(
    codeOf([SHORT, SHORT]) | UPPER_CASE,
  );
});

test("the same output has the same fingerprint wherever it stands and however its blanks were damaged", () => {
  const text = "Index  SyncBlock\n  12 01a3c5f0   3\n\nTotal   7";
  const here = fingerprintOf("!syncblk", normalise(text));
  expect(
    fingerprintOf(
      "!syncblk",
      normalise(text).map((line) => ({ ...line, number: line.number + 90 })),
    ),
  ).toBe(here);
  expect(fingerprintOf("!syncblk", normalise("Index SyncBlock\n12 01a3c5f0 3\nTotal 7\n"))).toBe(here);
  expect(fingerprintOf("!syncblk", normalise(text.replace("   3", "   5")))).not.toBe(here);
  expect(fingerprintOf("!syncblk", normalise("  12 01a3c5f0   3\nIndex  SyncBlock\n\nTotal   7"))).not.toBe(here);
  expect(fingerprintOf("~3e !syncblk", normalise(text))).not.toBe(here);
});
