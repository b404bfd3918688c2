import type { Problem } from "@/evidence";
import type { OutputError } from "./parser";

/**
 * The warning of commands that walk the heap, when a collection was moving objects:
 *
 *   The garbage collector data structures are not in a valid state for traversal.
 *   It is either in the "plan phase," where objects are being moved around, or
 *   we are at the initialization or shutdown of the gc heap. Commands related to …
 */
const WARNING = /\bgarbage collector data structures are not in a valid state for traversal\b/i;
const MORE =
  /^\s*(?:It is either in the .plan phase|we are at the initialization or shutdown of the gc heap|displaying, finding or traversing objects|work properly\. !dumpheap and !verifyheap|consistency errors\.$)/i;

export function isCollectionWarning(text: string): boolean {
  return WARNING.test(text);
}

/** The further lines of that warning. */
export function isMoreOfWarning(text: string): boolean {
  return MORE.test(text);
}

const COLLECTION_IN_PROGRESS: Problem = {
  code: "GC_IN_PROGRESS",
  what: "The dump was taken while the collector was moving objects, so its heap cannot be walked.",
  fix: "Take another dump a few seconds later. If that one says the same, look at the stacks of the collector's threads: the collection may be what hangs.",
  commands: ["!threads", "~*k"],
};

const NOT_WALKABLE: Problem = {
  code: "HEAP_NOT_READABLE",
  what: "SOS could not read the managed heap from this dump: it lacks that memory, or the data access library does not fit.",
  fix: "Take a full memory dump, or let the debugger fetch the right library, then run the command again.",
  commands: [".cordll -ve -u -l", "procdump -ma <pid>"],
};

/** Errors of all commands that walk the heap. */
export const HEAP_ERRORS: readonly OutputError[] = [
  { line: WARNING, problem: COLLECTION_IN_PROGRESS },
  {
    // Error requesting GC Heap data      Failed to retrieve segments for gc heap
    line: /^\s*(?:Error requesting (?:GC heap|gc heap|heap segment|AppDomain|domain|details)\b|Failed to (?:retrieve|request|get) (?:segments|GC|gc|heap|finalizer)\b|Error:? Unable to (?:build snapshot of the garbage collector state|walk the (?:managed )?heap)|Unable to build snapshot of the garbage collector state)/i,
    problem: NOT_WALKABLE,
  },
];
