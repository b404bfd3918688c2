import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileProblem } from "@/components/mdx/content-files";

const SOURCE = /\.(?:ts|tsx|mdx|json)$/;

/** Files of a folder that people write, with their paths from the root of the repository. */
export function sourcesIn(folder: string): string[] {
  const root = process.cwd();
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => SOURCE.test(name))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .sort();
}

const texts = new Map<string, readonly string[]>();

export function linesOf(path: string): readonly string[] {
  const known = texts.get(path) ?? readFileSync(join(process.cwd(), path), "utf8").split("\n");
  texts.set(path, known);
  return known;
}

/** A place to point at: where a file, or the first of a folder, says this; the top of it where none does. */
export function placeOf(path: string, ...words: readonly string[]): Pick<FileProblem, "file" | "line"> {
  const files = /\.\w+$/.test(path) ? [path] : sourcesIn(path);
  for (const word of words) {
    for (const file of files) {
      const at = linesOf(file).findIndex((line) => line.includes(word));
      if (at >= 0) return { file, line: at + 1 };
    }
  }
  return { file: path, line: 1 };
}
