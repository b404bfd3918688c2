import { elementsFrom, type Span } from "./elements";
import type { Edit, ElementEdit, LineEdit } from "./plan";
import { refusal } from "./problem";

/** What of an edit stands in its file, as it stands there now; null where it does not. */
export function written(edit: Edit, text: string): string | null {
  if ("line" in edit) return lineSpan(edit, text) ? edit.line : null;
  const span = elementSpan(edit, text);
  return span && text.slice(span.from, span.to);
}

function lineSpan({ line }: LineEdit, text: string): Span | null {
  const at = `\n${text}`.indexOf(`\n${line}\n`);
  return at < 0 ? null : { from: at, to: at + line.length + 1 };
}

function listStart({ list, path, element }: ElementEdit, text: string): number {
  return list.reduce((from, words) => {
    const at = text.indexOf(words, from);
    if (at < 0) throw anchorMissing(path, `no "${words}"`, element);
    return at + words.length;
  }, 0);
}

function anchorMissing(path: string, lacks: string, text: string): Error {
  return refusal(
    "LIST_NOT_FOUND",
    `${path} has ${lacks}: the list that this belongs to was renamed or moved. Nothing was changed.`,
    `Correct the place in authoring/scaffold/, or add this by hand: ${text}`,
  );
}

/** The words an element begins with, wherever a formatter has broken the line. */
function keyPattern(key: string): RegExp {
  const words = key.split(/\s+/).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return new RegExp(`^${words.join("\\s+")}(?![\\w$-])`);
}

function elementSpan(edit: ElementEdit, text: string): Span | null {
  const begins = keyPattern(edit.key);
  const { elements } = elementsFrom(text, listStart(edit, text));
  return elements.find(({ from, to }) => begins.test(text.slice(from, to))) ?? null;
}

function addElement(edit: ElementEdit, text: string): string {
  const { elements, close } = elementsFrom(text, listStart(edit, text));
  const last = elements.at(-1);
  if (!last) return `${text.slice(0, close)}${edit.element}${text.slice(close)}`;
  return `${text.slice(0, last.to)},\n${edit.element}${text.slice(last.to)}`;
}

function addLine({ path, line, above, below }: LineEdit, text: string): string {
  const begins = above ?? below ?? "";
  const lines = text.split("\n");
  const at = lines.findIndex((one) => one.startsWith(begins));
  if (at < 0) throw anchorMissing(path, `no line that begins with "${begins}"`, line);
  const place = above === undefined ? at + 1 : at;
  return [...lines.slice(0, place), line, ...lines.slice(place)].join("\n");
}

export function add(edit: Edit, text: string): string {
  return "line" in edit ? addLine(edit, text) : addElement(edit, text);
}

/** Takes an edit back; the text stays as it is where the edit is gone already. */
export function takeBack(edit: Edit, text: string): string {
  if ("line" in edit) {
    const span = lineSpan(edit, text);
    return span ? text.slice(0, span.from) + text.slice(span.to) : text;
  }
  const span = elementSpan(edit, text);
  if (!span) return text;
  const before = text.slice(0, span.from);
  const after = text.slice(span.to);
  if (/^\s*,/.test(after)) return before.trimEnd() + after.replace(/^\s*,/, "");
  return before.trimEnd().replace(/,$/, "") + after;
}
