import "./require-node.mjs";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./project.mjs";

/**
 * Packages with a native part list one optional package per platform. npm leaves those out of the lock
 * file that its registry did not have when the lock was written, and `npm ci` then refuses the file.
 * Run this after `npm install` of something new; what it adds is what the parent package itself pins.
 */
const SYSTEMS = ["android", "darwin", "freebsd", "linux", "openbsd", "openharmony", "win32"];
const PROCESSORS = ["arm64", "x64", "ia32", "arm", "loong64", "ppc64", "riscv64", "s390x", "wasm32"];

/** The optional packages that the lock file's own packages pin and it does not hold. */
function listMissing(packages) {
  return Object.entries(packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`])
      .map(([name, version]) => ({ name, version, parent })),
  );
}

function describeMissing({ name, version, parent }) {
  const words = name.split("/").at(-1).split("-");
  const system = SYSTEMS.find((word) => words.includes(word));
  const processor = PROCESSORS.find((word) => words.includes(word));
  if (processor === undefined) throw new Error(`${name} does not say which platform it is for.`);
  const library = system === "linux" && /^(?:musl|gnu)/.exec(words.at(-1))?.[0];
  return {
    version,
    cpu: [processor],
    ...(parent.dev && { dev: true }),
    ...(library && { libc: [library === "musl" ? "musl" : "glibc"] }),
    license: parent.license,
    optional: true,
    ...(system && { os: [system] }),
    engines: parent.engines,
  };
}

const path = join(root, "package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8"));
for (const missing of listMissing(lock.packages)) {
  lock.packages[`node_modules/${missing.name}`] = describeMissing(missing);
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
