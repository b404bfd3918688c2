import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, extname, join, relative, sep } from "node:path";
import { root } from "./project.mjs";
import { listFiles } from "./site-files.mjs";

const NAME = "service-worker.js";
/** What a page needs without a network. The rest (`.txt`) only makes going from page to page faster. */
const KEPT = new Set([".html", ".md", ".js", ".css", ".woff2", ".svg", ".png", ".json", ".webmanifest"]);
/** What only a trainer's export asks for, and has to fetch. */
const FETCHED = "scorm/";
/** Files under this path carry a hash of their content in their name. */
const HASHED = "_next/static/";

/** Writes the worker that keeps the whole site for use without a network. */
export async function writeServiceWorker(folder) {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [join(root, "browser", "service-worker.ts")],
    outfile: join(folder, NAME),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"', SITE_FILES: JSON.stringify(listKept(folder)) },
  });
}

function listKept(folder) {
  return listFiles(folder)
    .filter((path) => KEPT.has(extname(path)) && basename(path) !== NAME)
    .map((path) => ({ path, url: relative(folder, path).split(sep).join("/") }))
    .filter(({ url }) => !url.startsWith(FETCHED))
    .map(({ path, url }) => ({ url, revision: url.startsWith(HASHED) ? null : digestOf(path) }));
}

function digestOf(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 20);
}
