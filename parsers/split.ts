import type { Line, Mode } from "@/evidence";
import { isChatter } from "./chatter";
import { isOtherCommand } from "./other-commands";
import type { Parser } from "./parser";
import { type Command, parseCommand, parsePrompt } from "./prompt";

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
  lines: readonly Line[];
}

/** Looks parsers up by command and by line, over one ordered list. */
export class Recogniser {
  private readonly anyLine: RegExp;
  private readonly anyBareCommand: RegExp;

  constructor(private readonly parsers: readonly Parser[]) {
    this.anyLine = union(parsers.flatMap((parser) => parser.recognise));
    this.anyBareCommand = union(parsers.flatMap((parser) => parser.bareCommand ?? []));
  }

  /** The parser whose command stands alone on the line, typed without a prompt. */
  byBareCommand(text: string): Parser | null {
    if (!this.anyBareCommand.test(text)) return null;
    return this.parsers.find((parser) => parser.bareCommand?.test(text)) ?? null;
  }

  /** Parsers whose command this is, those for the same kind of target first. */
  byCommand(command: Command, mode: Mode): Parser[] {
    const matching = this.parsers.filter((parser) => parser.command.test(command.bare));
    return matching.sort((a, b) => Number(b.mode === mode) - Number(a.mode === mode));
  }

  /** First parser in the list that recognises the line. */
  byLine(lines: readonly Line[], at: number): Parser | null {
    const text = lines[at]?.text ?? "";
    if (!this.anyLine.test(text)) return null;
    for (const parser of this.parsers) {
      if (belongsTo(parser, text) && (parser.confirm?.(lines, at) ?? true)) return parser;
    }
    return null;
  }
}

function union(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map((pattern) => `(?:${withoutNames(pattern.source)})`).join("|") || "(?!)", "i");
}

/** Group names may occur once in an expression; in a union they would clash. */
function withoutNames(source: string): string {
  return source.replace(/\(\?<(?![=!])\w+>/g, "(?:");
}

function belongsTo(parser: Parser, text: string): boolean {
  return parser.recognise.some((pattern) => pattern.test(text));
}

function keeps(parser: Parser, lines: readonly Line[], at: number): boolean {
  const text = lines[at]?.text ?? "";
  if (parser.keeps?.some((pattern) => pattern.test(text))) return true;
  return belongsTo(parser, text) && (parser.confirm?.(lines, at) ?? true);
}

function restarts(parser: Parser | undefined, lines: readonly Line[], at: number): boolean {
  if (!parser?.restarts?.test(lines[at]?.text ?? "")) return false;
  return parser.confirm?.(lines, at) ?? true;
}

/** Asks the candidates of a piece, line by line, whether the line stays with them. */
class Keeper {
  private readonly watches: readonly (((line: Line) => boolean) | undefined)[];

  constructor(private readonly parsers: readonly Parser[]) {
    this.watches = parsers.map((parser) => parser.follow?.());
  }

  takes(lines: readonly Line[], at: number): boolean {
    const line = lines[at];
    // Every watch must see every line, so none may be skipped.
    const watched = this.watches.map((watch) => (watch && line ? watch(line) : false));
    return watched.includes(true) || this.parsers.some((parser) => keeps(parser, lines, at));
  }
}

/** A command line typed at a prompt, or a line that is nothing but a command. */
interface Segment {
  typed: string | null;
  commandLine: Line | null;
  mode: Mode;
  promptThread: number | null;
  lines: Line[];
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

function segmentsOf(lines: readonly Line[], recogniser: Recogniser): Segment[] {
  const segments: Segment[] = [];
  let current: Segment = { typed: null, commandLine: null, mode: "unknown", promptThread: null, lines: [] };
  segments.push(current);
  for (const line of lines) {
    const prompt = parsePrompt(line.text);
    if (prompt) {
      const folded = unfoldCommand(line, prompt.typed, recogniser);
      current = {
        typed: (folded?.typed ?? prompt.typed) || null,
        commandLine: line,
        mode: prompt.mode,
        promptThread: prompt.thread,
        lines: folded ? [folded.output] : [],
      };
      segments.push(current);
      continue;
    }
    const bare = recogniser.byBareCommand(line.text);
    if (bare) {
      const thread = bare.mode === "shell" ? null : threadAfter(current);
      current = { typed: line.text.trim(), commandLine: line, mode: bare.mode, promptThread: thread, lines: [] };
      segments.push(current);
    } else if (isBareCommand(line.text, recogniser)) {
      current = {
        typed: line.text.trim(),
        commandLine: line,
        mode: current.mode,
        promptThread: threadAfter(current),
        lines: [],
      };
      segments.push(current);
    } else current.lines.push(line);
  }
  return segments;
}

/** First line that carries something, from `start`. */
function firstFilled(lines: readonly Line[], start: number): number {
  let at = start;
  while (at < lines.length && isChatter(lines[at]?.text ?? "")) at++;
  return at;
}

function cutSegment(segment: Segment, recogniser: Recogniser): Piece[] {
  const { lines, mode } = segment;
  const command = segment.typed ? parseCommand(segment.typed) : null;
  const named = command ? recogniser.byCommand(command, mode) : [];
  const pieces: Piece[] = [];

  let start = 0;
  let echo = { typed: segment.typed, command, commandLine: segment.commandLine };
  let promptThread = segment.promptThread;
  // An output without a command of its own may come from anywhere, unless the command line held several.
  const threadOfRest = command?.bare === "~s" || segment.typed?.includes(";") ? threadAfter(segment) : null;
  let candidates: Parser[] = named;
  let keeper = new Keeper(named);
  let seenRestart = false;

  const close = (end: number): void => {
    const body = lines.slice(start, end);
    const empty = body.every((line) => line.text.trim() === "");
    if (!empty || echo.commandLine) {
      pieces.push({ ...echo, mode, promptThread, candidates, lines: body });
    }
    echo = { typed: null, command: null, commandLine: null };
    promptThread = threadOfRest;
    start = end;
    seenRestart = false;
  };

  const first = firstFilled(lines, 0);
  for (let at = 0; at < lines.length; at++) {
    if (restarts(candidates[0], lines, at)) {
      if (seenRestart) {
        close(at);
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
      close(at);
      candidates = [other];
    }
    keeper = new Keeper(candidates);
    keeper.takes(lines, at);
    if (restarts(other, lines, at)) seenRestart = true;
  }
  close(lines.length);
  return pieces;
}

/** Cuts normalised lines at prompts, bare commands and headings. Every line lands in exactly one piece or is a command line. */
export function split(lines: readonly Line[], recogniser: Recogniser): Piece[] {
  return segmentsOf(lines, recogniser).flatMap((segment) => cutSegment(segment, recogniser));
}
