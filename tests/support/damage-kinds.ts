import type { Random } from "@/simulator/random";
import * as around from "./damage-around";
import * as hex from "./damage-hex";
import * as layout from "./damage-layout";
import * as loss from "./damage-loss";
import * as markup from "./damage-markup";

/**
 * What of an output survives: `all` of it; all, but it looks as if somebody left rows out (`all
 * but cut`); all but what stood in the command (`output`); all of it among lines that belong to
 * nothing (`among`); all of it two times (`twice`); or `some`. `some, seen` leaves a mark: what
 * was read must not be called complete.
 */
export type Survives = "all" | "all but cut" | "output" | "among" | "twice" | "some" | "some, seen";

/** One way in which text gets damaged between a console and a paste. */
export interface Damage {
  name: string;
  survives: Survives;
  apply: (text: string, random: Random) => string;
  /** What becomes of a text value, where the damage cannot be told from the outside. */
  value?: (text: string) => string;
  /** Parsers of whose output only some survives, each with the reason. */
  but?: Readonly<Record<string, string>>;
  /** False when it left too few traces for anybody to see it; then only some survives. */
  tells?: (before: string, after: string) => boolean;
}

function damage(name: string, survives: Survives, apply: Damage["apply"], value?: Damage["value"]): Damage {
  return { name, survives, apply, value };
}

/** A single broken line looks like a line with a remark below it. */
const brokenTwice: Damage["tells"] = (before, after) => after.split("\n").length - before.split("\n").length > 1;

const FREE_TEXT = "its last column is free text, which may go on below";
const MANY_COLUMNS = "its rows are wider than two lines, and their columns may be empty";
const OWN_JOIN = "it breaks lines by itself, so that what is broken twice cannot be told";

const IN_BYTES = "its sizes are in bytes, and one of eight digits then looks like an address";

const withoutTags = (text: string): string => text.replace(/<[^<>]*>/g, "");

export const DAMAGES: readonly Damage[] = [
  damage("white space collapsed", "all", layout.collapseBlanks),
  damage("indentation lost", "all", layout.dropIndentation),
  damage("indented by four", "all", layout.indentFour),
  damage("padded to the window's width", "all", layout.padRight),
  damage("tabs for blanks", "all", layout.tabsForBlanks),
  damage("a blank line after each line", "all", layout.doubleBlankLines),
  damage("CRLF", "all", layout.carriageReturns),
  damage("CR only", "all", layout.oldMacLineEnds),
  damage("CR CR LF", "all", layout.doubledCarriageReturns),
  damage("byte order mark", "all", layout.byteOrderMark),
  damage("form feeds", "all", layout.formFeeds),
  damage("UTF-16 read as bytes", "all", layout.nulBytes),
  damage("UTF-16 read as bytes, marked", "all", layout.markedNulBytes),
  {
    ...damage("wrapped by a console of 80 columns", "all", layout.consoleWrap),
    but: { netstat: FREE_TEXT, tasklist: MANY_COLUMNS, httperr: MANY_COLUMNS, "event-log": FREE_TEXT },
  },
  {
    ...damage("wrapped by mail at column 76", "all", layout.mailWrap),
    tells: brokenTwice,
    but: {
      ...{ netstat: FREE_TEXT, tasklist: MANY_COLUMNS, httperr: MANY_COLUMNS, "event-log": FREE_TEXT },
      ...{
        "kd-running": MANY_COLUMNS,
        "kd-irp": OWN_JOIN,
        "fltkd-cbd": OWN_JOIN,
        "linux-kernel-stack": FREE_TEXT,
        "sos-dumpobj": MANY_COLUMNS,
      },
    },
  },
  damage("quoted by mail", "all", layout.mailQuote),
  damage("quoted by mail twice", "all", layout.doubleMailQuote),
  damage("quoted with pipes", "all", layout.pipeQuote),
  damage("in a source comment", "all", layout.sourceComment),
  damage("ISO timestamps in front", "all", layout.isoTimestamps),
  damage("clock times in front", "all", layout.clockTimestamps),
  damage("syslog heads in front", "all", layout.syslogHeads),
  damage("HTML escaped", "all", markup.htmlOnce),
  damage("HTML escaped twice", "all", markup.htmlTwice),
  damage("non-breaking blanks in runs", "all", markup.nonBreakingBlanks),
  damage("non-breaking blanks only", "all", markup.allNonBreaking),
  damage("&nbsp; in runs", "all", markup.nbspEntities),
  damage("paragraph tags", "all", markup.paragraphs),
  damage("line break tags", "all", markup.lineBreaks),
  damage("span tags round addresses", "all", markup.spans),
  damage("debugger links", "all", markup.debuggerLinks),
  damage("debugger bold", "all", markup.debuggerBold),
  damage("colour codes", "all", markup.colourCodes),
  damage("clear-line codes", "all", markup.clearLineCodes),
  damage("zero-width blanks", "all", markup.zeroWidth),
  damage("curly quotes", "all", markup.curlyQuotes),
  damage("long dashes", "all", markup.longDashes),
  damage("one-character ellipses", "all", markup.ellipses),
  damage("a times sign for x", "all", markup.timesForX),
  damage("fences", "all", markup.fences),
  damage("fences with a language", "all", markup.namedFences),
  damage("markdown escapes", "all", markup.markdownEscapes),
  damage("two blanks at line ends", "all", markup.hardBreaks),
  damage("quote for the back-tick", "all", hex.tickToQuote),
  damage("accent for the back-tick", "all", hex.tickToAccent),
  damage("curly quote for the back-tick", "all", hex.tickToCurly),
  damage("back-tick eaten", "all", hex.tickEaten),
  damage("addresses in capitals", "all", hex.capitals),
  {
    ...damage("addresses with 0x", "all", hex.prefixed),
    but: { "event-log": IN_BYTES, "linux-cgroup": IN_BYTES, robocopy: IN_BYTES },
  },
  damage("a symbol warning inside", "all", around.symbolWarning),
  damage("a symbol error inside", "all", around.symbolError),
  damage("progress dots inside", "all but cut", around.progressDots),
  damage("remark behind <<", "all", markup.remarks("<< this one is of interest")),
  damage("remark behind //", "all", markup.remarks("// look here")),
  damage("remark behind <--", "all", markup.remarks("<-- here it hangs")),
  // Without line ends only outputs whose rows have a mark of their own can be read, and not all of those.
  damage("folded into one line", "some", around.foldedLines),
  damage("command left out", "output", around.withoutCommand),
  damage("banner in front", "among", around.banner),
  damage("prose round it", "among", around.withProse),
  damage("pasted twice", "twice", around.pastedTwice),
  damage("truncated", "some, seen", loss.truncated),
  damage("first lines lost", "some", loss.beheaded),
  damage("shortened with dots", "some, seen", loss.elided),
  damage("shortened with [snip]", "some, seen", loss.snipped),
  damage("shortened with words", "some, seen", loss.described),
  damage("tags eaten", "some", markup.eatenTags, withoutTags),
  damage("stars eaten", "some", markup.eatenStars, (text) => text.replaceAll("*", "")),
  damage("underlines eaten", "some", markup.eatenUnderlines, (text) => text.replace(/(^|[\s.])_(?=\w)/g, "$1")),
  damage("backslashes eaten", "some", markup.eatenBackslashes, (text) => text.replaceAll("\\", "")),
  damage("digits misread", "some, seen", hex.misreadDigits, hex.misreadText),
  damage("addresses hidden", "some, seen", hex.hidden, hex.hiddenText),
  damage("an address dropped", "some", hex.droppedAddress),
  damage("numbered lines", "some", layout.lineNumbers),
  damage("numbered lines of an editor", "some", layout.editorNumbers),
];

/** What cannot be told from a shorter or another output; reading it must only not fail. */
export const UNTELLABLE: readonly Damage[] = [
  damage("one line lost", "some", loss.lostLine),
  damage("several lines lost", "some", loss.lostLines),
  damage("clipped at column 72", "some", loss.clipped),
];
