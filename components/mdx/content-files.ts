import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const CONTENT = join(process.cwd(), "content");

/** A file of content/ without its ending: `commands/sos-syncblk`, `playbooks/aspnet-hang/lock`, `pages/glossary`. */
export type ContentPath = `${"causes" | "commands" | "drills" | "pages" | "playbooks"}/${string}`;

/** One MDX file of this repository. */
export interface ContentFile {
  /** Path from the root of the repository, for messages. */
  name: string;
  frontMatter: Readonly<Record<string, string>>;
  /** The MDX; blank lines stand where the front matter was, so line numbers hold. */
  body: string;
}

/** Something in a content file that must not stay there. */
export class ContentError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ContentError";
  }
}

const PATH = /^(?:causes|commands|drills|pages|playbooks)(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)+$/;
const FRONT_MATTER = /^---\n([\s\S]*?\n)?---\n/;
// title: "!syncblk"
const ENTRY = /^([a-z]+): "([^"\\]*)"$/;

function fileOf(path: ContentPath): string {
  if (!PATH.test(path)) throw new RangeError(`Not the path of a content file: ${path}`);
  return join(CONTENT, `${path}.mdx`);
}

export function hasContent(path: ContentPath): boolean {
  return PATH.test(path) && existsSync(fileOf(path));
}

/** Names of the MDX files in a folder of content/, sorted. */
export function contentIds(folder: "causes" | "commands" | "drills" | "pages" | `playbooks/${string}`): string[] {
  return readdirSync(join(CONTENT, folder))
    .filter((name) => name.endsWith(".mdx"))
    .map((name) => name.slice(0, -".mdx".length))
    .sort();
}

/** Takes the front matter off a content file. */
export function splitContent(name: string, source: string): ContentFile {
  const text = source.replaceAll("\r\n", "\n");
  const head = FRONT_MATTER.exec(text)?.[0] ?? "";
  const lines = head.split("\n").slice(1, -2);
  const entries = lines.map((line, index) => {
    const match = ENTRY.exec(line);
    if (!match) throw new ContentError([`${name}:${index + 2}: front matter is lines of the form: key: "text"`]);
    return [match[1] ?? "", match[2] ?? ""] as const;
  });
  const body = head.replaceAll(/[^\n]/g, "") + text.slice(head.length);
  return { name, frontMatter: Object.fromEntries(entries), body };
}

export function readContent(path: ContentPath): ContentFile {
  return splitContent(`content/${path}.mdx`, readFileSync(fileOf(path), "utf8"));
}
