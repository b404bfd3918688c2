import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { compileContent, compileFile } from "@/components/mdx/compile-content";
import { type ContentPath, splitContent } from "@/components/mdx/content-files";
import { FactsProvider } from "@/components/mdx/facts-context";
import type { Finding } from "@/evidence";

const compile = (source: string, name = "content/commands/made-up.mdx") => compileFile(splitContent(name, source));

test.each([
  ["a word that is not listed", "Text.\n\n<Widget/>\n", "content/commands/made-up.mdx:3: <Widget> is not a word"],
  ["an HTML element", 'Text.\n\n<iframe src="x"/>\n', "made-up.mdx:3: <iframe> is not a word"],
  [
    "a listed word inside a sentence with a wrong attribute",
    'See <Fact of="here">it</Fact>.\n',
    "made-up.mdx:1: <Fact> needs of",
  ],
  [
    "an attribute that the word does not take",
    '<Note kind="trap" id="x">\n\nText.\n\n</Note>\n',
    "made-up.mdx:1: <Note> takes no id",
  ],
  ["a note of no known kind", '<Note kind="joke">\n\nText.\n\n</Note>\n', "made-up.mdx:1: <Note> needs kind"],
  ["attributes that are spread", "<Note {...all}>\n\nText.\n\n</Note>\n", "made-up.mdx:1: <Note> takes no spread"],
  ["an import", 'import x from "y"\n\nText.\n', "made-up.mdx:1: content holds no code"],
  ["an expression", "One.\n\nTwo {1 + 1}.\n", "made-up.mdx:3: content holds no code"],
  ["a command that is not there", "[it](command:sos-nothing)\n", "made-up.mdx:1: no such target: command:sos-nothing"],
  ["a cause that is not there", "[it](cause:bad-luck)\n", "made-up.mdx:1: no such target: cause:bad-luck"],
  ["a step that is not there", "\n\n[it](step:despair)\n", "made-up.mdx:3: no such target: step:despair"],
  ["a script as the target of a link", "[it](javascript:alert)\n", "made-up.mdx:1: no such target: javascript:alert"],
  ["a sample of no command", "```sample sos-nothing\nx\n```\n", 'made-up.mdx:1: no command has the id "sos-nothing"'],
  ["a fence in a language that is not shown", "```js\nx\n```\n", "made-up.mdx:1: fenced code is"],
  ["a heading of the page's own level", "# Title\n", "made-up.mdx:1: a first-level heading"],
  ["the same heading twice", "## One\n\n## One\n", 'made-up.mdx:3: a second heading "One"'],
  ["a picture", "![it](https://example.com/x.png)\n", "made-up.mdx:1: content shows no images"],
  ["a remedy outside the page of a cause", "<Remedy/>\n", "made-up.mdx:1: <Remedy/> belongs on the page of a cause"],
  ["a word that is not closed", 'Text.\n\n<Note kind="tip">\n\nMore.\n', "made-up.mdx:3: Expected a closing tag"],
])("%s is refused, with its file and line", async (_what, source, message) => {
  await expect(compile(source)).rejects.toThrow(message);
});

test("lines are counted from the top of the file, front matter included", async () => {
  const source = '---\ntitle: "!made"\nsummary: "Up."\n---\n\nText.\n\n<Widget/>\n';

  expect(splitContent("x.mdx", source).frontMatter).toEqual({ title: "!made", summary: "Up." });
  await expect(compile(source)).rejects.toThrow("made-up.mdx:8: <Widget>");
});

test("front matter that is no list of texts is refused with its line", () => {
  expect(() => splitContent("x.mdx", '---\ntitle: "a"\nsize: 3\n---\n')).toThrow("x.mdx:3: front matter");
});

test("all that is wrong with a file is told at once", async () => {
  await expect(compile("<Widget/>\n\n[it](step:despair)\n")).rejects.toThrow(/:1: <Widget>.*\n.*:3: no such target/);
});

test("only paths inside the content folder can be compiled", async () => {
  const outside = ["commands/../../package", "commands/Sos", "/etc/passwd", "commands"] as ContentPath[];

  for (const path of outside) await expect(async () => compileContent(path)).rejects.toThrow("Not the path");
});

test("links lead to the pages and sections they name", async () => {
  const { targets } = await compile(
    "[a](command:fltmc) [b](cause:slow-storage) [c](step:lock) [d](step:aspnet-hang/owner) [e](https://example.com/)\n",
  );

  expect(targets.map(({ href }) => href)).toEqual([
    "/commands/fltmc",
    "/causes/slow-storage",
    "/playbooks/aspnet-hang#lock",
    "/playbooks/aspnet-hang#owner",
    "https://example.com/",
  ]);
});

test("a sample keeps its text to the letter and says that it is made up", async () => {
  const { content, samples } = await compile('```sample fltmc\nA  "b" {c} <Legacy> & 1\n```\n');
  const page = renderToStaticMarkup(content);

  expect(samples).toEqual([{ parser: "fltmc", text: 'A  "b" {c} <Legacy> & 1', line: 1 }]);
  expect(page).toContain("A  &quot;b&quot; {c} &lt;Legacy&gt; &amp; 1");
  expect(page).toContain("made up");
});

test("a fact shows its stand-in on a page, and the value in a case that knows it", async () => {
  const { content } = await compile('Thread <Fact of="lock-owner.thread">N</Fact> owns it.\n');
  const finding: Finding = { id: "lock-owner", says: "", values: { thread: 39 }, cites: [], tone: "fact" };

  expect(renderToStaticMarkup(content)).toContain("Thread N owns it.");
  expect(renderToStaticMarkup(<FactsProvider findings={[finding]}>{content}</FactsProvider>)).toMatch(
    /Thread <b[^>]*>39<\/b> owns it\./,
  );
  expect(
    renderToStaticMarkup(<FactsProvider findings={[{ ...finding, values: {} }]}>{content}</FactsProvider>),
  ).toContain("Thread N owns it.");
});
