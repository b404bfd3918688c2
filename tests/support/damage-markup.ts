import type { Random } from "@/simulator/random";
import { type Damager, eachLine } from "./damage-layout";

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const ADDRESS = /\b(?:0x)?(?:[0-9a-f]{8}`[0-9a-f]{8}|[0-9a-f]{16}|[0-9a-f]{8})\b/gi;

export const htmlOnce: Damager = escapeHtml;
export const htmlTwice: Damager = (text) => escapeHtml(escapeHtml(text));
export const nonBreakingBlanks: Damager = (text) => text.replaceAll("  ", "\u00a0 ");
export const allNonBreaking: Damager = (text) => text.replaceAll(" ", "\u00a0");
export const nbspEntities: Damager = (text) => escapeHtml(text).replaceAll("  ", "&nbsp; ");

/** What a page's tags look like when its source is copied. */
export const paragraphs: Damager = eachLine((line) => `<p>${escapeHtml(line)}</p>`);
export const lineBreaks: Damager = eachLine((line) => `${escapeHtml(line)}<br />`);
export const spans: Damager = eachLine((line) =>
  escapeHtml(line).replace(ADDRESS, (address) => `<span style="color: red;"><strong>${address}</strong></span>`),
);

export const debuggerLinks: Damager = (text) =>
  text.replace(ADDRESS, (address) => `<link cmd="!do ${address}">${address}</link>`);
export const debuggerBold: Damager = eachLine((line) => line.replace(/^(\s*)(\S+)/, "$1<b>$2</b>"));

export const colourCodes: Damager = (text) => text.replace(ADDRESS, (address) => `\u001b[31m${address}\u001b[0m`);
export const clearLineCodes: Damager = eachLine((line) => `\u001b[K${line}\u001b[0m`);
export const zeroWidth: Damager = eachLine((line) => line.replaceAll(".", ".\u200b"));

export const curlyQuotes: Damager = (text) => text.replace(/"([^"\n]*)"/g, "\u201c$1\u201d").replaceAll("'", "\u2019");
export const longDashes: Damager = (text) => text.replace(/(?<!-)-(?!-)/g, "\u2013");
export const ellipses: Damager = (text) => text.replaceAll("...", "\u2026");
export const timesForX: Damager = (text) => text.replace(/\b0x(?=[0-9a-f])/g, "0\u00d7");

export const fences: Damager = (text) => `\`\`\`\n${text}\`\`\`\n`;
export const namedFences: Damager = (text) => `\`\`\`text\n${text}\`\`\`\n`;
export const markdownEscapes: Damager = (text) => text.replace(/[*_<>[\]`!#]/g, "\\$&");
export const hardBreaks: Damager = eachLine((line) => `${line}  `);

/** Tags that a page took for its own and swallowed. */
export const eatenTags: Damager = (text) => text.replace(/<[^<>\n]*>/g, "");

/** A chat that makes bold and italic of stars and underlines. */
export const eatenStars: Damager = (text) => text.replaceAll("*", "");
export const eatenUnderlines: Damager = (text) => text.replace(/(^|[\s.])_(?=\w)/gm, "$1");
export const eatenBackslashes: Damager = (text) => text.replaceAll("\\", "");

/** Remarks that people write behind a line. */
export function remarks(text: string): Damager {
  return (whole: string, random: Random) => {
    const lines = whole.split("\n");
    const at = random.int(1, Math.max(1, lines.length - 2));
    return lines.map((line, index) => (index === at && line.trim() !== "" ? `${line}  ${text}` : line)).join("\n");
  };
}
