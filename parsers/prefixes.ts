import { beginsNumbered, lineNumbers } from "./line-numbers";
import { isDotnetDumpPrompt } from "./prompt";

/** What is to be taken off the front of every line. */
export type Prefix = (line: string) => string;

const CLOCK = "\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?";
const DATE = "\\d{4}-\\d\\d-\\d\\d";
const ZONE = "(?:\\s?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))?";
const STAMP = `\\[?${DATE}[T ]${CLOCK}${ZONE}\\]?`;
const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
// web-7f9c dbg[412]:
const HOST_AND_PROGRAM = "[\\w.-]{1,80}\\s[\\w./-]{1,60}\\[\\d{1,7}\\]:(?:\\s|$)";

/** What log collectors, source comments and tickets put before every line, beside the marks of a mail. */
const PATTERNS: readonly RegExp[] = [
  // `// ` of a source comment
  /^\s{0,4}\/\/\s?/,
  // `| ` of a ticket
  /^\s{0,4}\|(?:\s|$)/,
  // 2024-05-01T10:02:03Z web-7f9c dbg[412]:
  new RegExp(`^\\s{0,4}${STAMP}\\s${HOST_AND_PROGRAM}`),
  // 2024-05-01T10:02:03.123456789Z stdout F
  new RegExp(`^\\s{0,4}${STAMP}\\sstd(?:out|err) [FP](?:\\s|$)`),
  // [2024-05-01T10:02:03Z]   2024-05-01 10:02:03,123
  new RegExp(`^\\s{0,4}${STAMP}(?:\\s|$)`),
  // 10:02:03.123   [10:02:03]   10:02:03 AM
  new RegExp(`^\\s{0,4}\\[?(?:${CLOCK}|\\d:\\d\\d:\\d\\d)\\]?(?:\\s[AP]M)?(?:\\s|$)`),
  // May  1 10:02:03 web-7f9c dbg[412]:
  new RegExp(
    `^\\s{0,4}(?:<\\d{1,3}>)?${MONTH}\\s{1,2}\\d{1,2}\\s${CLOCK}\\s[\\w.-]{1,80}\\s[\\w./-]{1,60}(?:\\[\\d{1,7}\\])?:(?:\\s|$)`,
  ),
  // `web-1  | ` of a container's log
  /^[A-Za-z][\w.-]{0,38}[-_]\d{1,3}\s{0,20}\|(?:\s|$)/,
  // `2>` of a build that runs in parts
  /^\s{0,4}\d{1,3}>\s?/,
  // `* `, bullets
  /^\s{0,4}[*\u2022]\s/,
];

// Logs whose own rows begin with a time: `#Fields: date time c-ip …`, and rows of addresses and ports without it.
const OWN_TIMES = new RegExp(
  `^\\s{0,4}(?:#(?:Fields|Software|Version|Date):|${DATE} ${CLOCK} \\S{2,45} \\d{1,5} \\S{2,45} \\d{1,5}\\s)`,
);

const QUOTE = /^\s{0,4}(?:>\s?){1,5}/;
const MOST_QUOTES = 5;
/** Share of the lines that are not blank which must carry a prefix before it is taken off. */
const MAJORITY = 0.6;
const FEWEST_LINES = 2;
const MOST_PREFIXES = 3;

function shareOf(lines: readonly string[], carries: (line: string) => boolean): number {
  return lines.filter(carries).length / lines.length;
}

function depthOf(line: string): number {
  return (QUOTE.exec(line)?.[0].match(/>/g) ?? []).length;
}

// `>[  0, 0]   0 10 …`, `>> Domain:Value  …`: rows that begin with such a mark of their own.
const OWN_MARK = /^\s{0,20}>(?:\s?\[|>\s{0,4}Domain:Value)/;

/** Text behind the marks of a mail. Rows and prompts that begin with such a mark keep their own. */
function withoutQuotes(depth: number): Prefix {
  const common = new RegExp(`^\\s{0,4}(?:>\\s?){1,${depth}}`);
  return (line) => {
    const rest = line.replace(common, "");
    return !rest.startsWith(">") || isDotnetDumpPrompt(rest) || OWN_MARK.test(rest) ? rest : rest.replace(QUOTE, "");
  };
}

function quotes(lines: readonly string[]): Prefix | null {
  const quoted = lines.filter((line) => QUOTE.test(line));
  const own = quoted.filter(isDotnetDumpPrompt).length;
  if ((quoted.length - own) / lines.length < MAJORITY) return null;
  const depth = quoted.reduce((least, line) => Math.min(least, depthOf(line)), MOST_QUOTES);
  return withoutQuotes(depth);
}

/** One thing that most of the lines begin with. */
function onePrefix(lines: readonly string[]): Prefix | null {
  if (beginsNumbered(lines[0] ?? "")) {
    const numbers = lineNumbers(lines);
    if (numbers) return (line) => line.replace(numbers, "");
  }
  const filled = lines.filter((line) => line.trim() !== "");
  if (filled.length < FEWEST_LINES) return null;
  const quoted = quotes(filled);
  if (quoted || filled.some((line) => OWN_TIMES.test(line))) return quoted;
  const pattern = PATTERNS.find((each) => shareOf(filled, (line) => each.test(line)) >= MAJORITY);
  return pattern ? (line) => line.replace(pattern, "") : null;
}

/** All that is to be taken off the lines, the outermost first; null when they begin with nothing in common. */
export function commonPrefix(lines: readonly string[]): Prefix | null {
  const found: Prefix[] = [];
  let rest = lines;
  while (found.length < MOST_PREFIXES) {
    const next = onePrefix(rest);
    if (!next) break;
    found.push(next);
    rest = rest.map(next);
  }
  return found.length > 0 ? (line) => found.reduce((text, prefix) => prefix(text), line) : null;
}
