import type { Block, CauseStanding, Finding, LineRange, ReadableTranscript, Transcript } from "@/evidence";
import { capturesOf } from "@/findings/captures/captures";
import { CAUSES } from "@/findings/causes/list";
import { standings } from "@/findings/causes/stand";
import { deriveFindings } from "@/findings/derive";
import { type EvidenceSet, evidenceSet } from "@/findings/evidence-set";
import type { LocksHeld } from "@/findings/held-lock";
import { locksHeld } from "@/findings/locks-held";
import type { StackSurvey } from "@/findings/stack-groups";
import { stackSurveys } from "@/findings/stack-surveys";
import { changedLimits, type Limits, limitsWith, type ThresholdId } from "@/findings/thresholds";
import type { Debugger, System } from "@/machines/ask";
import { type PassedOver, walkHere } from "@/machines/pass-over";
import type { Playbook } from "@/machines/playbook";
import { type ResolvedStep, resolveStep } from "@/machines/resolve";
import { situationOf } from "@/machines/situation";
import { LOOKED_AT, type NearestGuess, nearestGuess } from "@/parsers/nearest";
import { normaliseLine } from "@/parsers/normalise";
import { readInSteps } from "@/parsers/read";
import { added, type Coverage, NOTHING_READ } from "./coverage";
import { FilledLines } from "./filled-lines";
import { LineCollector } from "./line-collector";

/** Everything that follows from a case's inputs. Plain data: it crosses from the worker to the page as it is. */
export interface Diagnosis {
  playbook: string;
  blocks: readonly Block[];
  findings: readonly Finding[];
  /** Findings of a kind that are left out here, by id: a log of many dumps shows more than anybody reads. */
  further?: Readonly<Record<string, number>>;
  causes: readonly CauseStanding[];
  /** Steps passed, in order. */
  path: readonly string[];
  /** Those of them that cannot be done with this tool, or on this system. */
  passedOver: readonly PassedOver[];
  /** The step it rests at, with its templates filled. */
  step: ResolvedStep;
  /** The step is a verdict or another end. */
  end: boolean;
  tool: Debugger;
  system: System;
  /** Limits with another value than the built-in one, and whether the causes stand as they would without. */
  limits: { changed: readonly { id: ThresholdId; value: number }[]; decide: boolean };
  coverage: Coverage;
  /** Coverage of each transcript, in order. */
  perTranscript: readonly Coverage[];
  /** What the places that were not read come nearest to, of each transcript, in order. */
  guesses: readonly (readonly NearestGuess[])[];
  /** Equal stacks put together, the survey with most threads first. */
  surveys: readonly StackSurvey[];
  /** Every lock that an output speaks of. */
  locks: LocksHeld;
}

/** Characters whose lines are counted in one turn. */
const COUNTED_A_TURN = 8_000_000;
/** Places of one transcript that are looked at closely. */
const MOST_GUESSED = 200;

/** Blocks and coverage of one transcript. Depends on nothing but the text and its place. */
export interface ReadTranscript {
  blocks: readonly Block[];
  coverage: Coverage;
  guesses: readonly NearestGuess[];
}

/** How far the reading of a transcript has come. */
export interface ReadingTurn {
  line: number;
  lines: number;
  /** Blocks finished so far. */
  blocks: readonly Block[];
}

/** The first places that were not read, each with the parser that read what stands around it. */
function firstUnread(blocks: readonly Block[]): { range: LineRange; within: string | null }[] {
  const places: { range: LineRange; within: string | null }[] = [];
  for (const { unread, parser } of blocks) {
    for (const range of unread) {
      if (places.length >= MOST_GUESSED) return places;
      places.push({ range, within: parser });
    }
  }
  return places;
}

function* countedPieces({ text }: ReadableTranscript): Generator<string> {
  for (const piece of typeof text === "string" ? [text] : text) {
    for (let from = 0; from < piece.length; from += COUNTED_A_TURN) yield piece.slice(from, from + COUNTED_A_TURN);
  }
}

/** Reads one transcript in turns, and counts what was read. */
export function* readInTurns(
  transcript: ReadableTranscript,
  file: number,
): Generator<ReadingTurn, ReadTranscript, undefined> {
  const blocks: Block[] = [];
  let of = 0;
  for (const step of readInSteps(transcript, file)) {
    for (const block of step.blocks) blocks.push(block);
    of = step.lines;
    yield { line: step.line, lines: step.lines, blocks };
  }
  const guessed = firstUnread(blocks);
  const counter = new FilledLines(blocks.map((block) => block.lines));
  const collector = new LineCollector(
    guessed.map(({ range: [first, last] }) => [first, Math.min(last, first + LOOKED_AT - 1)]),
  );
  for (const piece of countedPieces(transcript)) {
    counter.add(piece);
    collector.add(piece);
    yield { line: of, lines: of, blocks };
  }
  const guesses: NearestGuess[] = [];
  for (const [at, { range, within }] of guessed.entries()) {
    guesses.push(nearestGuess({ lines: range, texts: collector.texts(at).map(normaliseLine), within }));
    if (at % 20 === 19) yield { line: of, lines: of, blocks };
  }
  const lines = counter.count;
  const unread = blocks.reduce((sum, block) => sum + block.unread.reduce((count, [a, b]) => count + b - a + 1, 0), 0);
  const aside = counter.outside + blocks.reduce((sum, block) => sum + (block.aside ?? 0), 0);
  return { blocks, coverage: { lines, read: Math.max(0, lines - unread - aside), aside }, guesses };
}

/** Reads one transcript and counts what was read. */
export function read(transcript: Transcript, file: number): ReadTranscript {
  const turns = readInTurns(transcript, file);
  for (;;) {
    const turn = turns.next();
    if (turn.done) return turn.value;
  }
}

/** What a diagnosis is made with, beside the transcripts. */
export interface DiagnoseOptions {
  answers?: ReadonlyMap<string, string>;
  skipped?: readonly string[];
  limits?: Partial<Limits>;
  /** Overrides the tool that the outputs suggest. */
  tool?: Debugger;
}

/** Whether the causes would stand otherwise with the built-in limits. */
function changesOf(
  limits: Partial<Limits>,
  causes: readonly CauseStanding[],
  blocks: readonly Block[],
  answers: ReadonlyMap<string, string>,
): Diagnosis["limits"] {
  const changed = changedLimits(limits).map((id) => ({ id, value: limits[id] ?? 0 }));
  if (changed.length === 0) return { changed, decide: false };
  const stand = (all: readonly CauseStanding[]): string =>
    all.map(({ id, standing, role }) => `${id} ${standing} ${role}`).join("; ");
  const without = standings(CAUSES, deriveFindings(evidenceSet(blocks, answers, limitsWith())));
  return { changed, decide: stand(without) !== stand(causes) };
}

/** What the readings prove, whatever procedure is followed. */
export interface Weighed {
  blocks: readonly Block[];
  evidence: EvidenceSet;
  findings: readonly Finding[];
  causes: readonly CauseStanding[];
}

/** Where a procedure stands with what is known. */
export type Place = Pick<Diagnosis, "path" | "passedOver" | "step" | "end" | "tool" | "system">;

/** Findings and causes. Pure and independent of the order of transcripts. */
export function weigh(reads: readonly ReadTranscript[], { answers, limits }: DiagnoseOptions = {}): Weighed {
  const blocks = reads.flatMap((transcript) => transcript.blocks);
  const evidence = evidenceSet(blocks, answers, limitsWith(limits));
  const findings = deriveFindings(evidence);
  return { blocks, evidence, findings, causes: standings(CAUSES, findings) };
}

/** The step to take next. */
export function placeIn(playbook: Playbook, weighed: Weighed, options: DiagnoseOptions = {}): Place {
  const { blocks, findings, causes } = weighed;
  const answers = options.answers ?? new Map<string, string>();
  const facts = [...findings.map((finding) => finding.id), ...causes.map((cause) => `${cause.id}:${cause.standing}`)];
  const anything = findings.length > 0 || answers.size > 0;
  const situation = situationOf(blocks, findings, options.tool);
  const { path, step, end, passedOver } = walkHere(playbook, anything ? facts : [], options.skipped ?? [], situation);
  return {
    path,
    passedOver,
    step: resolveStep(playbook, step, findings, new Set(answers.keys()), situation, blocks),
    end,
    tool: situation.tool,
    system: situation.system,
  };
}

/** Puts the readings together: findings, causes, the step to take next. Pure and independent of the order of transcripts. */
export function conclude(
  playbook: Playbook,
  reads: readonly ReadTranscript[],
  options: DiagnoseOptions = {},
): Diagnosis {
  const weighed = weigh(reads, options);
  const { blocks, evidence, findings, causes } = weighed;
  // Of several dumps the last is drawn: it shows how things are now.
  const shown = capturesOf(evidence).passes.at(-1)?.evidence ?? evidence;
  return {
    playbook: playbook.id,
    blocks,
    findings,
    causes,
    ...placeIn(playbook, weighed, options),
    limits: changesOf(options.limits ?? {}, causes, blocks, evidence.answers),
    coverage: reads.map(({ coverage }) => coverage).reduce(added, NOTHING_READ),
    perTranscript: reads.map(({ coverage }) => coverage),
    guesses: reads.map(({ guesses }) => guesses),
    surveys: stackSurveys(shown),
    locks: locksHeld(shown),
  };
}

/** Reads and concludes in one go. */
export function diagnose(
  playbook: Playbook,
  transcripts: readonly Transcript[],
  options: DiagnoseOptions = {},
): Diagnosis {
  return conclude(
    playbook,
    transcripts.map((transcript, file) => read(transcript, file)),
    options,
  );
}
