import "./require-node.mjs";
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { basePath } from "./base-path.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { main, SetupProblem } from "./project.mjs";
import { ensureSite, publish } from "./site.mjs";
import { listFiles } from "./site-files.mjs";

const USAGE = "npm run export -- [--base /path/on/the/server] FOLDER";

/** Pages that servers look for under these very names. */
const OWN_NAMES = new Set(["index.html", "404.html"]);

/** `npm run export -- --base /tools/waitchain FOLDER`: the site as files for any web server, also below a path of it. */
await main(async () => {
  const { base, folder } = readArguments(process.argv.slice(2));
  await ensureDependencies();
  await ensureSite();
  mkdirSync(folder, { recursive: true });
  await publish(folder, { base, arrange: forAnyServer });
  process.stdout.write(`The site is in ${folder}; it is to be served at ${base || "the root"}.\n`);
});

function readArguments(args) {
  const { values, positionals } = parsed(args);
  if (positionals.length !== 1) {
    throw new SetupProblem("USAGE", "One folder has to be named.", USAGE);
  }
  const folder = resolve(process.env.INIT_CWD ?? ".", positionals[0]);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new SetupProblem("FOLDER_NOT_EMPTY", `There is something in ${folder}.`, "Name a new folder, or empty it.");
  }
  return { base: basePath(values.base ?? ""), folder };
}

function parsed(args) {
  try {
    return parseArgs({ args, options: { base: { type: "string" } }, allowPositionals: true });
  } catch (error) {
    throw new SetupProblem("USAGE", error.message, USAGE);
  }
}

/** `commands.html` becomes `commands/index.html`, which every server finds; and a mark keeps GitHub from hiding `_next`. */
function forAnyServer(folder) {
  for (const path of listFiles(folder)) {
    if (!path.endsWith(".html") || OWN_NAMES.has(basename(path))) continue;
    const page = join(dirname(path), basename(path, ".html"));
    mkdirSync(page, { recursive: true });
    renameSync(path, join(page, "index.html"));
  }
  writeFileSync(join(folder, ".nojekyll"), "");
}
