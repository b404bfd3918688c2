import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { PLACEHOLDER } from "../base-path.mjs";
import { root } from "../project.mjs";
import { listFiles } from "../site-files.mjs";

/** Files under this path carry a hash of their content in their name. */
const HASHED = "_next/static";
/** Pages to work with, which need React at once; all others are there to be read. */
const WORK = new Set("index case search training _not-found".split(" "));

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/g;
const SCRIPT_AHEAD = /<link rel="preload" as="script"[^>]*>/g;
const SOURCE = /\bsrc="([^"]+)"/;
const OF_REACT = /__next_f|\bid="_R_"/;

/**
 * Takes the scripts that bring React to life out of the pages to read. They go into a file of the page, which its own
 * small script runs once somebody uses what needs React.
 */
export async function putPagesToSleep(folder) {
  const script = await bundlePageScript(folder);
  for (const file of listFiles(folder)) {
    const path = relative(folder, file).split(sep).join("/");
    if (!path.endsWith(".html") || WORK.has(path.split(/[/.]/)[0])) continue;
    const wakes = path.replace(/\.html$/, ".wake.js");
    const { html, waking } = asleep(readFileSync(file, "utf8"));
    const tag = `<script src="${PLACEHOLDER}/${script}" defer data-wakes="${PLACEHOLDER}/${wakes}"></script>`;
    writeFileSync(file, html.replace("</head>", `${tag}</head>`));
    writeFileSync(join(folder, wakes), waking);
  }
}

/** The page without what wakes it, and the script that does. */
export function asleep(page) {
  const inline = [];
  const sources = new Set();
  const html = page.replace(SCRIPT_AHEAD, "").replace(SCRIPT, (whole, attributes, body) => {
    const source = SOURCE.exec(attributes)?.[1];
    if (source === undefined && !OF_REACT.test(attributes + body)) return whole;
    if (source === undefined) inline.push(body);
    // Browsers old enough for the others cannot run the rest either.
    else if (!/\bnomodule\b/i.test(attributes)) sources.add(source);
    return "";
  });
  if (inline.length === 0 || sources.size === 0) throw new Error("A page to read has no scripts that wake it.");
  const load = `for(const src of ${JSON.stringify([...sources])})document.head.append(Object.assign(document.createElement("script"),{src}));`;
  return { html, waking: `${inline.join(";\n")};\n${load}\n` };
}

/** The path of the script that all pages to read share. */
async function bundlePageScript(folder) {
  const { build } = await import("esbuild");
  mkdirSync(join(folder, HASHED), { recursive: true });
  const { metafile } = await build({
    entryPoints: [join(root, "browser", "page", "asleep.ts")],
    outdir: join(folder, HASHED),
    entryNames: "page-[hash]",
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    tsconfig: join(root, "tsconfig.json"),
    logLevel: "error",
    metafile: true,
    define: { "process.env.NODE_ENV": '"production"', "process.env.SITE_BASE": JSON.stringify(PLACEHOLDER) },
  });
  const [file] = Object.keys(metafile.outputs);
  return `${HASHED}/${basename(file)}`;
}
