import { performance } from "node:perf_hooks";
import { type Options, readOptions, USAGE } from "./options";
import { SAMPLE, slowestOf, type Timed } from "./slowest-pastes";
import { Tally } from "./tally";
import {
  drillTasks,
  type Fault,
  leftOutTasks,
  type Outcome,
  pasteTasks,
  roundTripTasks,
  type Task,
  type TimeTask,
} from "./tasks";
import { inParallel } from "./workers";

/** One lucky guess is no average. */
const FEWEST_FOR_AVERAGE = 100;

const tally = new Tally();
const points: { random: number; blame: number }[] = [];
const timed: Timed[] = [];
const short: Timed[] = [];

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

function tellFault({ text, repeat }: Fault, verdict: string): void {
  tell(`${verdict} ${text}\n  again: npm run test:long -- ${repeat}`);
}

function file(outcome: Outcome): void {
  for (const fault of tally.add(outcome)) if (!fault.known) tellFault(fault, "FAILED");
  points.push(...(outcome.points ?? []));
  timed.push(...(outcome.timed ?? []));
  short.push(...(outcome.short ?? []));
  for (const note of outcome.notes ?? []) tell(note);
}

async function perform(what: string, tasks: readonly Task[], workers: number): Promise<void> {
  const started = performance.now();
  let done = 0;
  let told = started;
  await inParallel(tasks, workers, (outcome) => {
    file(outcome);
    done++;
    const now = performance.now();
    if (now - told < 5000 && done < tasks.length) return;
    told = now;
    const minutes = (now - started) / 60_000;
    const left = ((minutes / done) * (tasks.length - done)).toFixed(1);
    const share = ((100 * done) / tasks.length).toFixed(1);
    process.stderr.write(`${what}: ${share} %, ${minutes.toFixed(1)} min, ${left} to go, ${tally.failed} failed\n`);
  });
}

function timeTask({ seed }: Options): TimeTask {
  const every = Math.max(1, Math.floor(timed.length / SAMPLE));
  const inOrder = timed.toSorted((a, b) => a.paste - b.paste);
  return {
    kind: "time",
    seed,
    sample: inOrder
      .filter((_one, at) => at % every === 0)
      .slice(0, SAMPLE)
      .map(({ paste }) => paste),
    suspects: slowestOf(timed).map(({ paste }) => paste),
    short: slowestOf(short).map(({ paste }) => paste),
    of: timed.length,
  };
}

/** Guessing must not pay, on the whole. */
function judgeGuessing(): void {
  if (points.length === 0) return;
  for (const [who, most] of [
    ["random", 25],
    ["blame", 40],
  ] as const) {
    const average = points.reduce((sum, one) => sum + one[who], 0) / points.length;
    const text = `trainees who ${who === "random" ? "guess" : "blame a driver"} reach ${average.toFixed(1)} points on average`;
    const passed = average < most || points.length < FEWEST_FOR_AVERAGE;
    const faults = passed ? [] : [{ text, kind: who, repeat: `--servers 0 --pastes 0`, known: false }];
    file({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, faults, notes: [text] });
  }
}

async function runAll(options: Options): Promise<void> {
  await perform("round trip", roundTripTasks(options), options.workers);
  await perform("left out", leftOutTasks(options), options.workers);
  await perform("drills", drillTasks(options), options.workers);
  judgeGuessing();
  await perform("pastes", pasteTasks(options), options.workers);
  // Nothing else may run beside what is timed, and a few pastes have no median worth the name.
  if (timed.length >= SAMPLE) await perform("time", [timeTask(options)], 1);
  const known = tally.known();
  for (const { fault, times } of known) tellFault(fault, `KNOWN (${times} times)`);
  if (known.length > 0) tell(`\n${known.length} kinds of fault are known gaps and do not count`);
  tell(`\n${tally.passed} passed, ${tally.failed} failed`);
  process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
}

const options = readOptions(process.argv.slice(2));
if (options === null) process.stdout.write(USAGE);
else await runAll(options);
