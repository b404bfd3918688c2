import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Fenced `sample` blocks of a parser's docstring, without the comment's stars. */
export function samplesOf(parserId: string): { dialect: string; text: string }[] {
  const source = readFileSync(join(import.meta.dirname, "../../parsers", `${parserId}.ts`), "utf8");
  return [...source.matchAll(/```sample ([^\n]+)\n([\s\S]*?)\n \* ```/g)].map((match) => ({
    dialect: (match[1] ?? "").trim(),
    text: (match[2] ?? "").replaceAll(/^ \* ?/gm, ""),
  }));
}
