import { readTranscript } from "@/parsers/read";
import { secondsOf } from "../support/processor-time";
import { median, printFigure, printNote } from "./figures";
import { HOSTILE } from "./hostile";
import { lookAt, memoryFor, printMemory } from "./memory";
import { SECTIONS, syntheticLog } from "./synthetic-log";

/** Goals of the figures. */
const RATIO = 0.3;
const DOUBLING = 2.2;
const MEMORY = 3;

const MEGABYTES = 100;
const ROUNDS = 3;
const HOSTILE_CHARACTERS = 400_000;
const HOSTILE_ROUNDS = 9;

/** What any reader has to do at the very least: cut into lines and look at each once. */
function ceiling(text: string): number {
  const pattern = /^\s*[0-9a-f]{8}\s+[0-9a-f]{8}\s+\S+!\S+/i;
  let hits = 0;
  for (const line of text.split(/\r\n|\n|\r/)) if (pattern.test(line)) hits++;
  return hits;
}

function read(text: string): unknown {
  return readTranscript({ name: "log", text }, 0);
}

function measureSpeed(text: string): void {
  const parse: number[] = [];
  const split: number[] = [];
  const look: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    split.push(secondsOf(() => ceiling(text)));
    parse.push(secondsOf(() => read(text)));
    look.push(secondsOf(() => lookAt(read(text))));
  }
  const size = text.length / 1e6;
  const ratio = median(parse.map((time, round) => (split[round] ?? Number.NaN) / time));
  printNote(`split and one regex, ${size.toFixed(0)} MB`, `${(size / median(split)).toFixed(1)} MB/s`);
  printNote(`read into reports, ${size.toFixed(0)} MB`, `${(size / median(parse)).toFixed(1)} MB/s`);
  printNote("read, and every row looked at", `${(size / median(look)).toFixed(1)} MB/s`);
  printFigure("read / split and one regex", ratio.toFixed(3), `at least ${RATIO}, aim 0.5`, ratio >= RATIO);
}

function measureSections(): void {
  for (const section of SECTIONS) {
    const text = syntheticLog(2e6, [section]);
    const times = Array.from({ length: ROUNDS }, () => secondsOf(() => read(text)));
    printNote(`of which ${section.name}`, `${(text.length / 1e6 / median(times)).toFixed(1)} MB/s`);
  }
}

function measureHostile(): void {
  for (const { name, text } of HOSTILE) {
    const once = text(HOSTILE_CHARACTERS);
    const twice = text(2 * HOSTILE_CHARACTERS);
    read(once);
    const times: number[] = [];
    const doubled: number[] = [];
    for (let round = 0; round < HOSTILE_ROUNDS; round++) {
      times.push(secondsOf(() => read(once)));
      doubled.push(secondsOf(() => read(twice)));
    }
    // The least is what the work takes; the rest is the garbage collector's.
    const factor = Math.min(...doubled) / Math.min(...times);
    const speed = twice.length / 1e6 / Math.min(...doubled);
    printFigure(
      `twice of ${name}`,
      `${factor.toFixed(2)} × time`,
      `at most ${DOUBLING} (${speed.toFixed(1)} MB/s)`,
      factor <= DOUBLING,
    );
  }
}

function run(): void {
  const text = syntheticLog(MEGABYTES * 1e6);
  const memory = memoryFor(text);
  printFigure("peak memory / input size", memory.read.toFixed(2), `at most ${MEMORY}`, memory.read <= MEMORY);
  printNote("the same with every row looked at", memory.looked.toFixed(2));
  measureSpeed(text);
  measureSections();
  measureHostile();
}

const [, , what, file] = process.argv;
if (what === "memory" && file !== undefined) printMemory(file);
else run();
