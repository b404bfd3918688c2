import type { Entry } from "./case-log";

type AnyEntry = Entry<unknown>;

/** What taking a step back or forth would do: the entry to remove, and the entry people see change. */
export interface UndoStep {
  /** Id to put into the removal. */
  remove: string;
  /** The transcript, answer, skip or note it concerns. */
  entry: Exclude<AnyEntry, { type: "removal" }>;
  /** Whether that entry counts afterwards. */
  returns: boolean;
}

type Removal = Extract<AnyEntry, { type: "removal" }>;

/**
 * Reads back from the log what can be undone and redone. A removal of the newest
 * action is an undo, a removal of an undo is a redo, and a removal of anything
 * older was meant as such and can be undone itself.
 */
function actionsOf(log: readonly AnyEntry[]): { done: AnyEntry[]; undone: { action: AnyEntry; by: Removal }[] } {
  const done: AnyEntry[] = [];
  let undone: { action: AnyEntry; by: Removal }[] = [];
  for (const entry of log) {
    const last = undone.at(-1);
    if (entry.type === "removal" && done.at(-1)?.id === entry.entry) {
      const action = done.pop();
      if (action) undone.push({ action, by: entry });
    } else if (entry.type === "removal" && last?.by.id === entry.entry) {
      undone.pop();
      done.push(last.action);
    } else {
      done.push(entry);
      undone = [];
    }
  }
  return { done, undone };
}

function concerned(action: AnyEntry, log: readonly AnyEntry[]): UndoStep["entry"] | null {
  if (action.type !== "removal") return action;
  const removed = log.find((entry) => entry.id === action.entry);
  return removed ? concerned(removed, log) : null;
}

/** What "undo" does now, or null when nothing is left to undo. */
export function undoStep(log: readonly AnyEntry[]): UndoStep | null {
  const action = actionsOf(log).done.at(-1);
  const entry = action && concerned(action, log);
  return entry ? { remove: action.id, entry, returns: action.type === "removal" } : null;
}

/** What "redo" does now, or null when nothing was undone since the last new entry. */
export function redoStep(log: readonly AnyEntry[]): UndoStep | null {
  const last = actionsOf(log).undone.at(-1);
  const entry = last && concerned(last.action, log);
  return entry ? { remove: last.by.id, entry, returns: last.action.type !== "removal" } : null;
}
