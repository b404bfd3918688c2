import { readTranscript } from "@/parsers/read";
import { PRINTERS } from "@/simulator/printers/list";
import type { Printer } from "@/simulator/printers/printer";
import { Random } from "@/simulator/random";
import { isOpenGap } from "../simulator/open-gaps";
import { type DrillRun, generatedCodes, runDrill } from "../support/drill-runs";
import { fuzzedPaste } from "../support/fuzzed-paste";
import { leftOutFaults } from "../support/left-out";
import { accountFaults } from "../support/line-account";
import { nameOf } from "../support/round-trip";
import { type Check, cleanChecks, damagedChecks } from "../support/round-trip-runs";
import { measureSlowest, SUSPECTS, timePerByte } from "./slowest-pastes";
import type { DrillTask, Fault, LeftOutTask, Outcome, PasteTask, RoundTripTask, Task, TimeTask } from "./tasks";

/** A paste shorter than this takes as long as the clock pleases. */
const SHORTEST_TIMED = 500;
const MOST_TIMES_MEDIAN = 3;

/** A fault as it would look with other figures in it. */
function kindOf(text: string): string {
  return text
    .replace(/seed \d+|paste \d+/, "")
    .replace(/[0-9a-f]*\d[0-9a-f]*/gi, "#")
    .slice(0, 90);
}

function wanted(how: string, damage: string | null): boolean {
  return damage === null || how === damage;
}

function* checksOf(printer: Printer, { from, to, share }: RoundTripTask): Generator<Check> {
  yield* cleanChecks(printer, from, to);
  yield* damagedChecks(printer, from, to, share);
}

function roundTrip(task: RoundTripTask): Outcome {
  const outcome: Outcome = { passed: 0, failed: 0, faults: [] };
  const names = new Set(task.printers);
  for (const printer of PRINTERS.filter((each) => names.has(nameOf(each)))) {
    for (const { seed, how, faults } of checksOf(printer, task)) {
      if (!wanted(how, task.damage)) continue;
      const repeat = `--only ${nameOf(printer)} --damage "${how}" --first-server ${seed} --servers 1`;
      const found: Fault[] = faults().map((text) => ({
        text,
        kind: kindOf(text),
        repeat,
        known: isOpenGap(printer.parser, text),
      }));
      if (found.every(({ known }) => known)) outcome.passed++;
      else outcome.failed++;
      outcome.faults.push(...found);
    }
  }
  return outcome;
}

function leftOut({ from, to }: LeftOutTask): Outcome {
  const outcome: Outcome = { passed: 0, failed: 0, faults: [] };
  for (let server = from; server <= to; server++) {
    const faults = leftOutFaults(server);
    if (faults.length === 0) outcome.passed++;
    else outcome.failed++;
    const repeat = `--first-server ${server} --servers 1 --pastes 0`;
    outcome.faults.push(...faults.map((text) => ({ text, kind: kindOf(text), repeat, known: false })));
  }
  return outcome;
}

function pasteOf(seed: number, paste: number): string {
  return fuzzedPaste(new Random(seed).fork(`paste ${paste}`));
}

function pastes({ seed, from, to }: PasteTask): Outcome {
  const outcome: Outcome = { passed: 0, failed: 0, faults: [] };
  const timed: { paste: number; perByte: number }[] = [];
  for (let paste = from; paste <= to; paste++) {
    const text = pasteOf(seed, paste);
    const faults = accountFaults(text);
    if (faults.length === 0) outcome.passed++;
    else outcome.failed++;
    const repeat = `--servers 0 --seed ${seed} --first-paste ${paste} --pastes 1`;
    for (const fault of faults) {
      outcome.faults.push({ text: `paste ${paste}: ${fault}`, kind: kindOf(fault), repeat, known: false });
    }
    if (text.length >= SHORTEST_TIMED) timed.push({ paste, perByte: timePerByte(text, readOnce) });
  }
  return { ...outcome, slowest: timed.sort((a, b) => b.perByte - a.perByte).slice(0, SUSPECTS) };
}

/** What is wrong with a drill; nothing when the procedure solves it. */
function drillFault(code: string): { run: DrillRun | null; fault: string | null } {
  try {
    const run = runDrill(code);
    return { run, fault: run.solved === 100 ? null : `drill ${code}: the procedure reaches ${run.solved} points` };
  } catch (error) {
    return { run: null, fault: `drill ${code}: ${String(error).slice(0, 200)}` };
  }
}

function drills({ from, to }: DrillTask): Outcome {
  const outcome: Outcome = { passed: 0, failed: 0, faults: [] };
  const points: NonNullable<Outcome["points"]> = [];
  generatedCodes(from, to - from + 1).forEach((code, at) => {
    const { run, fault } = drillFault(code);
    if (run) points.push({ random: run.random, blame: Math.max(run.blamesDriver, run.blamesAtOnce) });
    if (fault === null) outcome.passed++;
    else outcome.failed++;
    const repeat = `--servers 0 --pastes 0 --first-drill ${from + at} --drills 1`;
    if (fault !== null) outcome.faults.push({ text: fault, kind: kindOf(fault), repeat, known: false });
  });
  return { ...outcome, points };
}

function readOnce(text: string): void {
  readTranscript({ name: "paste", text }, 0);
}

function time({ seed, sample, suspects }: TimeTask): Outcome {
  const text = (paste: number): string => pasteOf(seed, paste);
  const { ratio, paste, median } = measureSlowest(sample, suspects, text, readOnce);
  const note = `the slowest paste, ${paste}, takes ${ratio.toFixed(2)} times the median of ${median.toFixed(2)} s a MB`;
  if (ratio <= MOST_TIMES_MEDIAN) return { passed: 1, failed: 0, faults: [], note };
  const repeat = `--servers 0 --seed ${seed} --pastes ${Math.max(...sample, ...suspects) + 1}`;
  return { passed: 0, failed: 1, faults: [{ text: note, kind: "time", repeat, known: false }] };
}

export function perform(task: Task): Outcome {
  switch (task.kind) {
    case "round trip":
      return roundTrip(task);
    case "left out":
      return leftOut(task);
    case "pastes":
      return pastes(task);
    case "drills":
      return drills(task);
    case "time":
      return time(task);
  }
}
