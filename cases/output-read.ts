import type { Block, Finding } from "@/evidence";
import { deriveFindings } from "@/findings/derive";
import { evidenceSet } from "@/findings/evidence-set";
import { read } from "./diagnose";

/** How a pasted output was read, for people who want to see it. */
export interface OutputRead {
  blocks: readonly ReadBlock[];
  /** What it shows by itself. */
  findings: readonly Finding[];
  /** Findings beyond the number that is shown. */
  further: number;
}

export interface ReadBlock extends Pick<Block, "command" | "parser" | "outcome" | "problem" | "lines" | "unread"> {
  /** The report's values, a row for each: where it stands in the report, and what was read. */
  values: readonly { path: string; value: string }[];
  /** Values beyond the number that is shown. */
  further: number;
}

const MOST_VALUES = 120;
const MOST_FINDINGS = 30;
const MOST_BLOCKS = 40;

/** `syncBlocks[0].monitorHeld` and its value, for everything in a report but line numbers. */
function* valuesOf(value: unknown, path: string): Generator<{ path: string; value: string }> {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) yield* valuesOf(item, `${path}[${at}]`);
  } else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      if (path === "" && key === "kind") continue;
      if (/^(?:line|lastLine)$/.test(key)) continue;
      yield* valuesOf(item, path === "" ? key : `${path}.${key}`);
    }
  } else if (value !== null && value !== undefined && value !== "") {
    yield { path, value: String(value) };
  }
}

function readBlock({ command, parser, outcome, problem, lines, unread, report }: Block): ReadBlock {
  const values = [];
  let further = 0;
  for (const row of valuesOf(report, "")) {
    if (values.length < MOST_VALUES) values.push(row);
    else further++;
  }
  return { command, parser, outcome, problem, lines, unread, values, further };
}

/** Reads a text as a case would, and shows what was understood. */
export function outputRead(text: string): OutputRead {
  const { blocks } = read({ name: "paste", text }, 0);
  const findings = deriveFindings(evidenceSet(blocks)).filter(({ tone }) => tone !== "presence");
  return {
    blocks: blocks.slice(0, MOST_BLOCKS).map(readBlock),
    findings: findings.slice(0, MOST_FINDINGS),
    further: Math.max(0, findings.length - MOST_FINDINGS),
  };
}
