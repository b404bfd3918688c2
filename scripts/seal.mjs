import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { listFiles } from "./site-files.mjs";

/** Every `<script>` with its attributes and body. */
const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/g;
const CHARSET = /<head><meta charset="utf-8"\s*\/?>/i;

/**
 * Writes into every page of the exported site a policy that lets run its own files and the inline
 * scripts it was built with, and nothing else: no code from elsewhere, no request to elsewhere.
 */
export function sealSite(folder) {
  const pages = listFiles(folder).filter((path) => path.endsWith(".html"));
  for (const path of pages) writeFileSync(path, sealPage(readFileSync(path, "utf8")));
}

export function sealPage(html) {
  const head = CHARSET.exec(html) ?? /<head>/i.exec(html);
  if (head === null) throw new Error("A page without <head> cannot be sealed.");
  const at = head.index + head[0].length;
  const meta = `<meta http-equiv="Content-Security-Policy" content="${describePolicy(listInlineScripts(html))}"/>`;
  return html.slice(0, at) + meta + html.slice(at);
}

function listInlineScripts(html) {
  const hashes = new Set();
  for (const [, attributes, body] of html.matchAll(SCRIPT)) {
    if (!/\ssrc=/.test(attributes)) hashes.add(`'sha256-${createHash("sha256").update(body).digest("base64")}'`);
  }
  return [...hashes];
}

/** Everything from this site alone; `scripts` says which inline scripts may run besides its files. */
export function describePolicy(scripts) {
  return [
    "default-src 'self'",
    ["script-src 'self'", ...scripts].join(" "),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'none'",
  ].join("; ");
}
