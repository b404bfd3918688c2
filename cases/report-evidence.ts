import type { Cite, Finding, LineRange } from "@/evidence";
import { questionById } from "@/findings/questions";
import { type Case, inputsOf } from "./case-log";
import type { Diagnosis } from "./diagnose";
import { code, fenced, indented, inline } from "./markdown";
import type { Quote, Quoter } from "./quote";
import type { Verdict } from "./verdict";

/** So many places of one finding are quoted, the rest are named. */
const QUOTED = 4;
/** So many characters of one quoted line are shown. */
const LINE = 600;

/** What a report is written from. */
export interface ReportContext {
  subject: Case<unknown>;
  diagnosis: Diagnosis;
  verdict: Verdict;
  names: readonly string[];
  quoter: Quoter;
}

export function questionName(id: string): string {
  return questionById(id)?.ask ?? id;
}

function answerText({ subject }: ReportContext, question: string): string {
  const value = inputsOf(subject.log).answers.get(question) ?? "";
  return questionById(question)?.answers.find((choice) => choice.value === value)?.label ?? value;
}

function place({ names }: ReportContext, cite: Cite): string {
  if ("answer" in cite) return `answer to “${inline(questionName(cite.answer))}”`;
  const [first, last] = cite.lines;
  return `${code(names[cite.file] ?? `transcript ${cite.file + 1}`)} ${first === last ? `line ${first}` : `lines ${first}–${last}`}`;
}

/** Where a finding is proved, for the end of a line. */
function places(context: ReportContext, finding: Finding): string {
  const all = [...new Set(finding.cites.map((cite) => place(context, cite)))];
  if (all.length === 0) return "";
  const shown = all.slice(0, 6).join(", ");
  return ` (${all.length > 6 ? `${shown} and ${all.length - 6} more places` : shown})`;
}

function quoted({ text, more }: Quote): string {
  const width = String(text.at(-1)?.number ?? 0).length;
  const lines = text.map((line) => {
    const shown = line.text.length > LINE ? `${line.text.slice(0, LINE)} …` : line.text;
    return `${String(line.number).padStart(width)} | ${shown}`.trimEnd();
  });
  if (more > 0) lines.push(`${"".padStart(width)} | … ${more} more ${more === 1 ? "line" : "lines"}`);
  return fenced(lines.join("\n"));
}

/** Of an output that is cited as a whole, only its beginning. */
function linesShown([first, last]: LineRange): number {
  return last - first < 8 ? 8 : 3;
}

function proof(context: ReportContext, cite: Cite): string {
  if ("answer" in cite)
    return `Answer to “${inline(questionName(cite.answer))}”: ${inline(answerText(context, cite.answer))}`;
  const quote = context.quoter.quote(cite.file, cite.lines, linesShown(cite.lines));
  return quote ? `${place(context, cite)}:\n\n${quoted(quote)}` : place(context, cite);
}

/** A numbered link of the chain, quoting its lines. */
export function link(context: ReportContext, finding: Finding, index: number): string {
  const cites = [...new Map(finding.cites.map((cite) => [place(context, cite), cite])).values()];
  const rest = cites.slice(QUOTED);
  const marker = `${index + 1}. `;
  const parts = [inline(finding.says), ...cites.slice(0, QUOTED).map((cite) => proof(context, cite))];
  if (rest.length > 0) {
    const named = rest.slice(0, 100).map((cite) => place(context, cite));
    if (rest.length > named.length) named.push(`${rest.length - named.length} more places`);
    parts.push(`Also: ${named.join(", ")}.`);
  }
  return marker + indented(parts.join("\n\n"), marker.length).trimStart();
}

/** A finding as one line, with its places. */
export function told(finding: Finding, context: ReportContext): string {
  return inline(finding.says) + places(context, finding);
}
