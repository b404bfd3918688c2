/** Names hold no backslash; one that stands there escapes a character for Markdown: `List\`1\[\[System.String`. */
export function withoutEscapes(name: string): string {
  return name.replaceAll("\\", "");
}

const OPENING = "[<(";
const CLOSING = "]>)";

/**
 * Takes a .NET type name off the front of a text. Names hold blanks only inside
 * brackets: `List`1[[System.String, mscorlib]]`, `Dictionary<System.Int32, System.String>`.
 */
export function takeTypeName(text: string): { type: string; rest: string } {
  const trimmed = text.trim();
  let depth = 0;
  for (let at = 0; at < trimmed.length; at++) {
    const char = trimmed.charAt(at);
    if (OPENING.includes(char)) depth++;
    else if (CLOSING.includes(char)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && /\s/.test(char)) {
      return { type: withoutEscapes(trimmed.slice(0, at)), rest: trimmed.slice(at).trim() };
    }
  }
  return { type: withoutEscapes(trimmed), rest: "" };
}

// Tota      00007ffb64      ---      0x01a0
const ROW_FRONT = /^(?:T|To|Tot|Tota|Total|-{1,40}|(?:0x)?[0-9a-f]{0,16})$/i;

/** True for what may be the rest of a name, but as well the front of a row in which the paste breaks off. */
export function isRowFront(text: string): boolean {
  return ROW_FRONT.test(text.trim());
}

/** True when a bracket of the name was left open, so that it goes on in the next line. */
export function isOpenTypeName(type: string): boolean {
  let depth = 0;
  for (const char of type) {
    if (char === "[") depth++;
    else if (char === "]") depth--;
  }
  return depth > 0;
}

/** Puts the two halves of a wrapped type name together; the blank belongs behind a comma only. */
export function joinTypeName(type: string, more: string): string {
  return type.endsWith(",") && !type.endsWith("[,") ? `${type} ${more.trim()}` : type + more.trim();
}
