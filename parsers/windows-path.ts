// C:\Temp   \\server\share   C:¥Temp (Japanese consoles)   "C:\Program Files\x"   'C:\x'
const QUOTED = /["']((?:[A-Za-z]:[\\/¥₩]|\\\\)[^"']{0,400})["']/;
const PLAIN = /(?:^|[\s(=])((?:[A-Za-z]:[\\/¥₩]|\\\\)[^\s"'|)]{0,400})/;

/** A path as reports keep it: back-slashes, and none at the end unless it is a drive's root. */
export function plainPath(text: string): string {
  const path = text.trim().replace(/[¥₩]/g, "\\");
  return /^[A-Za-z]:\\+$/.test(path) ? path.slice(0, 3) : path.replace(/[\\/]{1,4}$/, "");
}

/** First absolute path among a command's arguments, or null. */
export function pathInArguments(text: string): string | null {
  const match = QUOTED.exec(text) ?? PLAIN.exec(text);
  return match?.[1] ? plainPath(match[1]) : null;
}

/** Nearest folder that holds both, or null when they share none. */
export function commonFolder(a: string, b: string): string | null {
  const left = a.split("\\");
  const right = b.split("\\");
  let shared = 0;
  while (shared < left.length && left[shared]?.toLowerCase() === right[shared]?.toLowerCase()) shared++;
  const folder = left.slice(0, shared).join("\\");
  return /^[A-Za-z]:$/.test(folder) ? `${folder}\\` : folder.replace(/^\\*$/, "") || null;
}
