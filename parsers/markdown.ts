import { piecewise } from "./piecewise";

// `\*`, `\_`, `\<`: what a chat's editor puts before characters that mean something to it. `\>` ends a path too.
// Some editors put them before `+`, `-`, `(` and `)` as well.
const ESCAPED = /\\([*_<>[\]`!#()+~|-])/g;
const MEANING = /[*_<[\]`!#]/g;
// `0:000\> !syncblk`, `0: kd\>`, `\> clrstack`, `C:\Windows\> fltmc`, `PS C:\\> fltmc`, be it behind a time
const ESCAPED_PROMPT =
  /(?:^|[\s>|])(?:\d{1,3}:\d{3,4}(?::\w{2,6})?|l?kd(?::\w{2,6})?|[A-Z]:\\(?:[^<>|"*?]{0,200}[\w)])?|)\\>/;
// `aspnet\_isapi!InstrumentedMutex::GetLock`: no module has a back-slash, and no folder of that name holds such files
const ESCAPED_NAME = /(?:^|[\s(])[a-z]\w{0,60}(?:\\_\w{1,60}){1,6}!\w|\baspnet\\_(?:isapi|wp|filter)\b/i;
const FEWEST = 2;
/** Share of such characters that are escaped when an editor did it. */
const MAJORITY = 0.8;

/** How often the pattern, a global one, is found. */
function count(lines: readonly string[], pattern: RegExp): number {
  let found = 0;
  for (const line of lines) while (pattern.test(line)) found++;
  return found;
}

/** True when nearly all characters that mean something to Markdown have a backslash in front, or all underscores have. */
export function isEscaped(lines: readonly string[]): boolean {
  if (lines.some((line) => line.includes("\\_") && ESCAPED_NAME.test(line))) {
    // Some editors think of little else than of underscores.
    return count(lines, /\\_/g) >= count(lines, /_/g) * MAJORITY;
  }
  const escaped = count(lines, /\\[*_<[\]`!#]/g);
  if (escaped < FEWEST && !lines.some((line) => ESCAPED_PROMPT.test(line))) return false;
  return escaped >= count(lines, MEANING) * MAJORITY;
}

/** The line without the backslashes of Markdown. */
export function unescaped(line: string): string {
  return piecewise(
    line,
    (text, at) => text[at - 1] !== "\\",
    (piece) => piece.replace(ESCAPED, "$1"),
  );
}

// [System.IO](http://System.IO)     <http://System.IO|System.IO>
const LINK =
  /\[([^[\]]{1,200})\]\((?:https?|mailto):[^()\s]{1,400}\)|<(?:https?|mailto):[^<>|\s]{1,400}\|([^<>|]{1,200})>/g;

/** Text that shows a link in the lines below it is to be looked at by `withoutLinks`. */
export const LINK_MARK = "](";

/** How the other kind of link begins. */
export const LINK_START = "<(?:https?|mailto):";

/** The line with what a chat took for an address of the web as it was before. */
export function withoutLinks(line: string): string {
  return line.replace(LINK, (_all, markdown?: string, chat?: string) => markdown ?? chat ?? "");
}

/** What opens and closes a block of code. */
export const FENCE = "```";
// ```text      ```{r}      ```log title="x"
const FENCE_LINE = /^\s*`{3,}(?:[\w+#.-]{0,30}\s*(?:\{.*|[\w-]{1,30}=.*)?)$/;

/** The line without a fence that somebody has put right before or behind what it should stand above or below. */
export function withoutGluedFence(line: string): string {
  if (!line.includes(FENCE) || FENCE_LINE.test(line)) return line;
  return line.replace(/^\s*`{3,}(?=[^\s`])/, "").replace(/(?<=[^\s`])\s{0,9}`{3,}\s*$/, "");
}
