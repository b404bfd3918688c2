/**
 * True for JSON that stops before its end: an object was opened and never closed.
 * Asked only about text that did not parse.
 */
export function endsEarly(text: string): boolean {
  if (!/^\s*\{/.test(text.slice(0, 1000))) return false;
  // The last line of a pretty-printed document closes it.
  if (/\n\}\s*$/.test(text.slice(-1000))) return false;
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
      if (at < 0) return true;
    } else if (character === "{") open.push("}");
    else if (character === "[") open.push("]");
    else if ((character === "}" || character === "]") && open.pop() !== character) return false;
  }
  return open.length > 0;
}

/** Index of the closing quote of the string that opens at `start`, or -1. */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return -1;
}
