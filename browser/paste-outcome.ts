import type { Block, Problem } from "@/evidence";

/** Lines of a text that are looked at to guess what it is. */
const LOOKED_AT = 200;

const LOOKS: readonly { share: number; line: RegExp; is: string }[] = [
  {
    share: 0.5,
    line: /^\s*(?:\d{1,3}\s+)?(?:0x)?[0-9a-f`]{8,17}\s+(?:0x)?[0-9a-f`]{8,17}\s/i,
    is: "It looks like a table or a stack from a debugger whose first lines are missing.",
  },
  {
    share: 0.5,
    line: /^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/,
    is: "It looks like a log with time stamps, not like the output of a command.",
  },
  { share: 0.3, line: /^\s*<\/?[a-z!?][^>]*>/i, is: "It looks like the source of a web page or an XML file." },
  { share: 0.5, line: /^\s*(?:"[^"]{1,80}"\s?:|[{}[\]],?\s*$)/, is: "It looks like JSON." },
];

function guess(text: string, blocks: readonly Block[]): string {
  const echoed = [...new Set(blocks.flatMap((block) => (block.echoed && block.command ? [block.command] : [])))];
  if (echoed.length > 0) {
    const named = echoed.slice(0, 3).map((command) => `“${command.slice(0, 80)}”`);
    return `It holds ${named.join(", ")}${echoed.length > 3 ? " and more" : ""}, which no reader here knows.`;
  }
  const lines = text
    .slice(0, 50_000)
    .split(/\r\n|\n|\r/, LOOKED_AT)
    .filter((line) => line.trim() !== "");
  const look = LOOKS.find(({ share, line }) => lines.filter((each) => line.test(each)).length >= lines.length * share);
  return look?.is ?? "It reads like none of them.";
}

function nothingRecognised(name: string, text: string, blocks: readonly Block[], next: string | null): Problem {
  return {
    code: "NOTHING_RECOGNISED",
    what: `Nothing in “${name}” is an output this site can read. ${guess(text, blocks)}`,
    fix: [
      "The text is kept as a transcript; undo takes it out.",
      "Paste a whole output, from the line with the command to the last one, as the debugger printed it.",
      ...(next ? ["This step asks for:"] : []),
    ].join(" "),
    commands: next ? [next] : undefined,
  };
}

/** What the person must hear of a transcript that was just read: outputs that are errors, or nothing known at all. */
export function problemsOfPaste(
  name: string,
  text: string,
  blocks: readonly Block[],
  next: string | null,
): readonly Problem[] {
  if (blocks.every((block) => block.outcome === "unknown")) return [nothingRecognised(name, text, blocks, next)];
  const unusable = new Map<string, Problem>();
  for (const { problem, lines } of blocks) {
    if (!problem || unusable.has(problem.code)) continue;
    unusable.set(problem.code, { ...problem, what: `${problem.what} (“${name}”, line ${lines[0]})` });
  }
  return [...unusable.values()];
}
