/** Control characters but the tab, and marks that turn the reading direction: none of them may act in a report. */
const UNSEEN = /[^\P{Cc}\t]|[\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Text of a case as one line of Markdown that means nothing but itself. */
export function inline(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(UNSEEN, "\ufffd")
    .replace(/[\\`*[\]<>|~&]/g, "\\$&")
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\_")
    .replace(/^[#+\-=]/, "\\$&")
    .replace(/^(\d{1,9})([.)])/, "$1\\$2");
}

function longestRun(text: string): number {
  return [...text.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), 0);
}

/** Text of a case as a block of code that it cannot end. */
export function fenced(text: string, language = "text"): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  const body = text.replace(/\r\n?/g, "\n").replace(/[^\n]+/g, (line) => line.replace(UNSEEN, "\ufffd"));
  return `${fence}${language}\n${body}\n${fence}`;
}

/** A command or a name, as code within a line. */
export function code(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim().replace(UNSEEN, "\ufffd");
  const fence = "`".repeat(longestRun(plain) + 1);
  return plain.includes("`") ? `${fence} ${plain} ${fence}` : `${fence}${plain}${fence}`;
}

/** `  ` before every line that is not empty, so that it stays inside a list item. */
export function indented(text: string, width: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(width));
}

/** `2024-05-01 10:22:33 UTC`. */
export function moment(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}

/** A heading with what stands below it; nothing when nothing does. */
export function section(title: string, ...parts: readonly string[]): string[] {
  const filled = parts.filter((part) => part !== "");
  return filled.length > 0 ? [`## ${title}`, ...filled] : [];
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

export function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join("\n");
}
