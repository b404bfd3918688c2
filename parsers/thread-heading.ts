import { canonicalHex, type Line, type ThreadListRow } from "@/evidence";
import { group, hexGroup, numberGroup } from "./grammar";
import { guarded } from "./guarded";

/**
 * The row that `~` prints for each thread, and that stands above each stack of `~*k`:
 *
 *   .  39  Id: 13a8.360 Suspend: 1 Teb: 7ffaa000 Unfrozen "worker"
 *
 * `.` marks the current thread, `#` the one that raised the event. The number is decimal,
 * process and thread id are hex. Older debuggers leave out colons and `Suspend`, pages leave out blanks
 * and marks, and some run several rows together on one line.
 */
const ROW =
  /(?:^|[\s>|])(?<mark>[.#])?\s{0,6}(?<thread>\d{1,5})\s{1,6}Id:?\s{0,4}(?<process>[0-9a-f]{1,8})\.(?<os>[0-9a-f]{1,8})(?=\s{1,6}(?:Suspend|Teb))(?:\s{1,6}Suspend:?\s{0,4}(?<suspend>\d{1,9}))?(?:\s{1,6}Teb:?\s{0,4}(?<teb>[0-9a-f]{1,8}(?:\\?[`'´]?[0-9a-f]{8})?)\s{1,6}(?<state>Un-?frozen|Frozen)\w{0,2}\b(?:\s{1,6}"(?<name>[^"]{0,200})")?)?/gi;
const ANY_ROW = guarded(/(?:^|\s)\d{1,5}\s{1,6}Id:?\s{0,4}[0-9a-f]{1,8}\.[0-9a-f]{1,8}\s{1,6}(?:Suspend|Teb)/i);
/** A line that begins with a thread row. */
export const THREAD_ROW = /^\s*(?:[.#]\s*)?\d{1,5}\s+Id:?\s*[0-9a-f]{1,8}\.[0-9a-f]{1,8}\s+(?:Suspend|Teb)/i;
// Priority: 0  Priority class: 32  Affinity: ffff
const PRIORITY = guarded(/^\s*Priority:\s{0,4}(?<priority>-?\d{1,3})\b/i);
// Start: mscorwks!Thread::intermediateThreadProc     (000007fe`f1e1b564)
const START = guarded(/^\s*Start:\s{0,4}(?<start>\S.*)$/i);
const START_ADDRESS = /\((?:[0-9a-f`'´\\]{8,18}\)|[0-9a-f`'´\\]{0,18})$/i;

/** A thread row; `frozen` is null where the row was cut before it. */
export type ThreadRow = Omit<ThreadListRow, "frozen"> & { frozen: boolean | null };

/** Every thread row on the line. */
export function parseThreadRows(line: Line): ThreadRow[] {
  if (!ANY_ROW.test(line.text)) return [];
  const rows: ThreadRow[] = [];
  ROW.lastIndex = 0;
  for (let found = ROW.exec(line.text); found; found = ROW.exec(line.text)) {
    const teb = group(found, "teb");
    const state = group(found, "state")?.toLowerCase() ?? null;
    rows.push({
      line: line.number,
      thread: numberGroup(found, "thread") ?? 0,
      processId: hexGroup(found, "process") ?? "0",
      osThreadId: hexGroup(found, "os") ?? "0",
      suspendCount: numberGroup(found, "suspend"),
      teb: teb === null ? null : canonicalHex(teb.replace("\\", "")),
      frozen: state === null ? null : state === "frozen",
      current: group(found, "mark") === ".",
      event: group(found, "mark") === "#",
      name: group(found, "name"),
      start: null,
      priority: null,
    });
  }
  return rows;
}

/** True for a line that holds a thread row. */
export function isThreadRow(text: string): boolean {
  return ANY_ROW.test(text);
}

/** The `Start:` and `Priority:` lines that `~*` and `!uniqstack` print below a thread row; null when the line is neither. */
export function parseThreadDetail(text: string): { start: string | null; priority: number | null } | null {
  const priority = PRIORITY.exec(text);
  if (priority) return { start: null, priority: Number(priority.groups?.priority) };
  const start = START.exec(text);
  return start ? { start: (start.groups?.start ?? "").replace(START_ADDRESS, "").trim(), priority: null } : null;
}
