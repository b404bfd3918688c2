/** What stands between the fields; tabs have become blanks by the time a line gets here. */
export type Separator = "," | ";" | " ";

/** The separator of a table, from its first line. */
export function separatorOf(heading: string): Separator {
  const unquoted = heading.replace(/"[^"]*"/g, "");
  if (unquoted.includes(";")) return ";";
  return unquoted.includes(",") ? "," : " ";
}

/**
 * Fields of one line of a table that a Windows tool exports: quoted where needed, quotes doubled
 * within. `cut` tells that the last quote was never closed, or that something stands behind one.
 */
export function csvFields(text: string, separator: Separator = ","): { fields: string[]; cut: boolean } {
  const line = text.trim();
  const fields: string[] = [];
  let at = 0;
  while (at < line.length) {
    const quoted = line[at] === '"';
    const { value, end, closed } = quoted ? quotedField(line, at + 1) : plainField(line, at, separator);
    fields.push(value);
    if (!closed) return { fields, cut: true };
    at = skipBlanks(line, end);
    if (at >= line.length) return { fields, cut: false };
    if (separator !== " ") {
      if (line[at] !== separator) return { fields, cut: true };
      at = skipBlanks(line, at + 1);
      if (at >= line.length) fields.push("");
    }
  }
  return { fields, cut: false };
}

interface Field {
  value: string;
  end: number;
  closed: boolean;
}

function quotedField(line: string, start: number): Field {
  let value = "";
  for (let at = start; ; ) {
    const quote = line.indexOf('"', at);
    if (quote < 0) return { value: value + line.slice(at), end: line.length, closed: false };
    value += line.slice(at, quote);
    if (line[quote + 1] !== '"') return { value, end: quote + 1, closed: true };
    value += '"';
    at = quote + 2;
  }
}

function plainField(line: string, start: number, separator: Separator): Field {
  const next = line.indexOf(separator, start);
  const end = next < 0 ? line.length : next;
  return { value: line.slice(start, end).trim(), end, closed: true };
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (line[at] === " ") at++;
  return at;
}
