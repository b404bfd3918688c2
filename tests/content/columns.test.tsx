import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { marksOf } from "@/cases/output-marks";
import { compileFile } from "@/components/mdx/compile-content";
import { contentIds, readContent, splitContent } from "@/components/mdx/content-files";
import { samplesOf } from "@/components/mdx/parser-samples";
import { readMarks } from "@/components/mdx/read-marks";
import { Sample } from "@/components/mdx/sample";
import { askedCommands, findingsOfCommand, stepsAsking } from "@/components/reference/cross-links";
import { OtherShapes } from "@/components/reference/other-shapes";

const COMMANDS = contentIds("commands");

test.each(COMMANDS)("the page of %s shows every shape that is read, and loses no letter of it", (id) => {
  const page = renderToStaticMarkup(<OtherShapes id={id} columns={[]} />);
  const bare = page
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
  const text = bare.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");

  expect(samplesOf(id).length).toBeGreaterThan(0);
  for (const sample of samplesOf(id)) expect(text).toContain(sample.text);
});

test("every command that a step asks for names that step", () => {
  for (const id of askedCommands()) expect([id, stepsAsking(id).length > 0]).toEqual([id, true]);
  expect(findingsOfCommand("sos-syncblk").length).toBeGreaterThan(0);
});

const PAGE = [
  "```sample sos-syncblk",
  "Index SyncBlock MonitorHeld Recursion Thread ThreadID     Object Waiting",
  "  204 0x0024c0f8          7         1 0x1d9c40   0x5e8  11 0x02b6a3f4 System.Web.HttpApplicationFactory",
  "```",
  "",
  "<Columns>",
  "",
  "| Field | Meaning |",
  "|---|---|",
  "| [MonitorHeld](field:rows.monitorHeld) | one and two for each |",
  "| [Thread](field:rows.osThreadId,rows.thread) | **who** owns it |",
  '| [the type](field:rows.type "HttpApplicationFactory") | what is locked |',
  "",
  "</Columns>",
].join("\n");

test("names, values and given words are marked, and point at the row that explains them", async () => {
  const { columns, samples, content } = await compileFile(splitContent("content/commands/sos-syncblk.mdx", PAGE));
  const text = samples[0]?.text ?? "";
  const marked = marksOf(text, "sos-syncblk", columns).map(({ from, to, field }) => [text.slice(from, to), field.says]);

  expect(marked).toEqual([
    ["MonitorHeld", "one and two for each"],
    ["Thread", "who owns it"],
    ["7", "one and two for each"],
    ["0x5e8", "who owns it"],
    ["11", "who owns it"],
    ["HttpApplicationFactory", "what is locked"],
  ]);
  const page = renderToStaticMarkup(content);
  expect(page).toContain('<td id="field-monitorheld"');
  expect(page).toContain('aria-describedby="field-monitorheld"');
});

test("only the first mark of a column is a stop of the Tab key", () => {
  const column = { label: "Count", fields: ["x"], says: "how many", token: null, id: "field-count", line: 1 };
  const page = renderToStaticMarkup(
    <Sample of="sos-syncblk" text={"Count\nCount\n"} columns={JSON.stringify([column, { ...column, id: "other" }])} />,
  );

  expect([...page.matchAll(/tabindex="-1"/g)].length).toBe(0);
  expect([...page.matchAll(/<button/g)].length).toBe(2);
});

test("a link to a field outside the explaining tables is refused", async () => {
  const file = splitContent("content/commands/made-up.mdx", "See [it](field:rows.monitorHeld).\n");

  await expect(compileFile(file)).rejects.toThrow("made-up.mdx:1: no such target: field:rows.monitorHeld");
});

test("anchors of explanations do not meet those of headings", () => {
  for (const id of COMMANDS) {
    const { headings, columns } = readMarks(readContent(`commands/${id}`));
    const ids = [...headings, ...columns].map((anchor) => anchor.id).concat("shapes", "try");
    expect([id, ids.filter((anchor, at) => ids.indexOf(anchor) !== at)]).toEqual([id, []]);
  }
});
