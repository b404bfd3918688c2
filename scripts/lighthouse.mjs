import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { runNpm } from "./dependencies.mjs";
import { root, SetupProblem, say, secondsSince } from "./project.mjs";

/** As large as all other packages together, so that only those who measure with it get it. */
const VERSION = "13.5.0";
const FOLDER = join(root, ".waitchain", `lighthouse-${VERSION}`);

/** Sees to Lighthouse; the folder of its packages. */
export async function ensureLighthouse() {
  const packages = join(FOLDER, "node_modules");
  if (existsSync(join(packages, "lighthouse", "package.json"))) return packages;
  say(`installing Lighthouse ${VERSION}, for this measurement only`);
  const started = Date.now();
  mkdirSync(FOLDER, { recursive: true });
  const options = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, output } = await runNpm(["install", `lighthouse@${VERSION}`, `--prefix=${FOLDER}`, ...options]);
  if (code !== 0) {
    throw new SetupProblem(
      "LIGHTHOUSE_NOT_INSTALLED",
      `npm install failed:\n${output.trim().split("\n").slice(0, 15).join("\n")}`,
      "Check that npm can reach its package registry from here, or leave it out: npm run bench:web -- scripts pastes.",
    );
  }
  say(`installed it in ${secondsSince(started)}`);
  return packages;
}
