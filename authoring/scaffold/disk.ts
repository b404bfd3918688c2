import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Changes, Read } from "./plan";
import { refusal } from "./problem";

/** Reads files of a copy of the repository. */
export function readIn(root: string): Read {
  return (path) => {
    const file = join(root, path);
    return existsSync(file) ? readFileSync(file, "utf8").replaceAll("\r\n", "\n") : null;
  };
}

function put(root: string, path: string, text: string | null): void {
  const file = join(root, path);
  if (text !== null) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  rmSync(file, { force: true });
  for (let folder = dirname(file); existsSync(folder) && readdirSync(folder).length === 0; folder = dirname(folder)) {
    rmdirSync(folder);
  }
}

/** Formats files and sorts their imports; returns why it could not. */
function tidy(root: string, paths: readonly string[]): string | null {
  const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  const options = ["check", "--write", "--linter-enabled=false", "--colors=off", "--files-ignore-unknown=true"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, ...options, ...paths], {
    cwd: root,
    encoding: "utf8",
  });
  return status === 0 ? null : `${stdout}${stderr}`;
}

/** Writes all of the changes, or none: what stood there comes back when one of them cannot be made. */
export function write(root: string, changes: Changes): void {
  const read = readIn(root);
  const before: Changes = new Map([...changes.keys()].map((path) => [path, read(path)]));
  const undo = (): void => {
    for (const [path, text] of before) put(root, path, text);
  };
  try {
    for (const [path, text] of changes) put(root, path, text);
  } catch (error) {
    undo();
    const reason = error instanceof Error ? error.message : String(error);
    throw refusal(
      "NOT_WRITTEN",
      `A file could not be written: ${reason}. Nothing was changed.`,
      "See that the folder can be written to and that the disk has room, then run it again.",
    );
  }
  const wrong = tidy(
    root,
    [...changes].flatMap(([path, text]) => (text === null ? [] : [path])),
  );
  if (wrong === null) return;
  undo();
  throw refusal(
    "FORMAT_REFUSED",
    `What would have been written cannot be formatted:\n${wrong.trim()}\nNothing was changed.`,
    "Run npm run check: mend what it tells of the files as they are, then run this again.",
  );
}
