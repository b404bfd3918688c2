/** Something that the guide tells its reader to do. */
export type GuideStep =
  | { do: "run"; line: number; command: string; ends: number }
  | { do: "see"; line: number; texts: readonly string[] }
  | { do: "write"; line: number; file: string; text: string }
  | { do: "change"; line: number; file: string; hunks: readonly Hunk[] };

/** Lines that follow each other, and what stands there instead. */
export interface Hunk {
  old: readonly string[];
  new: readonly string[];
}

const FENCE = /^(`{3,4})(\w+)?(?: (\S.*))?$/;

function hunksOf(lines: readonly string[]): Hunk[] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (line === "…") parts.push([]);
    else parts.at(-1)?.push(line);
  }
  const texts = (part: readonly string[], marks: string): string[] =>
    part.filter((line) => marks.includes(line[0] ?? " ")).map((line) => line.slice(2));
  return parts.map((part) => ({ old: texts(part, "- "), new: texts(part, "+ ") }));
}

// npm run --silent diagnose -- errors.txt # ends with 3: more evidence is asked for
const ENDS = /\s+# ends with (\d+).*$/;

function runOf(text: string, line: number): GuideStep {
  return { do: "run", line, command: text.replace(ENDS, ""), ends: Number(ENDS.exec(text)?.[1] ?? 0) };
}

function stepsOf(line: number, info: { lang: string; rest: string }, body: readonly string[]): GuideStep[] {
  const { lang, rest } = info;
  if (lang === "sh") return body.map((command, at) => runOf(command, line + at + 1));
  if (rest === "shows") return [{ do: "see", line, texts: body }];
  if (lang === "diff") return [{ do: "change", line, file: rest, hunks: hunksOf(body) }];
  return [{ do: "write", line, file: rest, text: `${body.join("\n")}\n` }];
}

/** Every fenced block of a guide, as what it asks for. */
export function guideSteps(guide: string): GuideStep[] {
  const lines = guide.split("\n");
  const steps: GuideStep[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, fence, lang = "", rest = ""] = FENCE.exec(lines[at] ?? "") ?? [];
    if (!fence) continue;
    const end = lines.indexOf(fence, at + 1);
    steps.push(...stepsOf(at + 1, { lang, rest }, lines.slice(at + 1, end)));
    at = end;
  }
  return steps;
}

/** Whether lines say the same, however far they are indented. */
function sameAt(lines: readonly string[], old: readonly string[], at: number): boolean {
  return old.every((line, down) => lines[at + down]?.trim() === line.trim());
}

const blanksOf = (line: string): string => line.slice(0, line.length - line.trimStart().length);

/** Moves lines of a change to where the line stands that it begins with. */
function asDeepAs(there: string, shown: string): (line: string) => string {
  return (line) => (line === "" ? "" : blanksOf(there) + line.slice(Math.min(blanksOf(shown).length, line.length)));
}

/** Makes a change as a reader makes it: what is to be replaced must stand there, in that order. */
export function changed(text: string, hunks: readonly Hunk[]): string {
  let lines = text.split("\n");
  let from = 0;
  for (const hunk of hunks) {
    const at = lines.findIndex((_line, index) => index >= from && sameAt(lines, hunk.old, index));
    if (at < 0) throw new Error(`these lines are not there:\n${hunk.old.join("\n")}`);
    const indented = asDeepAs(lines[at] ?? "", hunk.old[0] ?? "");
    lines = [...lines.slice(0, at), ...hunk.new.map(indented), ...lines.slice(at + hunk.old.length)];
    from = at + hunk.new.length;
  }
  return lines.join("\n");
}
