import { performance } from "node:perf_hooks";
import { readTranscript } from "@/parsers/read";
import { syntheticLog } from "./synthetic-log";

const MEGABYTES = 50;
const ROUNDS = 3;

/** What any reader has to do at the very least: cut into lines and look at each once. */
function ceiling(text: string): number {
  const pattern = /^\s*[0-9a-f]{8}\s+[0-9a-f]{8}\s+\S+!\S+/i;
  let hits = 0;
  for (const line of text.split(/\r\n|\n|\r/)) if (pattern.test(line)) hits++;
  return hits;
}

function seconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const text = syntheticLog(MEGABYTES * 1e6);
const size = text.length / 1e6;
const parse: number[] = [];
const split: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  split.push(seconds(() => ceiling(text)));
  parse.push(seconds(() => readTranscript({ name: "log", text }, 0)));
}
const ratio = median(parse.map((time, round) => (split[round] ?? Number.NaN) / time));
console.log(`synthetic log            ${size.toFixed(1)} MB, ${ROUNDS} rounds, medians`);
console.log(`split and one regex      ${(size / median(split)).toFixed(1)} MB/s`);
console.log(`parse into reports       ${(size / median(parse)).toFixed(1)} MB/s`);
console.log(`parse / split-and-regex  ${ratio.toFixed(3)} of that speed`);
