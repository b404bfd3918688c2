import type { Line } from "@/evidence";
import { brokeBefore } from "./broken-line";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { ADDRESS, rx } from "./grammar";

/** Where consoles break lines. */
const CONSOLE_WIDTH = 80;

const KEYS =
  "InheritedAddressSpace|ReadImageFileExecOptions|BeingDebugged|ImageBaseAddress|NtGlobalFlag2?|Ldr(?:\\.\\w{5,40})?|SubSystemData|ProcessHeap|ProcessParameters|CurrentDirectory|WindowTitle|ImageFile|CommandLine|DllPath|Environment|ProcessHeaps?";
const HEAD = "(?:Wow64 )?PEB(?:32)? at ";
/** `7ff626d20000 5e82e461 Mar 31 14:34:09 2020 C:\\…` or, without a time stamp, `75cc0000 C:\\…`. */
const IMAGE_FRONT = `${ADDRESS}\\s+(?:[0-9a-f]{1,8}\\s+[A-Z][a-z]{2}\\s|[A-Za-z]:|\\\\)`;
const STARTS = rx("^\\s*(?:", HEAD, "|(?:", KEYS, "):?\\s|Base TimeStamp\\s|", IMAGE_FRONT, "|\\*{3} unable)");
const IMAGE_ROW = rx("^\\s*", IMAGE_FRONT);
const ADDRESS_ALONE = rx("^\\s*", ADDRESS, "$");
const ENVIRONMENT = /^\s*Environment:\s/;
// =C:=C:\temp      Path=C:\Windows\system32
const VARIABLE = /^\s*(?<name>=?[^=\s]{1,200})=(?<value>.*)$/;

/** Name and value of an environment variable; null when the line is none. */
export function readVariable(text: string): { name: string; value: string } | null {
  const { name, value } = VARIABLE.exec(text)?.groups ?? {};
  return name === undefined ? null : { name, value: (value ?? "").trim() };
}

const FOLDED = /\bPEB(?:32)? at .{10,400}ImageBaseAddress:\s/;
const FOLD = new RegExp(
  `\\s{1,40}(?=${HEAD}|(?:${KEYS}):\\s|Ldr\\s+[0-9a-f]|Ldr\\.\\w|Base TimeStamp\\s|\\*{3} unable)|\\s(?=(?:0x)?[0-9a-f]{5,16}\\s+(?:[0-9a-f]{1,8}\\s+[A-Z][a-z]{2}\\s\\d|[A-Z]:\\\\))`,
);
const VARIABLE_FOLD = /\s{1,40}(?==?[^=\s]{1,200}=)/;

/** The lines of a PEB that a page put on one. */
function unfold(lines: readonly Line[]): readonly Line[] {
  return lines.flatMap((line) => {
    if (!FOLDED.test(line.text)) return [line];
    const at = /\sEnvironment:\s/.exec(line.text)?.index ?? line.text.length;
    const parts = [
      ...line.text.slice(0, at).split(FOLD),
      ...line.text.slice(at).trimStart().split(VARIABLE_FOLD),
    ].filter((text) => text.trim() !== "");
    return parts.map((text) => ({ ...line, text }));
  });
}

/** True where a console or a mail may have broken a line in two. */
function wasBroken(before: string, next: string): boolean {
  return before.length % CONSOLE_WIDTH === 0 || brokeBefore(before, next);
}

/** The lines of a PEB, those put together that a console or a mail broke; each is a heading, a field, an image or a variable. */
export function pebLines(source: readonly Line[]): Line[] {
  const lines: Line[] = [];
  /** How wide the last raw line was. */
  let before: string | null = null;
  let inEnvironment = false;
  for (const line of unfold(source)) {
    const { text } = line;
    const last = lines.at(-1);
    const blank = text.trim() === "";
    if (last && before !== null && !blank && goesOn(last.text, before, text, inEnvironment)) {
      const between = before.length % CONSOLE_WIDTH === 0 ? "" : " ";
      lines[lines.length - 1] = { ...last, last: line.last, text: last.text + between + text.trim() };
    } else {
      lines.push(line);
      inEnvironment ||= ENVIRONMENT.test(text);
    }
    before = blank ? null : text;
  }
  return lines;
}

function goesOn(whole: string, before: string, next: string, inEnvironment: boolean): boolean {
  if (isChatter(next) || isElision(next) || STARTS.test(next) || !wasBroken(before, next)) return false;
  // The address of the next image, whose path stands below it.
  if (IMAGE_ROW.test(whole) && ADDRESS_ALONE.test(next)) return false;
  const variable = inEnvironment ? readVariable(next) : null;
  if (!variable) return true;
  // The environment is sorted: what comes too early is the rest of a value.
  const above = readVariable(whole)?.name ?? "";
  return variable.name.toLowerCase() < above.toLowerCase() && !variable.name.startsWith("=");
}
