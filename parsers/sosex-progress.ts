import type { Line } from "@/evidence";
import { isChatter } from "./chatter";

/** What sosex says it is doing before it prints a result; `!dlk`, `!mlocks` and `!mwaits` share it. */
export const SOSEX_PROGRESS =
  /^\s*(?:Examining (?:SyncBlocks|CriticalSections)|Scanning for (?:ReaderWriter|holders of|threads waiting on|thinlocks)|Could not find symbol ntdll!|Failed to load App Domain data|This dump has no SOSEX heap index|The heap index makes searching|To create a heap index)/i;

/** How far the result may stand below. */
const LOOK_AHEAD = 40;

export function isSosexProgress(text: string): boolean {
  return SOSEX_PROGRESS.test(text);
}

/** The first line below `at` that is a result and not a note; empty when there is none. */
export function resultBelow(lines: readonly Line[], at: number): string {
  for (const { text } of lines.slice(at, at + LOOK_AHEAD)) if (!isSosexProgress(text) && !isChatter(text)) return text;
  return "";
}
