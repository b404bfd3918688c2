import { add, takeBack, written } from "./edit";
import type { Changes, Plan, Read } from "./plan";
import { refusal } from "./problem";

/** What a scaffold was when it was written: the text of its files and of its lines. */
export interface Record {
  files: { [path: string]: string };
  edits: { path: string; text: string }[];
}

function editsByFile({ edits }: Plan): Map<string, Plan["edits"]> {
  const files = new Map<string, Plan["edits"]>();
  for (const edit of edits) files.set(edit.path, [...(files.get(edit.path) ?? []), edit]);
  return files;
}

function listText(path: string, read: Read): string {
  const text = read(path);
  if (text !== null) return text;
  throw refusal(
    "LIST_NOT_FOUND",
    `${path}, which the new thing has to be listed in, is not there. Nothing was changed.`,
    "Run this in a whole copy of the repository.",
  );
}

/** Where something with this id stands already. */
function takenBy({ files, edits }: Plan, read: Read): string | null {
  const file = files.find(({ path }) => read(path) !== null);
  if (file) return file.path;
  return edits.find((edit) => written(edit, listText(edit.path, read)) !== null)?.path ?? null;
}

/** The files as they are once the new thing is there. */
export function changesToAdd(plan: Plan, read: Read): Changes {
  const taken = takenBy(plan, read);
  if (taken) {
    throw refusal(
      "ID_TAKEN",
      `There is something of the name of ${plan.what} already: ${taken}. Nothing was changed.`,
      "Choose another id, or take the other one back first, with --remove.",
    );
  }
  const changes: Changes = new Map(plan.files.map(({ path, text }) => [path, text]));
  for (const [path, edits] of editsByFile(plan)) {
    changes.set(
      path,
      edits.reduce((text, edit) => add(edit, text), listText(path, read)),
    );
  }
  return changes;
}

/** What stands in the tree of a plan, to be known again when it is taken back. */
export function recordOf(plan: Plan, read: Read): Record {
  return {
    files: Object.fromEntries(plan.files.map(({ path }) => [path, read(path) ?? ""])),
    edits: plan.edits.map((edit) => ({ path: edit.path, text: written(edit, listText(edit.path, read)) ?? "" })),
  };
}

/** Files in which something of a scaffold is no longer as it was written. */
export function editedSince(plan: Plan, record: Record, read: Read): string[] {
  const now = recordOf(plan, read);
  const files = plan.files.filter(({ path }) => record.files[path] !== now.files[path]).map(({ path }) => path);
  const before = new Set(record.edits.map(({ path, text }) => `${path}\n${text}`));
  const lines = now.edits.filter(({ path, text }) => !before.has(`${path}\n${text}`)).map(({ path }) => path);
  return [...new Set([...files, ...lines])];
}

/** The files as they were before the new thing was there. */
export function changesToRemove(plan: Plan, record: Record | null, force: boolean, read: Read): Changes {
  const there = plan.files.filter(({ path }) => read(path) !== null);
  const listed = plan.edits.filter((edit) => written(edit, listText(edit.path, read)) !== null);
  if (there.length + listed.length === 0) {
    throw refusal(
      "NOTHING_TO_REMOVE",
      `There is nothing of ${plan.what}. Nothing was changed.`,
      "Check the id, and the kind in front of it.",
    );
  }
  const edited = record ? editedSince(plan, record, read) : [...there, ...listed].map(({ path }) => path);
  if (edited.length > 0 && !force) {
    const what = record
      ? `Of ${plan.what} these files were edited since they were written: ${edited.join(", ")}.`
      : `Whether ${plan.what} was edited cannot be told: it was not written in this copy of the repository.`;
    throw refusal(
      "EDITED_SINCE",
      `${what} Nothing was changed.`,
      "Add --force to delete them with all that was written into them.",
    );
  }
  const changes: Changes = new Map(there.map(({ path }) => [path, null]));
  for (const [path, edits] of editsByFile(plan)) {
    changes.set(
      path,
      edits.reduce((text, edit) => takeBack(edit, text), listText(path, read)),
    );
  }
  return changes;
}
