import fc from "fast-check";
import { expect, test } from "vitest";
import { LineIndexer, STRIDE } from "@/browser/line-index";
import { LONGEST_SHOWN, LongLines } from "@/browser/long-lines";
import { type LongText, longTextOf, longTextOfPaste, piecesOf, sameLongText, sampleOf } from "@/browser/long-text";
import type { TextEncoding } from "@/browser/text-encoding";
import { findInText, LineFinder } from "@/browser/text-search";

const LINE_ENDS = /\r\n|\n|\r/;

function wide(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
  return new Uint8Array(view.buffer);
}

function bytesIn(text: string, encoding: TextEncoding): Uint8Array<ArrayBuffer> {
  if (encoding === "utf-8") return Uint8Array.from(new TextEncoder().encode(text));
  if (encoding === "windows-1252") return Uint8Array.from(text, (character) => character.charCodeAt(0));
  return wide(text, encoding === "utf-16le");
}

function linesOf(text: string, encoding: TextEncoding, cutAt: readonly number[] = []): LongLines {
  const bytes = bytesIn(text, encoding);
  const indexer = new LineIndexer(encoding);
  let from = 0;
  for (const to of [...cutAt.filter((at) => at < bytes.length).sort((a, b) => a - b), bytes.length]) {
    indexer.push(bytes.subarray(from, to));
    from = to;
  }
  return new LongLines({ id: "a", blob: new Blob([bytes]), encoding }, indexer.finish());
}

const text = fc.string({ unit: fc.constantFrom("a", "é", " ", "\n", "\r", "\r\n", "x".repeat(40)), maxLength: 600 });
const encoding = fc.constantFrom<TextEncoding>("utf-8", "utf-16le", "utf-16be", "windows-1252");

test("the lines of a long text are those that the parsers count, in every encoding and however its bytes come", async () => {
  await fc.assert(
    fc.asyncProperty(text, encoding, fc.array(fc.nat(2000)), async (whole, written, cuts) => {
      const lines = linesOf(whole, written, cuts);
      const expected = whole.split(LINE_ENDS);
      expect(lines.index.lines).toBe(expected.length);
      expect(lines.count).toBe(Math.max(1, expected.findLastIndex((line) => /[^\s]/.test(line)) + 1));
      expect(await lines.lines(1, expected.length + 5)).toEqual(expected);
      await lines.load(1, expected.length);
      expect(expected.map((_, at) => lines.peek(at + 1)?.text)).toEqual(expected);
    }),
  );
});

test("any line of a long text is found without reading the others", async () => {
  const whole = Array.from({ length: 10_000 }, (_, at) => `line ${at + 1} ${"é".repeat(at % 7)}`).join("\r\n");
  const lines = linesOf(whole, "utf-8");
  expect(lines.peek(7777)).toBeNull();
  await lines.load(7777, 7777);
  expect(lines.peek(7777)).toEqual({ text: `line 7777 ${"é".repeat(7776 % 7)}`, length: 10 + (7776 % 7) });
  expect(lines.peek(7777 - STRIDE * 2)).toBeNull();
  expect(await lines.lines(9_999, 20_000)).toHaveLength(2);
});

test("lines are copied exactly as they stand, with their line ends", async () => {
  const lines = linesOf("a\r\nb\rc\n\nd", "utf-16le");
  expect(await lines.exactly(1, 2)).toBe("a\r\nb\r");
  expect(await lines.exactly(3, 9)).toBe("c\n\nd");
  const many = linesOf(Array.from({ length: 500 }, (_, at) => `line ${at + 1}`).join("\n"), "utf-8");
  expect(await many.exactly(63, 66)).toBe("line 63\nline 64\nline 65\nline 66\n");
});

test("a line of many megabytes is shown by its beginning, and its length is known", async () => {
  const lines = linesOf(`a\n${"b".repeat(3_000_000)}\nc`, "utf-8");
  await lines.load(1, 3);
  expect(lines.peek(2)).toEqual({ text: "b".repeat(LONGEST_SHOWN), length: 3_000_000 });
  expect(lines.peek(3)?.text).toBe("c");
});

test.each<[string, Uint8Array<ArrayBuffer>, string, TextEncoding | null]>([
  ["UTF-8", bytesIn("Größe 80 GB", "utf-8"), "Größe 80 GB", null],
  ["the Windows code page", bytesIn("Größe 80 GB", "windows-1252"), "Größe 80 GB", null],
  ["UTF-16 with its mark", wide("\ufeffGröße 80 GB", true), "Größe 80 GB", "utf-16le"],
  ["big-endian UTF-16", wide("plain text", false), "plain text", "utf-16be"],
])("a long file in %s is decoded as the text it holds", async (_name, bytes, expected, told) => {
  const long = await longTextOf(new Blob([bytes]));
  expect(long.encoding).toBe(told);
  expect((await piecesOf(long)).join("")).toBe(expected);
});

test("a file that turns out late not to be UTF-8 is decoded from its start again", async () => {
  const start = "0:000> !syncblk é\n".repeat(200_000);
  const bytes = new Blob([Uint8Array.from(new TextEncoder().encode(start)), Uint8Array.from([0xe9, 0x20, 0x0a])]);
  const pieces = (await piecesOf(await longTextOf(bytes))).join("");
  expect(pieces.length).toBe(bytes.size);
  expect(pieces.endsWith("é \n")).toBe(true);
  expect(pieces.startsWith("0:000> !syncblk Ã©\n")).toBe(true);
});

test("a long paste keeps every character, those of two halves too", async () => {
  const whole = `${"a".repeat(1_999_999)}\u{1f512}${"b".repeat(2_000_000)}`;
  const long = await longTextOfPaste(whole);
  expect((await piecesOf(long)).join("")).toBe(whole);
});

test("two long texts are the same when every byte is", async () => {
  const body = "x".repeat(1_500_000);
  const of = (content: string): LongText => ({ id: content.slice(0, 3), blob: new Blob([content]), encoding: "utf-8" });
  expect(await sameLongText(of(body), of(body))).toBe(true);
  expect(await sameLongText(of(body), of(`${body}y`))).toBe(false);
  const other = `${body.slice(0, 400_000)}y${body.slice(400_001)}`;
  expect(await sameLongText(of(body), of(other))).toBe(false);
});

test("the sample of a long text is its beginning, its middle and its end", async () => {
  const of = (bytes: Uint8Array<ArrayBuffer>, told: TextEncoding): LongText => ({
    id: "a",
    blob: new Blob([bytes]),
    encoding: told,
  });
  const body = `HEAD${"a".repeat(500_000)}MID${"b".repeat(500_000)}TAIL`;
  for (const told of ["utf-8", "utf-16le"] as const) {
    const { head, sample } = await sampleOf(of(bytesIn(body, told), told));
    expect(head.startsWith("HEAD")).toBe(true);
    expect(sample.endsWith("TAIL")).toBe(true);
    expect(sample.includes("MID")).toBe(true);
    expect(sample.length).toBeLessThan(200_000);
  }
});

test("finding a text gives the lines that hold it, whatever its case and however the text is cut", () => {
  const piece = fc.string({ unit: fc.constantFrom("a", "B", "ß", " ", "\n", "\r", "\r\n"), maxLength: 30 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom("a", "ab", "b a", "ß"), (pieces, query) => {
      const finder = new LineFinder(query);
      for (const each of pieces) finder.push(each, false);
      finder.push("", true);
      const lines = pieces.join("").toLowerCase().split(LINE_ENDS);
      const expected = lines.flatMap((line, at) => (line.includes(query) ? [at + 1] : []));
      expect(finder.matches).toEqual({ lines: expected, count: expected.length });
    }),
  );
});

test("a long text is searched to its end, and the way there is told", async () => {
  const body = Array.from({ length: 200_000 }, (_, at) => `line ${at + 1}${at % 50_000 === 7 ? " NEEDLE" : ""}`).join(
    "\n",
  );
  const shares: number[] = [];
  let last = { lines: [] as readonly number[], count: 0, share: 0 };
  for await (const matches of findInText(await longTextOf(new Blob([body])), "needle")) {
    shares.push(matches.share);
    last = matches;
  }
  expect(last).toEqual({ lines: [8, 50_008, 100_008, 150_008], count: 4, share: 1 });
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
});
