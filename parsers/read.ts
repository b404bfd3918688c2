import type { Block, LineRange, Mode, Problem, ReadableTranscript, Report, Transcript } from "@/evidence";
import { isChatterLine } from "./chatter";
import { COMMAND_ERRORS } from "./command-errors";
import { fingerprintOf } from "./fingerprint";
import { foldedProblem } from "./folded";
import { PARSERS } from "./list";
import { Mender } from "./mend";
import { readLines } from "./normalise";
import { offerFor } from "./offers";
import { withOpenEnd } from "./open-end";
import type { OutputError, Parser, Source } from "./parser";
import { PatternIndex } from "./pattern-index";
import { isFilled } from "./scanned-line";
import { cutSegment, type Pause, type Piece, Recogniser, type Segment, segmentsOf } from "./split";
import { TrailingBlanks } from "./trailing-blanks";

const RECOGNISER = new Recogniser(PARSERS);

/** Joins ascending line numbers into ranges. */
export function rangesOf(numbers: readonly number[]): LineRange[] {
  const ranges: [number, number][] = [];
  const ascending = numbers.every((number, at) => at === 0 || number >= (numbers[at - 1] as number));
  let open: [number, number] | undefined;
  for (const number of ascending ? numbers : numbers.toSorted((a, b) => a - b)) {
    if (open && number <= open[1] + 1) open[1] = Math.max(open[1], number);
    else {
      open = [number, number];
      ranges.push(open);
    }
  }
  return ranges;
}

/** The errors that a parser's output may end in, its own first. */
class Errors {
  private readonly errors: readonly OutputError[];
  private readonly index: PatternIndex;

  constructor(parser: Parser | null) {
    this.errors = [...(parser?.errors ?? []), ...COMMAND_ERRORS];
    this.index = new PatternIndex(this.errors.map((error) => error.line));
  }

  /** The first error that a line of the piece announces. */
  find(piece: Piece): { problem: Problem; line: number } | null {
    for (const line of piece.lines) {
      const found = this.index.find(line);
      const error = found < 0 ? undefined : this.errors[found];
      const match = error?.line.exec(line.text);
      if (!error || !match) continue;
      return {
        problem: typeof error.problem === "function" ? error.problem(match, piece.mode) : error.problem,
        line: line.number,
      };
    }
    return null;
  }
}

const errors = new Map<Parser | null, Errors>();

function errorsOf(parser: Parser | null): Errors {
  const known = errors.get(parser) ?? new Errors(parser);
  errors.set(parser, known);
  return known;
}

/** Ranges of the transcript that the lines with these numbers were made of. */
function rangesIn(piece: Piece, numbers: readonly number[]): LineRange[] {
  if (numbers.length === 0) return [];
  const joined = piece.lines.filter(({ number, last }) => last > number);
  if (joined.length === 0) return rangesOf(numbers);
  const lasts = new Map(joined.map(({ number, last }) => [number, last]));
  return rangesOf(
    numbers.flatMap((number) =>
      Array.from({ length: (lasts.get(number) ?? number) - number + 1 }, (_, at) => number + at),
    ),
  );
}

/** Debugger thread the piece's output belongs to. In kernel mode the numbers are processors. */
function threadOf({ command, mode, promptThread }: Piece): number | null {
  if (mode === "kernel") return null;
  return command && !command.onPromptThread ? command.thread : promptThread;
}

/** `lines`: how many the transcript has. */
function sourceOf(piece: Piece, lines: number): Source {
  const last = piece.lines.at(-1);
  return {
    command: piece.command?.bare ?? null,
    args: piece.command?.args ?? "",
    thread: threadOf(piece),
    osThreadId: piece.command?.osThreadId ?? null,
    allThreads: piece.command?.allThreads ?? false,
    mode: piece.mode,
    commandLine: piece.commandLine?.number ?? null,
    lines: piece.lines,
    openEnd: last !== undefined && last.number >= lines && last.text !== "",
  };
}

interface Attempt {
  parser: Parser;
  mode: Mode | null;
  report: Report;
  unread: readonly number[];
}

/** The candidate that takes most of the piece. */
function bestReading(
  piece: Piece,
  source: Source,
): Attempt | { parser: Parser; problem: Problem; line: number } | null {
  let best: Attempt | null = null;
  let failed: { parser: Parser; problem: Problem; line: number } | null = null;
  for (const parser of piece.candidates) {
    const reader = piece.readers.get(parser);
    const reading = reader ? reader.reading(source) : parser.parse(source);
    if (!reading) continue;
    if ("problem" in reading) failed ??= { parser, problem: reading.problem, line: reading.line };
    else if (!best || reading.unread.length < best.unread.length)
      best = { parser, mode: reading.mode ?? null, report: reading.report, unread: reading.unread };
  }
  return best ?? failed;
}

function readPiece(piece: Piece, file: number, lines: number): Block {
  const source = sourceOf(piece, lines);
  const firstLine = piece.commandLine?.number ?? piece.lines[0]?.number ?? 1;
  const lastLine = lastFilled(piece);
  const reading = bestReading(piece, source);
  const parser = reading?.parser ?? piece.candidates[0] ?? null;
  const folded = parser && foldedProblem(parser.id, piece.commandLine, piece.lines);
  const result = parser && folded ? { parser, ...folded } : reading;
  const base = {
    command: piece.typed ?? parser?.name ?? "",
    echoed: piece.typed !== null,
    file,
    lines: [firstLine, lastLine] as const,
    mode: piece.mode !== "unknown" ? piece.mode : (parser?.mode ?? "unknown"),
    thread: source.thread,
    aside: asideOf(piece),
    fingerprint: fingerprintOf(piece.typed ?? "", piece.lines),
  };
  if (result && "report" in result) {
    const unread = rangesIn(piece, result.unread);
    const outcome = unread.length > 0 ? "partly-read" : "read";
    const mode = piece.mode === "unknown" ? (result.mode ?? base.mode) : base.mode;
    const offer = offerOf(piece, result.unread);
    return { ...base, mode, parser: result.parser.id, outcome, report: result.report, problem: null, unread, ...offer };
  }
  const filled = piece.lines.filter((line) => !isChatterLine(line)).map((line) => line.number);
  const error = result ?? errorsOf(parser).find(piece);
  if (error) {
    const unread = rangesIn(
      piece,
      filled.filter((number) => number !== error.line),
    );
    return { ...base, parser: parser?.id ?? null, outcome: "unusable", report: null, problem: error.problem, unread };
  }
  const unread = rangesIn(piece, filled);
  return { ...base, parser: null, outcome: "unknown", report: null, problem: null, unread, ...offerOf(piece, filled) };
}

function offerOf({ lines }: Piece, unread: readonly number[]): { offer?: Problem } {
  if (unread.length === 0) return {};
  const numbers = new Set(unread);
  const offer = offerFor(lines.filter(({ number }) => numbers.has(number)));
  return offer ? { offer } : {};
}

/** Lines that are noise around any output. A parser that reads some of them as its own reads them all the same. */
function asideOf({ lines }: Piece): number {
  let aside = 0;
  for (const line of lines) {
    if (line.text !== "" && isChatterLine(line) && line.text.trim() !== "") aside += line.last - line.number + 1;
  }
  return aside;
}

function lastFilled(piece: Piece): number {
  for (let at = piece.lines.length - 1; at >= 0; at--) {
    const line = piece.lines[at];
    if (line && isFilled(line)) return line.last;
  }
  return piece.commandLine?.last ?? piece.lines[0]?.last ?? 1;
}

/** True for a prompt that was typed at without output, or one that only switches. */
function isEmpty({ lines, candidates, commandLine }: Piece): boolean {
  if (lines.some(isFilled)) return false;
  return !candidates.some(({ id }) => foldedProblem(id, commandLine, lines));
}

/** The block of a command that printed nothing, where that says something. */
function silentBlock({ typed, mode, commandLine, candidates, promptThread }: Piece, file: number): Block[] {
  const parser = candidates.find(({ silent }) => silent !== undefined);
  if (!parser?.silent || !commandLine) return [];
  return [
    {
      command: typed ?? parser.name,
      echoed: true,
      file,
      lines: [commandLine.number, commandLine.last],
      mode: mode === "unknown" ? parser.mode : mode,
      thread: promptThread,
      fingerprint: fingerprintOf(typed ?? "", []),
      parser: parser.id,
      outcome: "read",
      report: parser.silent,
      problem: null,
      unread: [],
    },
  ];
}

function* blocksOf(segment: Segment, file: number, lines: number): Generator<Block | Pause> {
  for (const part of cutSegment(segment, RECOGNISER)) {
    if (!("candidates" in part)) yield part;
    else if (!isEmpty(part)) yield readPiece(part, file, lines);
    else if (segment.closed) yield* silentBlock(part, file);
  }
}

function allBlocksOf(segment: Segment, file: number, lines: number): Block[] {
  return [...blocksOf(segment, file, lines)].filter((part) => "outcome" in part);
}

/** Lines that one command may print to be worth a second reading. */
const MOST_MENDED = 4000;

/** The blocks of a segment, with pauses in between. */
function* readSegment(segment: Segment, file: number, lines: number, mender: Mender): Generator<Block | Pause> {
  if (segment.lines.length > MOST_MENDED) yield* blocksOf(segment, file, lines);
  else yield* mender.mend(segment, allBlocksOf(segment, file, lines));
}

/** What a turn of reading gave. */
export interface ReadingStep {
  /** The line it has come to, and how many there are. */
  line: number;
  lines: number;
  /** Blocks finished since the step before, in order. */
  blocks: readonly Block[];
}

/** Lines in one turn: some tens of milliseconds. */
const LINES_A_TURN = 8000;
const FIRST_TURN = 400;

function linesOf(pieces: readonly string[]): number {
  let lines = 1;
  pieces.forEach((text, number) => {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
    for (let at = text.indexOf("\r"); at >= 0; at = text.indexOf("\r", at + 1)) {
      const next = at + 1 < text.length ? text[at + 1] : pieces[number + 1]?.[0];
      if (next !== "\n") lines++;
    }
  });
  return lines;
}

/**
 * Reads one transcript into blocks, in turns: whoever asks may show what is there, go on later, or stop. Every
 * non-blank line lies in a block. Pieces without any output become blocks only when their command is one that a
 * parser reads (so that "no output" can be told), else they vanish into the line count as a prompt.
 */
export function* readInSteps({ text }: ReadableTranscript, file: number): Generator<ReadingStep, void, undefined> {
  const pieces = typeof text === "string" ? [text] : text.filter((piece) => piece !== "");
  const lines = linesOf(pieces);
  let blocks: Block[] = [];
  let line = 0;
  let turnBegan = 0;
  const mender = new Mender((segment) => allBlocksOf(segment, file, lines), new TrailingBlanks(pieces));
  for (const segment of segmentsOf(withOpenEnd(readLines(pieces), lines), RECOGNISER)) {
    for (const part of "line" in segment ? [segment] : readSegment(segment, file, lines, mender)) {
      if ("line" in part) line = Math.max(line, part.line);
      else {
        blocks.push(part);
        line = Math.max(line, part.lines[1]);
      }
      // The first turns are short: whoever waits wants to see something.
      if (line - turnBegan < Math.min(LINES_A_TURN, Math.max(FIRST_TURN, turnBegan))) continue;
      yield { line, lines: Math.max(line, lines), blocks };
      blocks = [];
      turnBegan = line;
    }
  }
  yield { line: Math.max(line, lines), lines: Math.max(line, lines), blocks };
}

/** Reads one transcript into blocks, in order. */
export function readTranscript(transcript: Transcript, file: number): Block[] {
  const blocks: Block[] = [];
  for (const step of readInSteps(transcript, file)) for (const block of step.blocks) blocks.push(block);
  return blocks;
}
