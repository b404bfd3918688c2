import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Paths of all files below a folder, in one order everywhere. */
export function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : [path];
    });
}
