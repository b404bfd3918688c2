import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PLACEHOLDER, rebase } from "./base-path.mjs";
import { compressSite } from "./compress-site.mjs";
import { noteLastChanges } from "./pages/last-changes.mjs";
import { putPagesToSleep } from "./pages/sleep.mjs";
import { root, runNode, SetupProblem, say, secondsSince } from "./project.mjs";
import { writeScormPlayer } from "./scorm-player.mjs";
import { sealSite } from "./seal.mjs";
import { writeServiceWorker } from "./service-worker.mjs";

export const SITE = join(root, "out");
/** The site as it was built, before it is told the path that it lies below. */
const BUILT = join(root, ".waitchain", "site");
export const NEXT = join(root, "node_modules", "next", "dist", "bin", "next");

/** What the built site was made from. */
const FINGERPRINT = join(BUILT, ".fingerprint");

const SOURCES = [
  ..."app components content machines findings parsers evidence cases simulator training browser public".split(" "),
  ..."next.config.ts postcss.config.mjs tsconfig.json package-lock.json".split(" "),
  ...[
    "base-path",
    "compress-site",
    "pages/index-site",
    "pages/last-changes",
    "pages/read-page",
    "pages/sleep",
    "scorm-player",
    "seal",
    "service-worker",
    "site",
    "site-files",
  ].map((name) => `scripts/${name}.mjs`),
];

/** Builds the site and puts it into its folder, unless it was made from these very sources. */
export async function ensureSite() {
  const wanted = fingerprint();
  if (readFingerprint() === wanted && existsSync(SITE)) return;

  say("building the site");
  const started = Date.now();
  rmSync(FINGERPRINT, { force: true });
  await noteLastChanges();
  const { code, output } = await runNode(NEXT, ["build"], {
    env: { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production", SITE_BASE: PLACEHOLDER },
  });
  if (code !== 0) {
    // A failure is cached like a success, and outlives what caused it outside the sources.
    rmSync(join(root, ".next", "cache"), { recursive: true, force: true });
    throw new SetupProblem(
      "SITE_NOT_BUILT",
      `The build failed:\n${output.trim()}`,
      "Mend what it names, then run the command again.",
    );
  }
  rmSync(BUILT, { recursive: true, force: true });
  mkdirSync(join(BUILT, ".."), { recursive: true });
  renameSync(SITE, BUILT);
  // Its packages are there only once the dependencies are installed.
  const { indexSite } = await import("./pages/index-site.mjs");
  await indexSite(BUILT);
  await putPagesToSleep(BUILT);
  await writeScormPlayer(BUILT);
  await publish(SITE, { base: "" });
  await compressSite(SITE);
  writeFileSync(FINGERPRINT, wanted);
  say(`built the site in ${secondsSince(started)}`);
}

/** Puts the built site into a folder: below this path, sealed, and with the worker that keeps it for use without a network. */
export async function publish(folder, { base, arrange = () => {} }) {
  cpSync(BUILT, folder, { recursive: true, filter: (path) => path !== FINGERPRINT });
  arrange(folder);
  rebase(folder, base);
  sealSite(folder);
  await writeServiceWorker(folder);
}

function readFingerprint() {
  try {
    return readFileSync(FINGERPRINT, "utf8");
  } catch {
    return undefined;
  }
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const source of SOURCES) addToHash(hash, source);
  return hash.digest("hex");
}

function addToHash(hash, path) {
  const entries = listFolder(join(root, path));
  if (entries === undefined) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
    return;
  }
  for (const name of entries) addToHash(hash, `${path}/${name}`);
}

/** The names in a folder, in one order everywhere; none where there is no folder; undefined for a file. */
function listFolder(path) {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (error.code === "ENOTDIR") return undefined;
    if (error.code === "ENOENT") return [];
    throw error;
  }
}
