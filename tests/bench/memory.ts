import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { readInTurns } from "@/cases/diagnose";
import type { Block } from "@/evidence";

const CHUNK = 1 << 20;

/** The text of the file in pieces, as the product reads it. */
function piecesOf(file: string): string[] {
  const decoder = new StringDecoder("utf8");
  const pieces: string[] = [];
  const buffer = Buffer.alloc(CHUNK);
  const handle = openSync(file, "r");
  for (let length = readSync(handle, buffer); length > 0; length = readSync(handle, buffer)) {
    pieces.push(decoder.write(buffer.subarray(0, length)));
  }
  closeSync(handle);
  return pieces;
}

/** Looks at every value of a report: rows of stacks are read only then. */
export function lookAt(value: unknown): void {
  if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) lookAt(inner);
}

/** Reads the file in turns; the blocks are kept. */
function readWhole(file: string): readonly Block[] {
  const turns = readInTurns({ name: "log", text: piecesOf(file) }, 0);
  for (;;) {
    const turn = turns.next();
    if (turn.done) return turn.value.blocks;
  }
}

/** To be run in a process of its own: prints how many bytes it took to read the file, at the most. */
export function printMemory(file: string): void {
  const before = process.memoryUsage.rss();
  const blocks = readWhole(file);
  const most = process.resourceUsage().maxRSS * 1024;
  lookAt(blocks);
  const looked = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ blocks: blocks.length, bytes: most - before, looked: looked - before }));
}

/** Bytes that reading the text takes, and looking at all of it then, for each byte of it. */
export function memoryFor(text: string): { read: number; looked: number } {
  const folder = mkdtempSync(join(tmpdir(), "waitchain-bench-"));
  try {
    const file = join(folder, "log.txt");
    writeFileSync(file, text);
    const program = [join(import.meta.dirname, "../../scripts/run.mjs"), "tests/bench/run.ts"];
    const { stdout, stderr } = spawnSync(process.execPath, [...program, "memory", file], { encoding: "utf8" });
    const [, bytes, looked] = /"bytes":(\d+),"looked":(\d+)/.exec(stdout) ?? [];
    if (bytes === undefined) throw new Error(`The memory could not be measured: ${stderr}`);
    return { read: Number(bytes) / text.length, looked: Number(looked) / text.length };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
