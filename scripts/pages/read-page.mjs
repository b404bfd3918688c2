import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
import { SKIP, visit } from "unist-util-visit";

/** Parts of a page that are no text of it: what is clicked, drawn or said to screen readers only. */
const ASIDE = new Set(["nav", "aside", "button", "svg", "form", "script", "style", "dialog", "template", "input"]);
const BLOCKS = new Set("p li td th dt dd pre div section h1 h2 h3 h4 h5 h6 figcaption summary tr br".split(" "));
/** The data of a page stands in its scripts once more. */
const SCRIPT = /<script\b[^>]*>[\s\S]*?<\/script>/g;
const HEADING = /^h([2-4])$/;

const html = unified().use(rehypeParse);
const markdown = unified()
  .use(rehypeRemark, { handlers: { svg: () => undefined } })
  .use(remarkGfm)
  .use(remarkStringify, { bullet: "-", rule: "-" });

/** A built page: its title, what it is about, its parts below headings with anchors, and all of it as Markdown. */
export async function readPage(source) {
  const tree = html.parse(source.replaceAll(SCRIPT, ""));
  const main = findElement(tree, "main");
  if (main === null) return null;
  prune(main);
  const title = textOf(findElement(main, "h1") ?? { type: "text", value: "" }).trim();
  const summary = metaOf(tree, "description");
  const written = markdown.stringify(await markdown.run({ type: "root", children: main.children }));
  return { title, summary, sections: sectionsOf(main), markdown: written };
}

function findElement(tree, name) {
  let found = null;
  visit(tree, "element", (node) => {
    if (found === null && node.tagName === name) found = node;
  });
  return found;
}

function metaOf(tree, name) {
  let content = "";
  visit(tree, "element", ({ tagName, properties }) => {
    if (tagName === "meta" && properties.name === name) content = properties.content ?? "";
  });
  return content;
}

function isAside(node) {
  const { tagName, properties = {} } = node;
  const classes = properties.className ?? [];
  // The mark beside a heading that links to it.
  if (tagName === "a" && String(properties.href).startsWith("#") && textOf(node).trim() === "#") return true;
  return (
    ASIDE.has(tagName) ||
    properties.ariaHidden === "true" ||
    properties.hidden === true ||
    properties.dataAside !== undefined ||
    classes.includes("sr-only")
  );
}

function prune(tree) {
  visit(tree, "element", (node, index, parent) => {
    // A marked part of a sample can be pressed, and is its text all the same.
    if (node.properties?.dataText !== undefined) node.tagName = "span";
    if (!parent || !isAside(node)) return undefined;
    parent.children.splice(index, 1);
    return [SKIP, index];
  });
}

function textOf(node) {
  if (node.type === "text") return node.value;
  const inner = (node.children ?? []).map(textOf).join("");
  return BLOCKS.has(node.tagName) ? `${inner} ` : inner;
}

/** The text below each heading with an anchor, and above the first of them. */
function sectionsOf(main) {
  const sections = [{ anchor: "", title: "", text: "" }];
  const collect = (node) => {
    const anchor = node.properties?.id;
    if (HEADING.test(node.tagName ?? "") && anchor) {
      sections.push({ anchor, title: textOf(node).trim(), text: "" });
      return;
    }
    if (node.tagName === "h1") return;
    if (node.type === "text") sections.at(-1).text += node.value;
    for (const child of node.children ?? []) collect(child);
    if (BLOCKS.has(node.tagName)) sections.at(-1).text += " ";
  };
  collect(main);
  return sections.map((section) => ({ ...section, text: section.text.replaceAll(/\s+/g, " ").trim() }));
}
