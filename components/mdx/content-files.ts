import { readdirSync, readFileSync } from "node:fs";
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

/** Something in a file that must not stay there. */
export interface FileProblem {
  /** Path from the root of the repository. */
  file: string;
  line: number;
  what: string;
  /** What to do about it. */
  fix: string;
}

/** `content/causes/low-memory.mdx:12: no such target: step:x — write one that exists, such as step:stacks` */
export function problemText({ file, line, what, fix }: FileProblem): string {
  return `${file}:${line}: ${what} — ${fix}`;
}

/** What of a content file must not stay there. */
export class ContentError extends Error {
  constructor(readonly problems: readonly FileProblem[]) {
    super(problems.map(problemText).join("\n"));
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
    if (!match) {
      const what = 'front matter is lines of the form: key: "text"';
      throw new ContentError([{ file: name, line: index + 2, what, fix: "write this line so" }]);
    }
    return [match[1] ?? "", match[2] ?? ""] as const;
  });
  const body = head.replaceAll(/[^\n]/g, "") + text.slice(head.length);
  return { name, frontMatter: Object.fromEntries(entries), body };
}

export function readContent(path: ContentPath): ContentFile {
  return splitContent(`content/${path}.mdx`, readFileSync(fileOf(path), "utf8"));
}
