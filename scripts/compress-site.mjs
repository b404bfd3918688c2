import { readFileSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { listFiles } from "./site-files.mjs";

const TEXT = new Set([".html", ".js", ".css", ".txt", ".md", ".json", ".svg", ".webmanifest"]);
/** Bytes below which it is not worth it. */
const SMALL = 1024;

/** Puts a compressed copy beside each text of the site, for the server to send instead. */
export async function compressSite(folder) {
  for (const path of listFiles(folder).filter((path) => TEXT.has(extname(path)))) {
    const content = readFileSync(path);
    if (content.length >= SMALL) writeFileSync(`${path}.gz`, await promisify(gzip)(content));
  }
}
