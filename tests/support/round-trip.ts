import type { Block, Report } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import type { Facts } from "@/simulator/facts";
import { type Printer, printout } from "@/simulator/printers/printer";
import { Random } from "@/simulator/random";
import { makeServer, type Server } from "@/simulator/server";
import { contradictions, differences } from "./contradictions";
import type { Damage, Survives } from "./damage-kinds";
import { factsOf } from "./facts";

/** Outputs that may be read by themselves when what holds them is gone. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  "kd-process": ["kd-thread", "windbg-stack"],
  "kd-thread": ["windbg-stack"],
  "windbg-analyze": ["windbg-stack"],
  "windbg-stack": ["windbg-threads"],
  "sos-date": ["sos-dumpobj"],
  "sos-finalizequeue": ["sos-dumpheap"],
  "sos-dumpstack": ["windbg-stack", "sos-clrstack"],
  "sos-dumpasync": ["sos-dumpheap", "sos-gcroot"],
  // The rows of an exception's stack look like those of `k`.
  "sos-pe": ["windbg-stack"],
  "kd-running": ["windbg-stack"],
  "fltkd-filters": ["fltkd-instances"],
  "fltkd-volumes": ["fltkd-instances"],
};

/** Lists whose end has no mark: that one breaks off cannot be seen. */
const ENDLESS: ReadonlySet<Report["kind"]> = new Set([
  "thread-pool",
  "thread-times",
  "critical-section-details",
  "filters",
  "filter-instances",
  "filter-manager-filters",
  "filter-manager-volumes",
  "connections",
  "tasks",
  "services",
]);

const servers = new Map<string, Server>();

/** A server of that kind; the same one for every printer that wants its like. */
export function serverFor({ needs }: Printer, seed: number): Server {
  const key = `${seed} ${JSON.stringify(needs)}`;
  const known = servers.get(key);
  if (known) return known;
  if (servers.size > 200) servers.clear();
  const server = makeServer(seed, needs);
  servers.set(key, server);
  return server;
}

export function nameOf({ parser, dialect }: Printer): string {
  return `${parser}/${dialect}`;
}

function isReportOf({ parser }: Printer, block: Block): block is Block & { report: Report } {
  return block.parser === parser && block.report !== null;
}

function shape(blocks: readonly Block[]): string {
  return blocks
    .map(
      ({ parser, outcome, unread, problem }) =>
        `${parser ?? "?"} ${problem?.code ?? outcome} ${JSON.stringify(unread)}`,
    )
    .join(" · ");
}

/** Blocks that hold more than noise. */
function telling(blocks: readonly Block[]): Block[] {
  return blocks.filter(({ parser, unread }) => parser !== null || unread.length > 0);
}

/** What the reader may say otherwise without being wrong. */
function forgiven(fault: string, survives: Survives): boolean {
  const careful = /\.(?:processesC|c)omplete: false/.test(fault);
  return (survives === "all but cut" && (careful || /\.cut:/.test(fault))) || (survives === "among" && careful);
}

/** What is wrong with a reading that should give back all of `expected`. */
function wholeFaults(
  printer: Printer,
  blocks: readonly Block[],
  expected: Facts<Report>,
  survives: Survives,
): string[] {
  const told = telling(blocks);
  const mine = told.filter((block) => isReportOf(printer, block));
  const alone = told.length === mine.length && mine.every(({ outcome }) => outcome === "read");
  if (mine.length !== (survives === "twice" ? 2 : 1) || (survives !== "among" && !alone))
    return [`blocks: ${shape(told)}`];
  return mine
    .flatMap(({ report }) => differences(factsOf(report), expected))
    .filter((fault) => !forgiven(fault, survives));
}

/** What is wrong with a reading that may give back less, but nothing else. */
function partFaults(
  printer: Printer,
  blocks: readonly Block[],
  expected: Facts<Report>,
  damage: Damage,
  lastCut: boolean,
): string[] {
  const spellings = (text: string): string[] => {
    const altered = damage.value ? [damage.value(text)] : [];
    const clipped = lastCut || (CLIPS.test(damage.name) && /[g-z]|\S \S/i.test(text)) ? prefixes(text) : [];
    return [text, ...altered, ...clipped, ...withoutFraction(text)];
  };
  return blocks.flatMap((block) => {
    if (isReportOf(printer, block)) {
      const unseen = damage.survives !== "some, seen" || (damage.name === "truncated" && ENDLESS.has(expected.kind));
      return contradictions(factsOf(block.report), expected, spellings, unseen);
    }
    if (block.report === null || PARTS[printer.parser]?.includes(block.parser ?? "")) return [];
    return [`read by another: ${shape([block])}`];
  });
}

/** An instant may be known to the second only. */
function withoutFraction(text: string): string[] {
  return /^\d{4}-\d\d-\d\dT/.test(text) ? [text.replace(/\.\d+Z$/, "Z")] : [];
}

/** Damage by which words, not numbers, may lose their end unseen. */
const CLIPS = /\b(?:truncated|shortened)/;

/**
 * True when a paste breaks off in the very last line of an output. Most people leave the line end behind it out when
 * they copy, so that a number there must be taken as it stands, and nobody can see one that had more digits.
 */
function isLastLineCut(before: string, after: string, { name }: Damage): boolean {
  return (
    name.startsWith("truncated") && after.trimEnd().split(/\r\n?|\n/).length >= before.trimEnd().split("\n").length
  );
}

function prefixes(text: string): string[] {
  return Array.from({ length: text.length }, (_item, length) => text.slice(0, length));
}

/** What is wrong with the reading of an undamaged output; empty when nothing is. */
export function cleanFaults(printer: Printer, seed: number, echo: boolean): string[] {
  const server = serverFor(printer, seed);
  const blocks = readTranscript({ name: "paste", text: printout(printer, server, echo) }, 0);
  return wholeFaults(printer, blocks, printer.expected(server, echo), "all");
}

/** The damaged output of a seed. */
export function damagedText(printer: Printer, seed: number, damages: readonly Damage[]): string {
  const random = new Random(seed).fork(damages.map(({ name }) => name).join());
  return damages.reduce((text, { apply }) => apply(text, random), printout(printer, serverFor(printer, seed)));
}

/** A complaint about symbols that somebody put in says something where the debugger prints such itself. */
function isSaidByDamage(fault: string, { name }: Damage): boolean {
  return name.includes("a symbol error inside") && fault.startsWith(".modulesWithoutSymbols");
}

export interface Faults {
  /** What was not given back although it survived. */
  lost: string[];
  /** What was given back although it was never printed. */
  wrong: string[];
}

/** What of this printer's output survives the damage. */
function survivesOf(printer: Printer, seed: number, damage: Damage): Survives {
  if (damage.but?.[printer.parser]) return "some";
  const tells = damage.tells?.(damagedText(printer, seed, []), damagedText(printer, seed, [damage])) ?? true;
  return tells ? damage.survives : "some";
}

/** What is wrong with the reading of a damaged output. */
export function damageFaults(printer: Printer, seed: number, damage: Damage): Faults {
  const server = serverFor(printer, seed);
  const blocks = readTranscript({ name: "paste", text: damagedText(printer, seed, [damage]) }, 0);
  const survives = survivesOf(printer, seed, damage);
  const expected = printer.expected(server, survives !== "output");
  const unsaid = (faults: string[]): string[] => faults.filter((fault) => !isSaidByDamage(fault, damage));
  const lost = survives.startsWith("some") ? [] : unsaid(wholeFaults(printer, blocks, expected, survives));
  const whole = lost.length === 0 && !survives.startsWith("some");
  // Any row of a list without an end may be its last.
  const anyIsLast = damage.name.startsWith("truncated") && ENDLESS.has(expected.kind);
  const lastCut =
    anyIsLast || isLastLineCut(damagedText(printer, seed, []), damagedText(printer, seed, [damage]), damage);
  return { lost, wrong: whole ? [] : unsaid(partFaults(printer, blocks, expected, damage, lastCut)) };
}
