import type { Line } from "@/evidence";
import { beginsWithAddress } from "./columns";
import { PatternIndex } from "./pattern-index";
import { columnsOf } from "./scanned-line";

/**
 * Lines that debuggers print around any output: symbol and version notes,
 * separators, banners. They count as read and never as evidence.
 */
const CHATTER: readonly RegExp[] = [
  /^\s*$/i,
  /^\s*[-=_*~]{3,}\s*$/i,
  /^\s*```/i,
  /^\s*\*{3} (?:WARNING|ERROR): /i,
  /^\s*Loading unloaded module list/i,
  /^\s*Loading (?:Kernel|User) Symbols/i,
  /^\s*\.{3,}\s*$/i,
  /^\s*Loaded Son of Strike data table/i,
  /^\s*(?:SYMSRV|DBGHELP|SYMCHK): /i,
  /^\s*[A-Za-z]:\\\S.*\.pdb(?:\s.*)?$/i,
  /^\s*PDB symbol for \S+ not loaded/i,
  /^\s*Unable to load image .*, Win32 error/i,
  /^\s*ModLoad: /i,
  /^\s*KD: Scanning for held locks/i,
  /^\s*(?:Reading|Implicit) (?:process|thread) is now/i,
  /^\s*Failed to request MethodData/i,
  /^\s*(?:Opened|Closing open) log file/i,
  /^\s*Symbol search path is:/i,
  /^\s*Executable search path is:/i,
  /^\s*\[?(?:\.\.\.|…|snip|\.\.\. ?snip ?\.\.\.)\]?\s*$/i,
];

const ANY_CHATTER = new PatternIndex(CHATTER);

/** True for a line that carries no evidence and belongs to no grammar. */
export function isChatter(text: string): boolean {
  return text === "" || ANY_CHATTER.findIn(text) >= 0;
}

/** The same for a line: most are told by what it begins with and which characters it holds. */
export function isChatterLine(line: Line): boolean {
  return line.text === "" || (!beginsWithAddress(columnsOf(line)) && ANY_CHATTER.test(line));
}
