import { PARSERS } from "@/parsers/list";
import { PRINTERS } from "@/simulator/printers/list";
import { printout } from "@/simulator/printers/printer";
import type { Random } from "@/simulator/random";
import { CASE_STUDY } from "./case-study";
import { DAMAGES, UNTELLABLE } from "./damage-kinds";
import { samplesOf } from "./docstring-samples";
import { serverFor } from "./round-trip";

const ALL_DAMAGES = [...DAMAGES, ...UNTELLABLE];
/** Made-up servers that the outputs come from; few, for each takes its time to make. */
const SERVERS = 4;
/** What random text is made of: what outputs are made of, and what breaks readers of text. */
const SCRAPS = [
  ...[
    "0",
    "7",
    "a",
    "f",
    "x",
    "0x",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\r",
    "\r\n",
    "\f",
    "\b",
    "\0",
    "`",
    "'",
    '"',
    "<",
    ">",
    "</",
    "/>",
  ],
  ...[
    "&",
    "&lt;",
    "&#",
    "&#0;",
    "&#x1f600;",
    "*",
    "_",
    "~",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    ":",
    ";",
    ",",
    ".",
    "...",
    "\u2026",
    "!",
    "+0x",
  ],
  ...[
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\ufffd",
    "\ud83d",
    "\u{1f600}",
    "\u0130",
    "\u00df",
    "\u202e",
    "\u001b[31m",
    "\u001b",
    "\\",
    "//",
    "<<",
  ],
  ...[
    "0:000> ",
    "kd> ",
    "> ",
    "PS C:\\> ",
    "(lldb) ",
    "THREAD ",
    "PROCESS ",
    "Total ",
    "Name: ",
    "ntdll!",
    "Thread",
    "Id",
    "-1",
    "99999999999999999999",
  ],
];

const samples = PARSERS.flatMap(({ id }) => samplesOf(id).map(({ text }) => text));

function wholeOutput(random: Random): string {
  const kind = random.next();
  if (kind < 0.6) {
    const printer = random.pick(PRINTERS);
    return printout(printer, serverFor(printer, random.int(1, SERVERS)), random.chance(0.8));
  }
  return kind < 0.9 ? random.pick(samples) : random.pick(CASE_STUDY).text;
}

function randomText(random: Random): string {
  return random.times(random.int(1, 400), () => random.pick(SCRAPS)).join("");
}

/** The front of one text and the rest of another, cut anywhere. */
function splice(random: Random, one: string, other: string): string {
  return one.slice(0, random.int(0, one.length)) + other.slice(random.int(0, other.length));
}

/** One of the other lines put in somewhere, or lines of two texts in turn. */
function mix(random: Random, one: string, other: string): string {
  const [lines, others] = [one.split("\n"), other.split("\n")];
  if (random.chance(0.5)) return lines.flatMap((line, at) => [line, ...others.slice(at, at + 1)]).join("\n");
  return lines.toSpliced(random.int(0, lines.length), 0, random.pick(others)).join("\n");
}

function change(random: Random, text: string): string {
  const kind = random.int(0, 9);
  if (kind <= 4) return text === "" ? text : random.pick(ALL_DAMAGES).apply(text, random);
  if (kind === 5) return splice(random, text, wholeOutput(random));
  if (kind === 6) return mix(random, text, wholeOutput(random));
  if (kind === 7) return text.slice(0, random.int(0, text.length));
  const at = random.int(0, text.length);
  if (kind === 8) return text.slice(0, at) + randomText(random) + text.slice(at);
  const end = Math.min(text.length, at + random.int(1, 40));
  return text.slice(0, at) + random.times(random.int(0, 6), () => random.pick(SCRAPS)).join("") + text.slice(end);
}

/** A text as nobody should paste it. */
export function fuzzedPaste(random: Random): string {
  let text = random.chance(0.05) ? randomText(random) : wholeOutput(random);
  for (let left = random.int(1, 4); left > 0; left--) text = change(random, text);
  return text;
}
