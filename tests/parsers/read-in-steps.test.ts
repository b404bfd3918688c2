import { expect, test } from "vitest";
import { readInSteps, readTranscript } from "@/parsers/read";

const LOCKS = "0:000> !syncblk\nTotal 12\nCCW 0\nRCW 0\nComClassFactory 0\nFree 0\n";
const LOG = Array.from({ length: 30_000 }, (_, row) => `served request ${row}`).join("\n");

test("A long log is read in turns that give the same blocks as reading it at once", () => {
  const transcript = { name: "log", text: LOCKS + LOG + LOCKS };
  const steps = [...readInSteps(transcript, 3)];
  expect(steps.length).toBeGreaterThan(3);
  expect(steps.flatMap((step) => step.blocks)).toEqual(readTranscript(transcript, 3));
});

test("Each turn says how far it has come, and the last one that it is through", () => {
  const steps = [...readInSteps({ name: "log", text: LOG }, 0)];
  const reached = steps.map((step) => step.line);
  expect(reached).toEqual([...reached].sort((a, b) => a - b));
  expect(new Set(steps.map((step) => step.lines))).toEqual(new Set([30_000]));
  expect(reached.at(-1)).toBe(30_000);
});

test("Blocks are given as soon as the next output begins", () => {
  const first = readInSteps({ name: "log", text: `${LOCKS}0:000> lm\n${LOG}` }, 0).next().value;
  expect(first?.blocks.map((block) => block.parser)).toEqual(["sos-syncblk"]);
});

test("An empty paste is one turn without blocks", () => {
  expect([...readInSteps({ name: "paste", text: "" }, 0)]).toEqual([{ line: 1, lines: 1, blocks: [] }]);
});
