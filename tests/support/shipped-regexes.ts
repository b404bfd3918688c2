import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { transformSync } from "esbuild";
import { analyse } from "scslre";
import { parseAst } from "vite";

const ROOT = join(import.meta.dirname, "../..");

/** A regular expression and the file it was met in. */
export interface Found {
  source: string;
  flags: string;
  file: string;
}

/** Paths of the TypeScript files in a folder of the project, however deep. */
export function typeScriptIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

export function sourceOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function* nodesIn(node: Node): Generator<Node> {
  yield node;
  for (const child of Object.values(node)) if (isNode(child)) yield* nodesIn(child);
}

function programOf(text: string, file: string): Node {
  const loader = extname(file) === ".tsx" ? "tsx" : "ts";
  return { program: parseAst(transformSync(text, { loader, jsx: "automatic" }).code) };
}

/** The expressions written between slashes. */
export function literalsIn(text: string, file: string): Found[] {
  return [...nodesIn(programOf(text, file))].flatMap((node) => {
    if (node.type !== "Literal" || !isNode(node.regex)) return [];
    return [{ source: String(node.regex.pattern), flags: String(node.regex.flags), file }];
  });
}

/** True when the code puts an expression together while it runs. */
export function buildsRegexes(text: string, file: string): boolean {
  return [...nodesIn(programOf(text, file))].some(
    ({ type, callee }) =>
      (type === "NewExpression" || type === "CallExpression") && isNode(callee) && callee.name === "RegExp",
  );
}

/** The expressions that are put together while `run` runs; `file` is asked whose it is. */
export async function recordRegexes(run: () => Promise<void>, file: () => string): Promise<Found[]> {
  const found: Found[] = [];
  const Native = globalThis.RegExp;
  class Recorded extends Native {
    constructor(pattern: string | RegExp, flags?: string) {
      super(pattern, flags);
      found.push({ source: this.source, flags: this.flags, file: file() });
    }
  }
  Object.assign(globalThis, { RegExp: Recorded });
  try {
    await run();
  } finally {
    Object.assign(globalThis, { RegExp: Native });
  }
  return found;
}

/** What is wrong with those expressions that may need more than linear time. */
export function superLinear(found: readonly Found[]): string[] {
  const files = new Map<string, Found>();
  for (const one of found) files.set(`/${one.source}/${one.flags}`, one);
  return [...files].flatMap(([shown, { source, flags, file }]) => {
    const kinds = analyse({ source, flags }).reports.map(({ type, exponential }) =>
      exponential ? "exponential" : type,
    );
    return kinds.length === 0 ? [] : [`${file}: ${[...new Set(kinds)].join(", ")}: ${shown}`];
  });
}
