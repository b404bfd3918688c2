import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureDependencies } from "./dependencies.mjs";
import { root } from "./project.mjs";

const PROGRAMS = join(root, ".waitchain", "programs");

/** Runs a TypeScript program of the repository in this process, as if it had been started with `args`. */
export async function runTypeScript(path, args) {
  await ensureDependencies();
  const program = await bundle(path);
  process.argv.splice(1, process.argv.length - 1, join(root, path), ...args);
  await import(pathToFileURL(program).href);
}

/** The program in one file: hundreds of small ones take longer to load than most of them take to run. */
async function bundle(path) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [join(root, path)],
    outdir: PROGRAMS,
    write: false,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    jsx: "automatic",
    tsconfig: join(root, "tsconfig.json"),
    logLevel: "error",
    plugins: [ownFolders, wholeNames],
  });
  const program = join(PROGRAMS, `${path.replaceAll(/[\\/]/g, "-").replace(/\.ts$/, "")}.mjs`);
  mkdirSync(PROGRAMS, { recursive: true });
  // Another process may be reading it.
  const unfinished = `${program}.${process.pid}`;
  writeFileSync(unfinished, outputFiles[0].contents);
  renameSync(unfinished, program);
  return program;
}

/** Leaves each file the folder that it came from. */
const ownFolders = {
  name: "own-folders",
  setup(build) {
    build.onLoad({ filter: /\.tsx?$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll("import.meta.dirname", JSON.stringify(dirname(path))),
      loader: path.endsWith("x") ? "tsx" : "ts",
    }));
  },
};

/** Bundlers find a file of a package without its extension, and Node does not where a package names no exports. */
const wholeNames = {
  name: "whole-names",
  setup(build) {
    build.onResolve({ filter: /^(?:next|mdx-bundler)\// }, ({ path }) => ({ path: `${path}.js`, external: true }));
  },
};
