import { expect } from "vitest";
import type { Block, ReportKind, ReportOf } from "@/evidence";
import { PARSERS } from "@/parsers/list";
import { readTranscript } from "@/parsers/read";
import { corpusTranscripts } from "./corpus";

/** The blocks of a paste. */
export function read(text: string): Block[] {
  return readTranscript({ name: "paste", text }, 0);
}

/** The report of a block, once it is sure that this parser made it. */
export function reportOf<K extends ReportKind>(block: Block | undefined, parser: string, kind: K): ReportOf<K> {
  expect(block?.parser).toBe(parser);
  const report = block?.report ?? null;
  if (report?.kind !== kind) throw new Error(`no ${kind}, but ${block?.outcome} ${block?.problem?.code ?? ""}`);
  return report as ReportOf<K>;
}

/** The reports of one kind that these blocks hold. */
export function reportsIn<K extends ReportKind>(blocks: readonly Block[], kind: K): ReportOf<K>[] {
  return blocks.flatMap(({ report }) => (report?.kind === kind ? [report as ReportOf<K>] : []));
}

/** The reports of one kind in a paste. */
export function reportsOf<K extends ReportKind>(text: string, kind: K): ReportOf<K>[] {
  return reportsIn(read(text), kind);
}

/** Text as a page shows it that keeps no runs of blanks and no indents. */
export function collapsed(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .join("\n");
}

/** The same without the command, which stands in the first line. */
export function bare(text: string): string {
  return collapsed(text.slice(text.indexOf("\n") + 1));
}

/** Names of the published outputs in which this parser reads a block. */
export function publishedFor(parser: string): string[] {
  expect(PARSERS.map(({ id }) => id)).toContain(parser);
  const has = (block: Block): boolean => block.parser === parser;
  return corpusTranscripts()
    .filter((transcript) => readTranscript(transcript, 0).some(has))
    .map(({ name }) => name);
}

/** A value without the lines it came from, to compare readings of the same text laid out in different ways. */
export function withoutLines(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLines);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !/^(?:line|lastLine|lines|\w+Line)$/.test(name));
  return Object.fromEntries(entries.map(([name, part]) => [name, withoutLines(part)]));
}
