import fc from "fast-check";
import { expect } from "vitest";
import type { Block } from "@/evidence";
import { PARSERS } from "@/parsers/list";
import { normalise } from "@/parsers/normalise";
import { readTranscript } from "@/parsers/read";
import { Recogniser, split } from "@/parsers/split";

type Step = (lines: string[]) => string[];

/** What mail, tickets and people do to an output, one step at a time. */
function damageStep(strangers: readonly string[]): fc.Arbitrary<Step> {
  const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const index = (lines: readonly string[], share: number): number => Math.floor(share * lines.length);
  return fc.oneof(
    at.map<Step>((share) => (lines) => lines.toSpliced(index(lines, share), 1)),
    at.map<Step>((share) => (lines) => lines.slice(0, index(lines, share) + 1)),
    at.map<Step>((share) => (lines) => lines.slice(index(lines, share))),
    at.map<Step>((share) => (lines) => lines.map((line) => line.slice(0, 20 + Math.floor(share * 100)))),
    fc.constant<Step>((lines) => lines.map((line) => line.replace(/\s+/g, " ").trim())),
    fc.constant<Step>((lines) => lines.map((line) => line.replaceAll("<*>", ""))),
    fc.constant<Step>((lines) => lines.map((line) => `> ${line}`)),
    fc.constant<Step>((lines) => [lines.join(" ")]),
    fc.tuple(at, at).map<Step>(([share, column]) => (lines) => {
      const row = index(lines, share);
      const text = lines[row] ?? "";
      const cut = text.indexOf(" ", Math.floor(column * text.length));
      return cut < 0 ? lines : lines.toSpliced(row, 1, text.slice(0, cut), text.slice(cut + 1));
    }),
    fc.tuple(at, at).map<Step>(([from, to]) => (lines) => {
      const [line = ""] = lines.slice(index(lines, from));
      return lines.toSpliced(index(lines, to), 0, line);
    }),
    fc.tuple(at, fc.constantFrom(...strangers)).map<Step>(
      ([share, text]) =>
        (lines) =>
          lines.toSpliced(index(lines, share), 0, ...text.split("\n")),
    ),
    fc.tuple(at, fc.string({ maxLength: 60 })).map<Step>(
      ([share, text]) =>
        (lines) =>
          lines.toSpliced(index(lines, share), 0, text),
    ),
  );
}

const STRANGERS = [
  "remember this one",
  "Child-SP          RetAddr           Call Site",
  "00000000`0193f558 00007ffc`7c827d29 ntdll!NtWaitForSingleObject+0x14",
  "0:000> ~*k\n0:000> !syncblk\nTotal 12",
  "0: kd> ",
  "THREAD 8a41c020 Cid 0f1c.0a44 Teb: 7ffd9000 Win32Thread: 00000000 READY",
  "PROCESS 8a3b7d88",
  "Resource @ 0x8a51c7f0",
  "0".repeat(3000),
  `${" ".repeat(3000)}x`,
];

/** Texts made from the samples by cutting, wrapping, joining, quoting and mixing. */
export function damaged(...samples: readonly string[]): fc.Arbitrary<string> {
  const strangers = [...STRANGERS, ...samples];
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(damageStep(strangers), { minLength: 1, maxLength: 6 }))
    .map(([sample, steps]) => steps.reduce((lines, step) => step(lines), sample.split("\n")).join("\n"));
}

const RECOGNISER = new Recogniser(PARSERS);

/** Reads the text and checks that every line is accounted for: in one block, and unread only where a block says so. */
export function readWithoutLoss(text: string): Block[] {
  const blocks = readTranscript({ name: "damaged", text }, 0);
  const taken = new Map<number, number>();
  for (const block of blocks) {
    for (let number = block.lines[0]; number <= block.lines[1]; number++) {
      taken.set(number, (taken.get(number) ?? 0) + 1);
    }
    for (const [first, last] of block.unread) {
      expect(first).toBeGreaterThanOrEqual(block.lines[0]);
      expect(last).toBeLessThanOrEqual(block.lines[1]);
    }
  }
  const lines = normalise(text);
  const commands = new Set(split(lines, RECOGNISER).map((piece) => piece.commandLine?.number));
  lines.forEach((line, index) => {
    if (line.text.trim() === "" || commands.has(line.number)) return;
    expect([index + 1, taken.get(index + 1)]).toEqual([index + 1, 1]);
  });
  return blocks;
}
