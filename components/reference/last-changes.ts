import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Written before the site is built. */
const FILE = join(process.cwd(), ".waitchain", "last-changes.json");

let days: Readonly<Record<string, string>> | null = null;

function readDays(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(FILE, "utf8")) as Record<string, string>;
  } catch {
    // Where nobody noted them no page says a day.
    return {};
  }
}

/** What the pages of a kind are written in: files, or folders with a slash behind. */
const SOURCES: Readonly<Record<string, (id: string) => readonly string[]>> = {
  commands: (id) => [`content/commands/${id}.mdx`],
  causes: (id) => [`content/causes/${id}.mdx`, `findings/causes/${id}.ts`],
  playbooks: (id) => [`content/playbooks/${id}/`, `machines/${id}/`],
};

function sourcesOf(path: string): readonly string[] {
  const [kind = "", id] = path.slice(1).split("/");
  if (id === undefined) return [`content/pages/${kind}.mdx`];
  return SOURCES[kind]?.(id) ?? [];
}

/** The day on which the text of a page was last changed, `2026-11-20`, where that is known. */
export function lastChange(path: string): string | undefined {
  days ??= readDays();
  const sources = sourcesOf(path);
  const found = Object.entries(days).filter(([file]) =>
    sources.some((source) => (source.endsWith("/") ? file.startsWith(source) : file === source)),
  );
  return found
    .map(([, day]) => day)
    .sort()
    .at(-1);
}
