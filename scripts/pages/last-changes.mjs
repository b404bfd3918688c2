import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, run } from "../project.mjs";

/** `components/reference/last-changes.ts` reads it. */
const FILE = join(root, ".waitchain", "last-changes.json");
/** Folders whose files are the text of pages. */
const TEXTS = ["content", "findings/causes", "machines"];

/** Notes the day of each text's last change, from the repository's history; of none where that is not at hand. */
export async function noteLastChanges() {
  const shallow = await run("git", ["rev-parse", "--is-shallow-repository"]);
  const { code, output } =
    shallow.code === 0 && shallow.output.trim() === "false"
      ? await run("git", ["log", "--format=%x00%cs", "--name-only", "--no-renames", "--", ...TEXTS])
      : shallow;
  const days = code === 0 ? readDays(output) : {};
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify(days));
}

/** The newest day of each path in what git prints, newest first. */
export function readDays(log) {
  const days = {};
  for (const commit of log.split("\0").slice(1)) {
    const [day, ...paths] = commit.split("\n").filter((line) => line !== "");
    for (const path of paths) days[path] ??= day;
  }
  return days;
}
