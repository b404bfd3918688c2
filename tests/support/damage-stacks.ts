import type { Random } from "@/simulator/random";
import { DAMAGES, type Damage } from "./damage-kinds";

/**
 * In which order text gets damaged on its way: by who shortens it, by the log that collects it, by the page or mail
 * that quotes it, by the clipboard. One of each kind leaves the others' traces to be read.
 */
const STAGES: readonly (readonly string[])[] = [
  ["a symbol warning inside", "a symbol error inside", "remark behind <<", "remark behind //", "remark behind <--"],
  ["accent for the back-tick", "back-tick eaten", "addresses in capitals", "a times sign for x", "curly quotes"],
  ["white space collapsed", "indentation lost", "indented by four", "tabs for blanks", "two blanks at line ends"],
  ["ISO timestamps in front", "clock times in front", "syslog heads in front"],
  ["quoted by mail", "quoted by mail twice", "quoted with pipes", "in a source comment"],
  [
    "HTML escaped",
    "HTML escaped twice",
    "line break tags",
    "markdown escapes",
    "clear-line codes",
    "zero-width blanks",
  ],
  ["CRLF", "CR only", "CR CR LF", "byte order mark", "UTF-16 read as bytes", "UTF-16 read as bytes, marked"],
];
/** Broken lines can be joined as long as nothing changes their width afterwards. */
const BROKEN = ["wrapped by a console of 80 columns", "wrapped by mail at column 76"];
const LINE_ENDS = ["CRLF", "CR only", "byte order mark", "UTF-16 read as bytes", "UTF-16 read as bytes, marked"];
const MOST = 3;

function named(name: string): Damage {
  const found = DAMAGES.find((damage) => damage.name === name);
  if (!found) throw new Error(`There is no damage called ${name}.`);
  return found;
}

/** Several damages as one. What survives one that loses something is a part, and nobody may be able to see that. */
export function stack(damages: readonly Damage[]): Damage {
  return {
    name: damages.map(({ name }) => name).join(" + "),
    survives: damages.every(({ survives }) => survives === "all") ? "all" : "some",
    but: Object.assign({}, ...damages.map(({ but }) => but)),
    tells: (before, after) => damages.every(({ tells }) => tells?.(before, after) ?? true),
    apply: (text, random) => damages.reduce((changed, { apply }) => apply(changed, random), text),
    value: (text) => damages.reduce((changed, { value }) => value?.(changed) ?? changed, text),
  };
}

/** Two or three damages that follow each other; with `lossy`, the first one loses something. */
export function stackFor(random: Random, lossy: boolean): Damage {
  const chosen = random.sample(STAGES, random.int(2, MOST)).map((names) => named(random.pick(names)));
  if (lossy) return stack([random.pick(DAMAGES.filter(({ survives }) => survives.startsWith("some"))), ...chosen]);
  return random.chance(0.2) ? stack([named(random.pick(BROKEN)), named(random.pick(LINE_ENDS))]) : stack(chosen);
}
