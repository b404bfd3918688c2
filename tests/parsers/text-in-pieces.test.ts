import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readInTurns } from "@/cases/diagnose";
import type { ReadableTranscript } from "@/evidence";

const SYNCBLK = readFileSync(join(import.meta.dirname, "../fixtures/case-study/04-syncblk.txt"), "utf8");

function readingOf(text: ReadableTranscript["text"]): unknown {
  const turns = readInTurns({ name: "log", text }, 0);
  for (;;) {
    const turn = turns.next();
    if (turn.done) return JSON.parse(JSON.stringify(turn.value));
  }
}

test("a text that comes in pieces, cut anywhere, is read like the whole", () => {
  const texts = [SYNCBLK, SYNCBLK.replaceAll("\n", "\r\n"), SYNCBLK.replaceAll("\n", "\r"), `${SYNCBLK}\n\n`.repeat(3)];
  const wholes = texts.map(readingOf);
  fc.assert(
    fc.property(
      fc.nat(texts.length - 1),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
      (at, cuts) => {
        const text = texts[at] ?? "";
        const places = [0, ...cuts.map((share) => Math.floor(share * text.length)).sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
        expect(readingOf(pieces)).toEqual(wholes[at]);
      },
    ),
  );
});

test("a line cut by every piece is one line", () => {
  expect(readingOf([...SYNCBLK])).toEqual(readingOf(SYNCBLK));
});
