import { readTranscript } from "@/parsers/read";
import { PRINTERS } from "@/simulator/printers/list";
import type { Printer } from "@/simulator/printers/printer";
import { Random } from "@/simulator/random";
import { isOpenGap } from "../simulator/open-gaps";
import { type DrillRun, generatedCodes, runDrill } from "../support/drill-runs";
import { fuzzedPaste } from "../support/fuzzed-paste";
import { leftOutFaults } from "../support/left-out";
import { accountFaults } from "../support/line-account";
import { secondsOf } from "../support/processor-time";
import { nameOf } from "../support/round-trip";
import { type Check, cleanChecks, damagedChecks } from "../support/round-trip-runs";
import { glanceAt, MOST_TIMES_MEDIAN, measureTimes, SHORTEST_TIMED, slowestOf, type Timed } from "./slowest-pastes";
import type { DrillTask, Fault, LeftOutTask, Outcome, PasteTask, RoundTripTask, Task, TimeTask } from "./tasks";

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
  const [timed, short]: [Timed[], Timed[]] = [[], []];
  for (let paste = from; paste <= to; paste++) {
    const text = pasteOf(seed, paste);
    const faults = accountFaults(text);
    if (faults.length === 0) outcome.passed++;
    else outcome.failed++;
    const repeat = `--servers 0 --seed ${seed} --first-paste ${paste} --pastes 1`;
    for (const fault of faults) {
      outcome.faults.push({ text: `paste ${paste}: ${fault}`, kind: kindOf(fault), repeat, known: false });
    }
    if (text.length >= SHORTEST_TIMED) timed.push({ paste, seconds: glanceAt(text, readOnce) });
    else short.push({ paste, seconds: secondsOf(() => readOnce(text)) });
  }
  return { ...outcome, timed, short: slowestOf(short) };
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

function time({ seed, sample, suspects, short, of }: TimeTask): Outcome {
  const text = (paste: number): string => pasteOf(seed, paste);
  const times = measureTimes({ sample, suspects, short }, text, readOnce);
  const notes = [
    {
      holds: times.slowest.ratio <= MOST_TIMES_MEDIAN,
      says:
        `of ${of} pastes of ${SHORTEST_TIMED} bytes or more the slowest, ${times.slowest.paste}, takes ` +
        `${times.slowest.ratio.toFixed(2)} times the median of ${(times.median * 1e6).toFixed(2)} s a MB`,
    },
    {
      holds: times.short.share <= 1,
      says:
        `of the shorter ones the slowest, ${times.short.paste}, takes ${(times.short.seconds * 1e3).toFixed(1)} ms, ` +
        `${(times.short.share * 100).toFixed(0)} % of what any paste may take`,
    },
  ];
  const repeat = `--servers 0 --seed ${seed} --pastes ${Math.max(...sample, ...suspects) + 1}`;
  const slow = notes.filter(({ holds }) => !holds);
  return {
    passed: notes.length - slow.length,
    failed: slow.length,
    faults: slow.map(({ says }) => ({ text: says, kind: says, repeat, known: false })),
    notes: notes.map(({ says }) => says),
  };
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
