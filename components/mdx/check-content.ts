import { type ContentNode, textOf, walkContent } from "./content-node";
import { resolveTarget, targetHint } from "./link-targets";
import { slug } from "./slug";
import { CAUSE_WORDS, WORDS } from "./words";

/** Output shown as an example; the parser named must read it. */
export interface Sample {
  parser: string;
  text: string;
  line: number;
}

export interface Heading {
  id: string;
  text: string;
  depth: number;
}

/** A printed field that a table explains. */
export interface Column {
  /** As the table names it. */
  label: string;
  /** Where the report holds it: `rows.monitorHeld`. */
  fields: readonly string[];
  says: string;
  /** Text to mark in a sample where neither name nor value tells the place. */
  token: string | null;
  /** Anchor of the explanation. */
  id: string;
  line: number;
}

/** Something that must not stand in a content file. */
export interface ContentProblem {
  line: number;
  what: string;
  /** What to do about it. */
  fix: string;
}

/** What was met in one content file. */
export interface Marks {
  problems: ContentProblem[];
  samples: Sample[];
  headings: Heading[];
  /** `lock-owner.thread`, with its line. */
  facts: { of: string; line: number }[];
  targets: { url: string; href: string; line: number }[];
  columns: Column[];
}

export interface CheckOptions {
  /** The cause whose page this is: only there may parts of its definition be shown. */
  cause: string | null;
  /** Levels that headings are moved down, to fit below the page's own. */
  shift: number;
  /** Put before the ids of headings, where several files share a page. */
  prefix: string;
}

/** Languages of fenced code that is no sample. */
const FENCES = ["windbg", "cmd", "powershell", "reg"];
const ELEMENTS = ["mdxJsxFlowElement", "mdxJsxTextElement"];
const PROGRAM = ["mdxFlowExpression", "mdxTextExpression"];

type Fault = Omit<ContentProblem, "line">;

function checkWord(node: ContentNode, cause: string | null): Fault[] {
  const name = node.name ?? "";
  const allowed = WORDS[name];
  if (!allowed) {
    const fix = `use one of ${Object.keys(WORDS).join(", ")}, or write it in plain Markdown`;
    return [{ what: `<${name}> is not a word of the list in components/mdx/words.ts`, fix }];
  }
  if (CAUSE_WORDS.includes(name) && cause === null) {
    return [{ what: `<${name}/> belongs on the page of a cause`, fix: "link to that page instead: [it](cause:<id>)" }];
  }
  const given = node.attributes ?? [];
  const unknown = given.filter(({ name: attribute }) => attribute === undefined || !(attribute in allowed));
  const wrong = Object.entries(allowed).filter(([attribute, shape]) => {
    const value = given.find((candidate) => candidate.name === attribute)?.value;
    return typeof value !== "string" || !shape.test(value);
  });
  return [
    ...unknown.map(({ name: attribute }) => ({
      what: `<${name}> takes no ${attribute ?? "spread"}`,
      fix: "take it away",
    })),
    ...wrong.map(([attribute, shape]) => ({
      what: `<${name}> needs ${attribute}, matching ${shape.source}`,
      fix: `write ${attribute}="…" with such a value`,
    })),
  ];
}

/** Turns a node into an element that content cannot write itself. */
function toElement(node: ContentNode, name: string, values: Readonly<Record<string, string>>): void {
  node.type = "mdxJsxFlowElement";
  node.name = name;
  node.attributes = Object.entries(values).map(([key, value]) => ({ type: "mdxJsxAttribute", name: key, value }));
  node.children = [];
}

const FIELD = /^field:([A-Za-z0-9.]+(?:,[A-Za-z0-9.]+)*)$/;

/** A row whose first cell is a link to fields of the report explains a column. */
function noteColumn(row: ContentNode, marks: Marks, prefix: string): void {
  const [name, meaning] = row.children ?? [];
  const link = name?.children?.find(({ type, url }) => type === "link" && url?.startsWith("field:"));
  const fields = FIELD.exec(link?.url ?? "")?.[1];
  if (!link || !meaning || !fields) return;
  const label = textOf(link);
  const plain = `${prefix}field-${slug(label) || marks.columns.length}`;
  const id = marks.columns.some((column) => column.id === plain) ? `${plain}-${marks.columns.length}` : plain;
  marks.columns.push({
    label,
    fields: fields.split(","),
    says: textOf(meaning),
    token: link.title ?? null,
    id,
    line: row.position?.start.line ?? 1,
  });
  meaning.data = { ...meaning.data, hProperties: { id } };
  link.type = "strong";
}

function visit(node: ContentNode, marks: Marks, options: CheckOptions): void {
  const line = node.position?.start.line ?? 1;
  const problem = (what: string, fix: string): number => marks.problems.push({ line, what, fix });
  if (ELEMENTS.includes(node.type)) {
    for (const { what, fix } of checkWord(node, options.cause)) problem(what, fix);
    const of = node.attributes?.find(({ name }) => name === "of")?.value;
    if (node.name === "Fact" && typeof of === "string") marks.facts.push({ of, line });
    const part = node.name ?? "";
    if (options.cause !== null && CAUSE_WORDS.includes(part))
      toElement(node, "CauseText", { cause: options.cause, part });
  } else if (PROGRAM.includes(node.type) || (node.type === "mdxjsEsm" && node.value)) {
    problem("content holds no code: no import, no export, no braces", "write what it would show, braces in `code`");
  } else if (node.type === "link" || node.type === "definition") {
    const url = node.url ?? "";
    const href = resolveTarget(url);
    if (href === null) problem(`no such target: ${url}`, targetHint(url));
    else marks.targets.push({ url, href, line });
    node.url = href ?? url;
  } else if (node.type === "tableRow") {
    noteColumn(node, marks, options.prefix);
  } else if (node.type === "image") {
    problem("content shows no images", "say it in words, or as fenced text");
  } else if (node.type === "heading") {
    const text = textOf(node);
    const id = options.prefix + slug(text);
    if (node.depth === 1) problem("a first-level heading is the page's own", "begin it with ##");
    if (marks.headings.some((heading) => heading.id === id))
      problem(`a second heading "${text}"`, "give it words of its own");
    node.depth = Math.min(6, (node.depth ?? 2) + options.shift);
    node.data = { ...node.data, hProperties: { id } };
    marks.headings.push({ id, text, depth: node.depth });
  } else if (node.type === "code") {
    const { parser, origin } = sampleMeta(node);
    if (parser !== null) {
      if (origin !== "made-up" && origin !== "real")
        problem(`what is "${origin}" behind the sample's parser`, 'write "real" for values as they were, or nothing');
      if (resolveTarget(`command:${parser}`) === null)
        problem(`no command has the id "${parser}"`, targetHint(`command:${parser}`));
      marks.samples.push({ parser, text: node.value ?? "", line });
    } else if (!FENCES.includes(node.lang ?? "")) {
      problem(
        `fenced code is "sample <parser id>" or one of ${FENCES.join(", ")}`,
        "name one of them behind the fence",
      );
    }
    toElement(node, "CodeBlock", { of: parser ?? node.lang ?? "", text: node.value ?? "", origin });
  }
}

/** What stands behind the fence of a sample: its parser, and `real` where the values are as they were. */
function sampleMeta({ lang, meta }: ContentNode): { parser: string | null; origin: string } {
  const [parser = "", ...origin] = (meta ?? "").trim().split(" ");
  return { parser: lang === "sample" ? parser : null, origin: origin.join(" ") || "made-up" };
}

/** Remark plugin: checks a tree against the closed list, resolves its links, and notes what is in it. */
export function checkContent(marks: Marks, options: CheckOptions): () => (tree: unknown) => void {
  return () => (tree) => {
    // The list is made first: what a visit puts in place of a node is not content.
    const nodes = [...walkContent(tree as ContentNode)];
    const samples = nodes.filter(({ type, lang }) => type === "code" && lang === "sample");
    const parsers = samples.map((node) => {
      const { parser, origin } = sampleMeta(node);
      return { of: parser ?? "", text: node.value ?? "", origin };
    });
    for (const node of nodes) visit(node, marks, options);
    if (marks.columns.length === 0) return;
    const columns = JSON.stringify(marks.columns);
    samples.forEach((node, at) => {
      toElement(node, "Sample", { ...parsers[at], columns });
    });
  };
}
