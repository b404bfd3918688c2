import { WaitchainError } from "@/evidence";
import { readArguments, usage, type Wanted } from "./scaffold/arguments";
import { changesToAdd, changesToRemove, recordOf } from "./scaffold/changes";
import { readIn, write } from "./scaffold/disk";
import { KINDS } from "./scaffold/kinds/list";
import type { Changes, Plan, Read } from "./scaffold/plan";
import { forget, keep, recall } from "./scaffold/records";

/** What a run says, and with which exit code it ends. */
export interface Outcome {
  code: number;
  text: string;
}

function planOf({ kind, id, options }: Wanted, read: Read): Plan {
  const known = KINDS[kind];
  if (!known) throw new RangeError(`There is no kind ${kind}.`);
  return known.plan(id, options, read);
}

function told(what: string, changes: Changes, words: (path: string) => string): string {
  return [what, ...[...changes.keys()].map((path) => `  ${words(path)} ${path}`), ""].join("\n");
}

function addNew(root: string, wanted: Wanted): string {
  const read = readIn(root);
  const plan = planOf(wanted, read);
  const changes = changesToAdd(plan, read);
  const own = new Set(plan.files.map(({ path }) => path));
  write(root, changes);
  keep(root, wanted.kind, wanted.id, { options: wanted.options, record: recordOf(plan, read) });
  const text = told(`Added ${plan.what}.`, changes, (path) => (own.has(path) ? "wrote " : "listed"));
  return `${text}What is left to be written: npm run check:content\n`;
}

function takeAway(root: string, wanted: Wanted): string {
  const read = readIn(root);
  const written = recall(root, wanted.kind, wanted.id);
  const plan = planOf({ ...wanted, options: { ...written?.options, ...wanted.options } }, read);
  const changes = changesToRemove(plan, written?.record ?? null, wanted.force, read);
  write(root, changes);
  forget(root, wanted.kind, wanted.id);
  return told(`Removed ${plan.what}.`, changes, (path) => (changes.get(path) === null ? "deleted " : "unlisted"));
}

/** `npm run new -- …` in a copy of the repository. */
export function runNew(root: string, args: readonly string[]): Outcome {
  if (args.length === 0 || args.includes("--help")) return { code: 0, text: usage() };
  try {
    const wanted = readArguments(args);
    return { code: 0, text: wanted.remove ? takeAway(root, wanted) : addNew(root, wanted) };
  } catch (error) {
    if (!(error instanceof WaitchainError)) throw error;
    const { code, what, fix } = error.problem;
    return { code: 1, text: `${code}: ${what}\n${fix}\n` };
  }
}
