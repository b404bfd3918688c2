import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root, run, runNode, SetupProblem, say, secondsSince } from "./project.mjs";

const STAMP = join(root, "node_modules", ".waitchain-lock");

/** Installs what the lock file names, unless that was done already. */
export async function ensureDependencies() {
  const wanted = describeInstall();
  const present = readStamp();
  if (present === wanted) return;

  say(
    present === undefined
      ? "installing dependencies with npm ci (the first time takes a minute or so)"
      : "the lock file changed, so installing dependencies again with npm ci",
  );
  const started = Date.now();
  const { code, output } = await runNpm(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (code !== 0) {
    throw new SetupProblem(
      "DEPENDENCIES_NOT_INSTALLED",
      `npm ci failed:\n${output.trim().split("\n").slice(0, 15).join("\n")}`,
      "If package.json or the lock file was changed, run npm install and node scripts/complete-lock.mjs. Otherwise " +
        "check that npm can reach its package registry from here, then run the command again.",
    );
  }
  writeFileSync(STAMP, wanted);
  say(`installed dependencies in ${secondsSince(started)}`);
}

/** Binaries differ per platform, so a folder shared between two of them installs again. */
function describeInstall() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  return `${lock} ${process.platform}-${process.arch}\n`;
}

function readStamp() {
  try {
    return readFileSync(STAMP, "utf8");
  } catch {
    return undefined;
  }
}

export function runNpm(args) {
  const npm = process.env.npm_execpath;
  if (npm !== undefined && basename(npm) === "npm-cli.js") return runNode(npm, args);
  return run("npm", args, { shell: process.platform === "win32" });
}
