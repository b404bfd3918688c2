import type { Line } from "@/evidence";
import { parseBareFrame } from "./bare-site";
import { isChatterLine } from "./chatter";
import { parseManagedRows, plainWidth } from "./managed-frame";
import { rememberedEnds } from "./remembered";
import { scanned } from "./scanned-line";

/** The lines of `!clrstack` that are no rows, and how its rows are told from those of other outputs. */

export const OS_HEADING = /^\s*OS Thread Id:\s*(?:0x)?(?<os>[0-9a-f]{1,8})(?:\s*\((?<thread>\d{1,8})\))?\s*$/i;
export const OLD_HEADING = /^\s*Thread\s+(?<thread>\d{1,5})\s*$/i;
export const COLUMNS = /^\s*(?:ESP\s+EIP|Child[ -]SP\s+(?<second>IP|RetAddr)\s+Call Site)\s*$/i;
// The same and the rows behind it, on one line
export const FOLDED =
  /^\s*(?<heading>OS Thread Id:\s*(?:0x)?[0-9a-f]{1,8}(?:\s*\(\d{1,8}\))?|Thread\s+\d{1,5})\s+(?:(?<columns>ESP\s+EIP|Child[ -]SP\s+(?:IP|RetAddr)\s+Call Site)\s+)?(?<rest>(?:0x)?[0-9a-f]{8,16}\s.*)$/i;
export const SECTION = /^\s*(?<name>PARAMETERS|LOCALS):\s*(?:\(none\)\s*)?$/i;
// The advice is broken over one to four lines.
export const NOT_MANAGED =
  /^\s*(?:Unable to walk the managed stack|Not a managed thread|The current thread is (?:un|likely not a )managed|(?:likely not a |not a )?managed thread\. You can run|You can run !?(?:clr)?threads to|(?:a )?list of managed threads in|the process\.?$)/i;
export const NO_WALK = /^\s*Failed to start stack walk:\s*(?:0x)?(?<code>[0-9a-f]{1,8})/i;
export const FAILED_WALK =
  /^\s*(?:GetFrameContext failed|Stack ?walk (?:failed|stopped)|Failed to (?:get|request) (?:thread|frame|stack))/i;

/** First line below `at` that carries something. */
function below(lines: readonly Line[], at: number): Line | null {
  for (let index = at + 1; index < lines.length && index < at + 10; index++) {
    const line = lines[index];
    if (line && !isChatterLine(line)) return line;
  }
  return null;
}

function isRow(line: Line): boolean {
  return parseManagedRows(line).length > 0;
}

export function confirm(lines: readonly Line[], at: number): boolean {
  const line = lines[at];
  if (!line) return false;
  const { text } = line;
  const nextLine = below(lines, at);
  const next = nextLine?.text ?? null;
  const nextIsRow = (): boolean => nextLine !== null && isRow(nextLine);
  if (FOLDED.test(text)) return isRow({ ...line, text: FOLDED.exec(text)?.groups?.rest ?? "" });
  if (OS_HEADING.test(text)) {
    // `!dso` and `!dumpstack` begin with the same line.
    return (
      next === null ||
      COLUMNS.test(next) ||
      NOT_MANAGED.test(next) ||
      NO_WALK.test(next) ||
      FAILED_WALK.test(next) ||
      OS_HEADING.test(next) ||
      nextIsRow() ||
      parseBareFrame({ number: 1, last: 1, text: next }) !== null
    );
  }
  if (OLD_HEADING.test(text))
    return next !== null && (/^\s*ESP\s+EIP\s*$/i.test(next) || NOT_MANAGED.test(next) || OLD_ROW.test(next));
  // The same columns stand above a native stack of `k` without arguments; its rows name a module.
  if (isNativeRow(text) || (COLUMNS.test(text) && next !== null && isNativeRow(next))) return false;
  if (COLUMNS.test(text)) return next === null || nextIsRow() || FAILED_WALK.test(next) || OS_HEADING.test(next);
  if (FRAME_ROW.test(text) || NOT_MANAGED.test(text)) return true;
  // Method rows alone: `!gcroot` and `!pe` print one or two of the same shape among other lines.
  return isRow(line) && nextIsRow() && !/^\s*(?:Thread [0-9a-f]+:|SP\s+IP\s+Function)/i.test(lines[at - 1]?.text ?? "");
}

// fffff90e`6b1c2a10 fffff801`2a0c1d47 nt!KiSwapContext+0x76
const NATIVE_ROW = /^\s*(?:[0-9a-f]{8}[`'´]?){1,2}\s+(?:[0-9a-f]{8}[`'´]?){1,2}\s+[\w.$]{1,80}(?:!|\+0x)/i;
// 00007F21B8FFC6D0 00007F21B9C1D2EC libcoreclr.so!Thread::DoAppropriateWait(int, void**) + 1308         of -f
const DECIMAL_ROW =
  /^\s*(?:[0-9a-f]{8}){1,2}\s+(?:[0-9a-f]{8}){1,2}\s+[\w.$-]{1,80}![^+]{1,400} \+ \d{1,8}(?:\s+\[|\s+at\s|$)/i;
const OLD_ROW = /^\s*0x[0-9a-f]{8}\s+0x[0-9a-f]{8}\s+\[(?:FRAME: |DEFAULT\]|hasThis\])/i;
export const FRAME_ROW =
  /^\s*(?:0x)?(?:[0-9a-f]{8}){1,2}\s+(?:0x)?(?:[0-9a-f]{8}){1,2}\s+\[(?:FRAME: \w|DEFAULT\]|[A-Za-z_]\w{2,80}Frame\w*(?::\s|\]))/i;
export const METHOD_ROW = /^\s*(?:[0-9a-f]{8}){1,2}\s+(?:[0-9a-f]{8}){1,2}\s+[A-Za-z_<.][^\s(!]{2,400}\(/i;

function isNativeRow(text: string): boolean {
  return NATIVE_ROW.test(text) && !DECIMAL_ROW.test(text);
}

const isMethodSite = rememberedEnds((site: string): { kept: boolean } => ({
  kept: METHOD_ROW.test(`00000000 00000000 ${site}`) || DECIMAL_ROW.test(`00000000 00000000 ${site}`),
}));

/** True for the row of a method, told without trying expressions on it. */
export function isPlainMethodRow(line: Line): boolean {
  return plainWidth(line) > 0 && isMethodSite(line.text, scanned(line).rest).kept;
}
