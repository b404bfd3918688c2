import type { Random } from "@/simulator/random";

/** Changes a whole text. */
export type Damager = (text: string, random: Random) => string;

export function eachLine(change: (line: string, random: Random, at: number) => string): Damager {
  return (text, random) => {
    const lines = text.split("\n");
    return lines
      .map((line, at) => (at === lines.length - 1 && line === "" ? line : change(line, random, at)))
      .join("\n");
  };
}

export const collapseBlanks: Damager = eachLine((line) => line.replace(/[ \t]+/g, " ").trim());
export const dropIndentation: Damager = eachLine((line) => line.trimStart());
export const indentFour: Damager = eachLine((line) => (line === "" ? line : `    ${line}`));
export const padRight: Damager = eachLine((line) => line.padEnd(100));
export const tabsForBlanks: Damager = eachLine((line) => line.replace(/ {2,}/g, "\t"));
export const doubleBlankLines: Damager = eachLine((line) => `${line}\n`);
export const carriageReturns: Damager = (text) => text.replaceAll("\n", "\r\n");
export const oldMacLineEnds: Damager = (text) => text.replaceAll("\n", "\r");
export const doubledCarriageReturns: Damager = (text) => text.replaceAll("\n", "\r\r\n");
export const byteOrderMark: Damager = (text) => `\ufeff${text}`;
export const formFeeds: Damager = eachLine((line, _random, at) => (at % 5 === 4 ? `\f${line}` : line));

/** UTF-16 read byte by byte, with the mark that stands in front of it and without. */
export const nulBytes: Damager = (text) => [...text].map((char) => `${char}\u0000`).join("");
export const markedNulBytes: Damager = (text, random) => `\ufffd\ufffd${nulBytes(text, random)}`;

function wrapAt(width: number, cut: (line: string) => number): Damager {
  return eachLine((line) => {
    const pieces: string[] = [];
    let rest = line;
    while (rest.length > width) {
      const at = cut(rest);
      pieces.push(rest.slice(0, at));
      rest = rest.slice(at);
    }
    return [...pieces, rest].join("\n");
  });
}

/** A console of 80 columns cuts anywhere. */
export const consoleWrap: Damager = wrapAt(80, () => 80);

/** Mail breaks at the last blank before column 76. */
export const mailWrap: Damager = (text, random) => {
  const broken = wrapAt(76, (line) => {
    const blank = line.lastIndexOf(" ", 76);
    return blank > 20 ? blank + 1 : Math.max(76, line.indexOf(" ", 76) + 1 || line.length);
  })(text, random);
  return eachLine((line) => line.trimEnd())(broken, random);
};

export function prefix(make: (at: number, random: Random) => string): Damager {
  return eachLine((line, random, at) => `${make(at, random)}${line}`);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

export const mailQuote: Damager = prefix(() => "> ");
export const doubleMailQuote: Damager = prefix(() => ">> ");
export const pipeQuote: Damager = prefix(() => "| ");
export const sourceComment: Damager = prefix(() => "// ");
export const isoTimestamps: Damager = prefix((at) => `[2024-05-01T10:02:${two(at % 60)}Z] `);
export const clockTimestamps: Damager = prefix((at) => `10:${two(Math.floor(at / 60) % 60)}:${two(at % 60)}.123 `);
export const syslogHeads: Damager = prefix((at) => `May  1 10:02:${two(at % 60)} web-7f9c dbg[412]: `);
export const lineNumbers: Damager = prefix((at) => `${String(at + 1).padStart(6)}\t`);
export const editorNumbers: Damager = prefix((at) => `${at + 1}: `);
