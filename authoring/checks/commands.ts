import { hasField, marksOf } from "@/cases/output-marks";
import type { Column, Sample } from "@/components/mdx/check-content";
import { type ContentFile, contentIds, type FileProblem, readContent } from "@/components/mdx/content-files";
import { samplesOf } from "@/components/mdx/parser-samples";
import { readMarks } from "@/components/mdx/read-marks";
import { TARGETS } from "@/components/reference/commands";
import type { Block } from "@/evidence";
import { PARSERS } from "@/parsers/list";
import { readTranscript } from "@/parsers/read";
import { pairProblems } from "./pages";
import { placeOf } from "./sources";

/** Second-level headings of a command's page: the first two, then what may stand between, then the last two. */
const FIRST: readonly RegExp[] = [/^How to (?:run|get) it$/, /^What it (?:prints|holds)$/];
const LAST: readonly RegExp[] = [/^Traps$/, /^What to run next$/];
const SECTIONS = "How to run it, What it prints, …, Traps, What to run next";

function sectionProblems({ name, body }: ContentFile): FileProblem[] {
  const lines = body.split("\n");
  const headings = lines.flatMap((text, at) => (/^## /.test(text) ? [{ text: text.slice(3), line: at + 1 }] : []));
  const fits = (shapes: readonly RegExp[], some: readonly { text: string }[]): boolean =>
    shapes.every((shape, at) => shape.test(some[at]?.text ?? ""));
  const fix = `its sections are, in this order: ${SECTIONS}`;
  if (!fits(FIRST, headings) || !fits(LAST, headings.slice(-2))) {
    const first = headings.find(({ text }, at) => at < 2 && !FIRST[at]?.test(text));
    return [
      { file: name, line: first?.line ?? headings.at(-1)?.line ?? 1, what: "a section is missing or misplaced", fix },
    ];
  }
  const last = headings.at(-1)?.line ?? 1;
  if (/\((?:command|step|cause):/.test(lines.slice(last).join("\n"))) return [];
  return [
    { file: name, line: last, what: "What to run next leads nowhere", fix: "link a command:, a step: or a cause:" },
  ];
}

function headProblems({ name, frontMatter }: ContentFile): FileProblem[] {
  const missing = ["title", "summary"].filter((key) => !frontMatter[key]);
  const problem = (what: string, fix: string): FileProblem => ({ file: name, line: 1, what, fix });
  return [
    ...missing.map((key) => problem(`front matter lacks ${key}`, `write ${key}: "…" between the dashes at its head`)),
    ...((frontMatter.target ?? "") in TARGETS
      ? []
      : [problem("front matter lacks where it is typed", `write target: "${Object.keys(TARGETS).join('" or "')}"`)]),
  ];
}

const readings = new Map<string, readonly Block[]>();

function blocksOf(text: string): readonly Block[] {
  const known = readings.get(text) ?? readTranscript({ name: "sample", text }, 0);
  readings.set(text, known);
  return known;
}

/** Why a sample is not what the parser it names reads, and in which of its lines; null when it is. */
export function sampleProblem({ parser, text }: Pick<Sample, "parser" | "text">): { at: number; what: string } | null {
  const blocks = blocksOf(text);
  const [block] = blocks;
  if (blocks.length !== 1 || block?.parser !== parser) {
    const by = blocks.map((one) => one.parser ?? "nobody").join(", ");
    return { at: 1, what: `the sample of ${parser} is read by ${by || "nobody"}` };
  }
  if (block.outcome === "read" && block.unread.length === 0) return null;
  const [at = 1] = block.unread[0] ?? [];
  const line = block.unread.length > 0 ? `, this line is not: ${text.split("\n")[at - 1]?.trim()}` : "";
  const problem = block.problem ? `, ${block.problem.code}` : "";
  return { at, what: `the sample of ${parser} is ${block.outcome}${problem}${line}` };
}

const MEND = "mend the sample, or let the parser read what it prints";

/** A table whose rows do not all name a field. */
function tableProblems({ name, body }: ContentFile, columns: readonly Column[]): FileProblem[] {
  const table = /<Columns>([\s\S]*?)<\/Columns>/.exec(body);
  const rows = (table?.[1] ?? "").split("\n").filter((line) => line.startsWith("|")).length - 2;
  if (rows === columns.length && rows > 0) return [];
  const line = body.slice(0, table?.index ?? 0).split("\n").length;
  const what = "the table of columns has rows that name no field";
  return [{ file: name, line, what, fix: "write [Printed](field:rows.printed) in the first cell of each" }];
}

/** Columns that no report has, and such as cannot be shown on a sample. */
function columnProblems(id: string, columns: readonly Column[], texts: readonly string[]): Omit<FileProblem, "file">[] {
  const reports = texts.flatMap(blocksOf).map(({ report }) => report);
  const marks = texts.map((text) => marksOf(text, id, columns));
  const marked = new Set(marks.flat().flatMap(({ field }) => field.fields));
  const met = marks.flatMap((list) => list.filter(({ from }, at) => (list[at - 1]?.to ?? 0) > from));
  const unseen = columns.filter(({ fields }) => !fields.some((field) => marked.has(field)));
  return [
    ...columns.flatMap(({ fields, line }) =>
      fields
        .filter((field) => !hasField(reports, field))
        .map((field) => ({
          line,
          what: `no sample's report holds ${field}`,
          fix: "name a field of the report, or show a sample that has it",
        })),
    ),
    ...met.map(({ field: { line, label } }) => ({
      line,
      what: `"${label}" is marked across another mark`,
      fix: "name a text of its own",
    })),
    ...unseen.map(({ label, line }) => ({
      line,
      what: `"${label}" is marked on no sample`,
      fix: 'name the printed text: [Label](field:rows.x "as printed")',
    })),
  ];
}

/** Samples of a page that are not read, and a page without one. */
function pageSampleProblems(id: string, samples: readonly Sample[]): Omit<FileProblem, "file">[] {
  const fix = `put one into a fence marked sample ${id}`;
  const none = samples.some(({ parser }) => parser === id) ? [] : [{ line: 1, what: "the page shows no sample", fix }];
  return [
    ...none,
    ...samples.flatMap((sample) => {
      const wrong = sampleProblem(sample);
      return wrong === null ? [] : [{ line: sample.line + wrong.at, what: wrong.what, fix: MEND }];
    }),
  ];
}

/** Everything that is wrong with the page of a command, beside its words and links. */
export function commandPageProblems(id: string, file: ContentFile): FileProblem[] {
  const { samples, columns } = readMarks(file);
  const texts = [...samples.filter(({ parser }) => parser === id), ...samplesOf(id)].map(({ text }) => text);
  const inside = [...pageSampleProblems(id, samples), ...columnProblems(id, columns, texts)];
  return [
    ...headProblems(file),
    ...sectionProblems(file),
    ...inside.map((problem) => ({ file: file.name, ...problem })),
    ...tableProblems(file, columns),
  ];
}

/** Whether what a parser's description shows is what it reads. */
export function docstringProblems(id: string): FileProblem[] {
  const samples = samplesOf(id);
  const file = `parsers/${id}.ts`;
  if (samples.length === 0) {
    return [{ file, line: 1, what: "its description shows no sample", fix: "add a fence marked sample <dialect>" }];
  }
  return samples.flatMap(({ dialect, text }) => {
    const wrong = sampleProblem({ parser: id, text });
    if (wrong === null) return [];
    const { line } = placeOf(file, `\`\`\`sample ${dialect}`);
    return [{ file, line: line + wrong.at, what: wrong.what, fix: MEND }];
  });
}

export function commandProblems(): FileProblem[] {
  const pages = contentIds("commands");
  const known = PARSERS.map(({ id }) => id);
  return [
    ...pairProblems("commands", known, "parsers/list.ts"),
    ...known.flatMap(docstringProblems),
    ...known.filter((id) => pages.includes(id)).flatMap((id) => commandPageProblems(id, readContent(`commands/${id}`))),
  ];
}
