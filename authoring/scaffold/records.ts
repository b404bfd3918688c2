import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Record } from "./changes";
import type { Options } from "./kind";

/** What was written here, and with which options: kept beside the builds, and in no commit. */
export interface Written {
  options: Options;
  record: Record;
}

const FOLDER = ".waitchain/new";

function fileOf(root: string, kind: string, id: string): string {
  return join(root, FOLDER, `${kind}-${id.replaceAll("/", "-")}.json`);
}

export function recall(root: string, kind: string, id: string): Written | null {
  const file = fileOf(root, kind, id);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Written) : null;
}

export function keep(root: string, kind: string, id: string, written: Written): void {
  mkdirSync(join(root, FOLDER), { recursive: true });
  writeFileSync(fileOf(root, kind, id), JSON.stringify(written));
}

export function forget(root: string, kind: string, id: string): void {
  rmSync(fileOf(root, kind, id), { force: true });
  const folder = join(root, FOLDER);
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
