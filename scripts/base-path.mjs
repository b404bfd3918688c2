import { readFileSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import { SetupProblem } from "./project.mjs";
import { listFiles } from "./site-files.mjs";

/** What the site is built with: it stands wherever the path belongs that the site lies below. */
export const PLACEHOLDER = "/waitchain-base";

const TEXT = new Set([".html", ".js", ".css", ".txt", ".md", ".json", ".svg", ".webmanifest"]);
/** A row of a page's data that is counted in bytes: `1a:T4f2,…`. */
const COUNTED_ROW = /:T([0-9a-f]+),/g;
const SEGMENTS = /^(?:\/[a-z0-9][\w.~-]*)*$/i;

/** `/tools/waitchain` for any way of writing it; empty for the root. Throws where it is no path. */
export function basePath(text) {
  const path = `/${text}`.replace(/\/+/g, "/").replace(/\/$/, "");
  if (SEGMENTS.test(path)) return path;
  throw new SetupProblem(
    "BASE_NOT_USABLE",
    `--base is "${text}".`,
    "Give the path that the site lies below, for example --base /tools/waitchain.",
  );
}

/** Puts the path into every file of a built site. */
export function rebase(folder, base) {
  for (const path of listFiles(folder)) {
    if (!TEXT.has(extname(path))) continue;
    const text = readFileSync(path, "utf8");
    if (text.includes(PLACEHOLDER)) writeFileSync(path, rebased(text, base, path));
  }
}

function rebased(text, base, path) {
  for (const { 0: head, 1: length, index } of text.matchAll(COUNTED_ROW)) {
    const from = index + head.length;
    if (text.slice(from, from + Number.parseInt(length, 16)).includes(PLACEHOLDER)) {
      throw new Error(`${path} has an address within a text that is counted in bytes.`);
    }
  }
  return text.replaceAll(PLACEHOLDER, base);
}
