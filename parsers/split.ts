import type { Line, Mode } from "@/evidence";
import { isChatter } from "./chatter";
import { beginsWithAddress } from "./columns";
import { lookAt } from "./guarded";
import type { LineReader } from "./line-reader";
import { isOtherCommand } from "./other-commands";
import type { Parser } from "./parser";
import { PatternIndex } from "./pattern-index";
import { type Command, PROMPTS, parseCommand, parsePrompt } from "./prompt";
import { remembered } from "./remembered";
import { columnsOf, isFilled } from "./scanned-line";

/** A stretch of lines that one parser is to read. */
export interface Piece {
  /** The echoed command as typed, or null. */
  typed: string | null;
  command: Command | null;
  commandLine: Line | null;
  mode: Mode;
  /** Thread of the prompt the piece stands under. */
  promptThread: number | null;
  /** Parsers to try, best first; empty when nothing recognises the piece. */
  candidates: readonly Parser[];
  /** Readers that were asked about all of the lines already. */
  readers: ReadonlyMap<Parser, LineReader>;
  lines: readonly Line[];
}

/** Looks parsers up by command and by line, over one ordered list. */
export class Recogniser {
  private readonly lines: PatternIndex;
  /** For each pattern of `lines`, whose it is. */
  private readonly owners: readonly Parser[];
  private readonly commands: PatternIndex;
  /** Parsers of a command; logs repeat theirs. */
  private readonly matching: (bare: string) => readonly Parser[];

  constructor(private readonly parsers: readonly Parser[]) {
    this.matching = remembered((bare) => parsers.filter((parser) => parser.command.test(bare)));
    this.lines = new PatternIndex(parsers.flatMap((parser) => parser.recognise));
    this.owners = parsers.flatMap((parser) => parser.recognise.map(() => parser));
    this.commands = new PatternIndex([
      ...PROMPTS,
      BARE_COMMAND,
      ...parsers.flatMap((parser) => parser.bareCommand ?? []),
    ]);
  }

  /** False for most lines that neither show a prompt nor are a command. */
  mayBeCommand(line: Line): boolean {
    return !beginsWithAddress(columnsOf(line)) && this.commands.test(line);
  }

  /** The parser whose command stands alone on the line, typed without a prompt. */
  byBareCommand(text: string): Parser | null {
    return this.parsers.find((parser) => parser.bareCommand?.test(text)) ?? null;
  }

  /** Parsers whose command this is, those for the same kind of target first. */
  byCommand({ bare }: Command, mode: Mode): Parser[] {
    const matching = this.matching(bare);
    return matching.toSorted((a, b) => Number(b.mode === mode) - Number(a.mode === mode));
  }

  /** First parser in the list that recognises the line. */
  byLine(lines: readonly Line[], at: number): Parser | null {
    const line = lines[at];
    if (!line) return null;
    let refused: Parser | undefined;
    for (let found = this.lines.find(line); found >= 0; found = this.lines.find(line, found + 1)) {
      const parser = this.owners[found];
      if (!parser || parser === refused) continue;
      if (parser.confirm?.(lines, at) ?? true) return parser;
      refused = parser;
    }
    return null;
  }
}

/** The patterns of one parser, ready to be tried on lines. */
class Shapes {
  readonly recognise: PatternIndex;
  readonly keeps: PatternIndex;
  readonly restarts: PatternIndex;

  constructor(private readonly parser: Parser) {
    this.recognise = new PatternIndex(parser.recognise);
    this.keeps = new PatternIndex(parser.keeps ?? []);
    this.restarts = new PatternIndex(parser.restarts ? [parser.restarts] : []);
  }

  restartsAt(lines: readonly Line[], at: number): boolean {
    const line = lines[at];
    return line !== undefined && this.restarts.test(line) && this.confirms(lines, at);
  }

  confirms(lines: readonly Line[], at: number): boolean {
    return this.parser.confirm?.(lines, at) ?? true;
  }
}

const shapes = new Map<Parser, Shapes>();

function shapesOf(parser: Parser): Shapes {
  const known = shapes.get(parser) ?? new Shapes(parser);
  shapes.set(parser, known);
  return known;
}

const NO_READERS: ReadonlyMap<Parser, LineReader> = new Map();

/** Asks the candidates of a piece, line by line, whether the line stays with them. */
class Keeper {
  private readonly watches: readonly ((line: Line) => boolean)[];
  private readonly readers = new Map<Parser, LineReader>();
  /** Where the lines begin that were asked about. */
  private from: number | null = null;
  private readonly shapes: readonly Shapes[];
  /** What kept the last line: rows come in runs. */
  private lastKept: RegExp | null = null;

  constructor(private readonly parsers: readonly Parser[]) {
    for (const parser of parsers) {
      const reader = parser.reader?.();
      if (reader) this.readers.set(parser, reader);
    }
    const readers = [...this.readers.values()].map((reader) => (line: Line) => reader.takes(line));
    this.watches = [...readers, ...parsers.flatMap((parser) => parser.follow?.() ?? [])];
    this.shapes = parsers.map(shapesOf);
  }

  /** The readers, when they were asked about every line from `start` on. */
  readersFrom(start: number): ReadonlyMap<Parser, LineReader> {
    return this.from === start ? this.readers : NO_READERS;
  }

  restartsAt(lines: readonly Line[], at: number): boolean {
    return this.shapes[0]?.restartsAt(lines, at) ?? false;
  }

  takes(lines: readonly Line[], at: number): boolean {
    const line = lines[at];
    if (!line) return false;
    this.from ??= at;
    let watched = false;
    lookAt(line);
    // Every watch must see every line, so none may be skipped.
    for (const watch of this.watches) if (watch(line)) watched = true;
    if (watched || this.lastKept?.test(line.text)) return true;
    return this.shapes.some((shape, number) => this.keeps(shape, this.parsers[number]?.keeps, lines, at));
  }

  private keeps(shape: Shapes, patterns: readonly RegExp[] | undefined, lines: readonly Line[], at: number): boolean {
    const line = lines[at];
    if (!line) return false;
    const kept = shape.keeps.find(line);
    if (kept >= 0) {
      this.lastKept = patterns?.[kept] ?? null;
      return true;
    }
    return shape.recognise.test(line) && shape.confirms(lines, at);
  }
}

/** A command line typed at a prompt, or a line that is nothing but a command. */
export interface Segment {
  typed: string | null;
  commandLine: Line | null;
  mode: Mode;
  promptThread: number | null;
  lines: Line[];
  /** Another prompt or command stands below it. */
  closed?: true;
}

// A command alone on its line, without a prompt: `!syncblk`, `~39e !clrstack`, `.time`.
const BARE_COMMAND =
  /^\s{0,8}(?:~(?:\*|\d{1,4}|~?\[[^\]]{1,20}\])\s?e?\s?)?[!.][a-z][\w.\\]{1,60}(?:\s[^\n]{0,120})?$/i;

function isBareCommand(text: string, recogniser: Recogniser): boolean {
  if (!BARE_COMMAND.test(text)) return false;
  const command = parseCommand(text.trim());
  return recogniser.byCommand(command, "unknown").length > 0 || isOtherCommand(command.bare);
}

/** The debugger's thread once the segment's command has run: `~39s` makes it 39, `~~[360]s` one without a number. */
function threadAfter({ typed, mode, promptThread }: Segment): number | null {
  const command = typed ? parseCommand(typed) : null;
  return command?.bare === "~s" && mode !== "kernel" ? command.thread : promptThread;
}

/** How many words a command and its arguments may have when its output stands on the same line. */
const FOLDED_WORDS = 3;
const SHORTEST_FOLDED = 60;

/** Where most consoles break their lines. */
const USUAL_CONSOLE = 80;

/** Some pages put an output on the line of its command: `0:003> !Threads ThreadCount: 2 UnstartedThread: 0 …`. */
function unfoldCommand(line: Line, typed: string, recogniser: Recogniser): { typed: string; output: Line } | null {
  if (typed.length < SHORTEST_FOLDED) return null;
  const blanks = [...typed.slice(0, 200).matchAll(/\s+/g)].slice(0, FOLDED_WORDS);
  for (const { index } of blanks) {
    const output = { ...line, text: typed.slice(index).trim() };
    const command = parseCommand(typed.slice(0, index));
    if (recogniser.byLine([output], 0)?.command.test(command.bare)) return { typed: typed.slice(0, index), output };
  }
  return null;
}

export function* segmentsOf(parcels: Iterable<readonly Line[]>, recogniser: Recogniser): Generator<Segment | Pause> {
  let current: Segment = { typed: null, commandLine: null, mode: "unknown", promptThread: null, lines: [] };
  for (const parcel of parcels) {
    for (const line of parcel) {
      const begun = recogniser.mayBeCommand(line) ? beginSegment(line, current, recogniser) : null;
      if (begun) yield { ...current, closed: true };
      if (begun) current = begun;
      else current.lines.push(line);
    }
    yield { line: parcel.at(-1)?.number ?? 0 };
  }
  yield current;
}

function isFullLine(line: Line | undefined): boolean {
  return line !== undefined && line.text.length === USUAL_CONSOLE;
}

/** The segment that the line begins with its prompt or command; null when it is neither. */
function beginSegment(line: Line, current: Segment, recogniser: Recogniser): Segment | null {
  const prompt = parsePrompt(line.text);
  if (prompt) {
    const folded = unfoldCommand(line, prompt.typed, recogniser);
    return {
      typed: (folded?.typed ?? prompt.typed) || null,
      commandLine: line,
      mode: prompt.mode,
      promptThread: prompt.thread,
      lines: folded ? [folded.output] : [],
    };
  }
  // The end of a word that a console broke may look like a short command.
  const bare = isFullLine(current.lines.at(-1)) ? null : recogniser.byBareCommand(line.text);
  if (!bare && !isBareCommand(line.text, recogniser)) return null;
  return {
    typed: line.text.trim(),
    commandLine: line,
    mode: bare?.mode ?? current.mode,
    promptThread: bare?.mode === "shell" ? null : threadAfter(current),
    lines: [],
  };
}

/** First line that carries something, from `start`. */
function firstFilled(lines: readonly Line[], start: number): number {
  let at = start;
  while (at < lines.length && isChatter(lines[at]?.text ?? "")) at++;
  return at;
}

/** A place where the work may rest, for others to have a turn. */
export interface Pause {
  /** The line it has come to. */
  line: number;
}

/** Lines of one segment that are looked at without a rest. */
const LINES_A_TURN = 1000;

export function* cutSegment(segment: Segment, recogniser: Recogniser): Generator<Piece | Pause> {
  const { lines, mode } = segment;
  const command = segment.typed ? parseCommand(segment.typed) : null;
  const named = command ? recogniser.byCommand(command, mode) : [];

  let start = 0;
  let echo = { typed: segment.typed, command, commandLine: segment.commandLine };
  let promptThread = segment.promptThread;
  // An output without a command of its own may come from anywhere, unless the command line held several.
  const threadOfRest = command?.bare === "~s" || segment.typed?.includes(";") ? threadAfter(segment) : null;
  let candidates: Parser[] = named;
  let keeper = new Keeper(named);
  let seenRestart = false;

  const close = (end: number): Piece[] => {
    const body = lines.slice(start, end);
    const empty = !body.some(isFilled);
    const closed =
      empty && !echo.commandLine
        ? []
        : [{ ...echo, mode, promptThread, candidates, readers: keeper.readersFrom(start), lines: body }];
    echo = { typed: null, command: null, commandLine: null };
    promptThread = threadOfRest;
    start = end;
    seenRestart = false;
    return closed;
  };

  const first = firstFilled(lines, 0);
  for (let at = 0; at < lines.length; at++) {
    if (at % LINES_A_TURN === LINES_A_TURN - 1) yield { line: lines[at]?.number ?? 0 };
    if (keeper.restartsAt(lines, at)) {
      if (seenRestart) {
        yield* close(at);
        keeper = new Keeper(candidates);
      }
      seenRestart = true;
      keeper.takes(lines, at);
      continue;
    }
    if (keeper.takes(lines, at)) continue;
    const other = recogniser.byLine(lines, at);
    if (!other || candidates.includes(other)) continue;
    // The first line decides what an unknown command is, and gives a known one a rival.
    if (at <= first) candidates = [...candidates, other];
    else {
      yield* close(at);
      candidates = [other];
    }
    keeper = new Keeper(candidates);
    keeper.takes(lines, at);
    if (shapesOf(other).restartsAt(lines, at)) seenRestart = true;
  }
  yield* close(lines.length);
}

/**
 * Cuts normalised lines at prompts, bare commands and headings, one piece after the other, with pauses in between.
 * Every line lands in exactly one piece or is a command line.
 */
export function* pieces(
  parcels: Iterable<readonly Line[]>,
  recogniser: Recogniser,
): Generator<Piece | Pause, void, undefined> {
  for (const part of segmentsOf(parcels, recogniser)) {
    if ("line" in part) yield part;
    else yield* cutSegment(part, recogniser);
  }
}

/** All pieces of the lines. */
export function split(lines: readonly Line[], recogniser: Recogniser): Piece[] {
  return [...pieces([lines], recogniser)].filter((part) => "candidates" in part);
}
