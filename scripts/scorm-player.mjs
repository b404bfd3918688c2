import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./project.mjs";
import { listFiles } from "./site-files.mjs";

/** The address of a worker's source: its bundle lies beside the script that starts it. */
const WORKER = /(new URL\("\.\/[\w-]+)\.worker\.ts"/g;
const SYSTEM_FONTS = ":root{--font-inter:system-ui;--font-jetbrains-mono:ui-monospace}";
const FONT_FACE = /@font-face\s*\{[^}]*\}/g;

/** What a package is without: a search needs the site. */
const NO_SEARCH = "export function SearchButton() { return null; }";

const withoutSite = {
  name: "without-site",
  setup(build) {
    build.onLoad({ filter: /[\\/]search-button\.tsx$/ }, () => ({ contents: NO_SEARCH }));
    build.onLoad({ filter: /[\\/]browser[\\/][\w-]+\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(WORKER, '$1.worker.js"'),
      loader: "ts",
    }));
  },
};

/** Writes what plays a set of drills without the site around it: scripts, style, and the list of them. */
export async function writeScormPlayer(site) {
  const { build } = await import("esbuild");
  const folder = join(site, "scorm");
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: {
      player: join(root, "components/training/scorm/player.tsx"),
      "training.worker": join(root, "browser/training.worker.ts"),
      "result.worker": join(root, "browser/result.worker.ts"),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    tsconfig: join(root, "tsconfig.json"),
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"', "process.env.SITE_BASE": '""' },
    alias: {
      "next/link": join(root, "components/training/scorm/site-link.tsx"),
      "next/navigation": join(root, "components/training/scorm/no-router.ts"),
    },
    plugins: [withoutSite],
  });
  writeFileSync(join(folder, "player.css"), siteStyle(site));
  writeFileSync(join(folder, "files.json"), JSON.stringify(readdirSync(folder).sort()));
}

/** The site's own style, with the fonts of the system. */
function siteStyle(site) {
  const style = listFiles(join(site, "_next"))
    .filter((path) => path.endsWith(".css"))
    .map((path) => readFileSync(path, "utf8").replace(FONT_FACE, ""));
  return [SYSTEM_FONTS, ...style].join("\n");
}
