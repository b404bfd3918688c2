import { readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { PLACEHOLDER } from "../base-path.mjs";
import { root } from "../project.mjs";
import { listFiles } from "../site-files.mjs";
import { readPage } from "./read-page.mjs";

/** Pages that hold nothing to read before somebody has put something in. */
const EMPTY = new Set(["/404", "/_not-found", "/case", "/search"]);
/** Order of `llms.txt`. */
const KINDS = ["playbooks", "causes", "commands", "findings", "frames", "drivers", "glossary", "training", "texts"];

/** Writes beside the pages of a built site what is made of their text: the search index, Markdown twins, `llms.txt`. */
export async function indexSite(folder) {
  const pages = [];
  for (const file of listFiles(folder).filter((path) => path.endsWith(".html"))) {
    const path = `/${relative(folder, file)
      .split(sep)
      .join("/")
      .replace(/(?:^index)?\.html$/, "")}`;
    if (EMPTY.has(path)) continue;
    const source = readFileSync(file, "utf8");
    const page = await readPage(source);
    if (page === null || page.title === "") continue;
    pages.push({ path, ...page });
    writeTwin(file, source, path, page);
  }
  const { indexOf } = await import(pathToFileURL(await bundleIndex()).href);
  writeFileSync(join(folder, "search-index.json"), indexOf(pages.flatMap(documentsOf)));
  writeFileSync(join(folder, "llms.txt"), listOf(pages));
  return pages;
}

/** `commands/sos-syncblk.md` beside the page, and a link to it in the page's head. */
function writeTwin(file, source, path, { markdown }) {
  writeFileSync(file.replace(/\.html$/, ".md"), markdown);
  const address = `${PLACEHOLDER}${path === "/" ? "/index" : path}.md`;
  const link = `<link rel="alternate" type="text/markdown" href="${address}"/>`;
  writeFileSync(file, source.replace("</head>", `${link}</head>`));
}

function kindOf(path) {
  const first = path.split("/")[1];
  if (!first) return "start";
  return KINDS.includes(first) ? first : "texts";
}

function documentsOf({ path, title, summary, sections }) {
  return sections.map(({ anchor, title: section, text }) => ({
    id: anchor === "" ? path : `${path}#${anchor}`,
    page: title,
    section,
    kind: kindOf(path),
    name: path.split("/").at(-1),
    text: anchor === "" ? `${summary} ${text}` : text,
  }));
}

/** The list of pages for programs that read the site: <https://llmstxt.org>. */
function listOf(pages) {
  const head =
    "# Waitchain\n\n> Reads debugger output of hung Windows/.NET servers, and says which command to run next.\n";
  const parts = KINDS.flatMap((kind) => {
    const own = pages.filter(({ path }) => kindOf(path) === kind);
    const rows = own.map(({ path, title, summary }) => `- [${title}](${PLACEHOLDER}${path}.md): ${summary}`);
    return rows.length === 0 ? [] : [`\n## ${kind[0].toUpperCase()}${kind.slice(1)}\n\n${rows.join("\n")}\n`];
  });
  return head + parts.join("");
}

async function bundleIndex() {
  const { build } = await import("esbuild");
  const outfile = join(root, ".waitchain", "site-index.mjs");
  await build({
    entryPoints: [join(root, "components", "search", "site-index.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "error",
  });
  return outfile;
}
