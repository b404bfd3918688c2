import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const JUNK_DRAWERS = ["utils", "helpers", "common", "lib", "misc"];

/** Folders that tools make and git ignores: the lines of .gitignore that name one. */
const IGNORED: string[] = readFileSync(join(ROOT, ".gitignore"), "utf8").match(/^[\w-]+(?=\/$)/gm) ?? [];

function listOwn(folder: string): { name: string; isFolder: boolean }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && !IGNORED.includes(name))
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
}

function listTree(folder: string): string[] {
  return listOwn(folder).flatMap(({ name, isFolder }) => [name, ...(isFolder ? listTree(join(folder, name)) : [])]);
}

test("the folder map in the README names the folders on the disk, each once", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const mapped = [...readme.matchAll(/^\| `(?<folder>[\w-]+)\/` +\| \S/gm)].map((row) => row.groups?.folder);
  const onDisk = listOwn(ROOT).filter(({ isFolder }) => isFolder);

  expect(mapped).toEqual(onDisk.map(({ name }) => name).sort());
});

test("no file and no folder is a junk drawer", () => {
  const names = listTree(ROOT);

  expect(names).toContain("folder-map.test.ts");
  expect(names.filter((name) => JUNK_DRAWERS.includes(parse(name).name.split(".")[0] ?? name))).toEqual([]);
});
