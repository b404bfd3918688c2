import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A sample of the specification in a parser's docstring. */
export interface ParserSample {
  /** `sos-1.1`, `with-features`. */
  dialect: string;
  text: string;
}

/** Fenced `sample` blocks of a parser's docstring, without the comment's stars. */
export function samplesOf(parser: string): ParserSample[] {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(parser)) throw new RangeError(`Not the id of a parser: ${parser}`);
  const source = readFileSync(join(process.cwd(), "parsers", `${parser}.ts`), "utf8");
  return [...source.matchAll(/```sample ([^\n]+)\n([\s\S]*?)\n \* ```/g)].map((match) => ({
    dialect: (match[1] ?? "").trim(),
    text: (match[2] ?? "").replaceAll(/^ \* ?/gm, ""),
  }));
}
