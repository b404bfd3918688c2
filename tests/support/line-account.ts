import type { Block } from "@/evidence";
import { PARSERS } from "@/parsers/list";
import { normalise } from "@/parsers/normalise";
import { readTranscript } from "@/parsers/read";
import { Recogniser, split } from "@/parsers/split";

const RECOGNISER = new Recogniser(PARSERS);

function unreadFaults({ command, lines, unread }: Block): string[] {
  let end = lines[0] - 1;
  return unread.flatMap(([first, last]) => {
    const ordered = first > end && last >= first && last <= lines[1];
    end = last;
    return ordered ? [] : [`${command}: unread ${first}-${last} in ${lines.join("-")}`];
  });
}

/** How often each line is in a block. */
function coverage(blocks: readonly Block[]): Map<number, number> {
  const covered = new Map<number, number>();
  for (const { lines } of blocks) {
    for (let number = lines[0]; number <= lines[1]; number++) covered.set(number, (covered.get(number) ?? 0) + 1);
  }
  return covered;
}

/**
 * What is wrong with the account that a reading gives of a text's lines: each that is not blank is in one block, where
 * it was read, or is noise, or is told as unread; or it is a command that printed nothing.
 */
export function accountFaults(text: string): string[] {
  let blocks: Block[];
  try {
    blocks = readTranscript({ name: "paste", text }, 0);
  } catch (error) {
    return [`threw ${error instanceof Error ? error.stack : error}`];
  }
  const covered = coverage(blocks);
  const lines = normalise(text);
  const commands = new Set(split(lines, RECOGNISER).map(({ commandLine }) => commandLine?.number));
  const logical = new Map<number, number>();
  for (const { number } of lines) logical.set(number, (logical.get(number) ?? 0) + 1);
  const faults = blocks.flatMap(unreadFaults);
  for (const line of lines) {
    if (line.text.trim() === "") continue;
    const times = covered.get(line.number) ?? 0;
    if (times === 1 || (times === 0 && commands.has(line.number))) continue;
    // Several lines that a page showed for one line of its source may belong to several outputs.
    if (times > 1 && (logical.get(line.number) ?? 0) > 1) continue;
    faults.push(`line ${line.number} is in ${times} blocks: ${line.text.slice(0, 120)}`);
  }
  return faults;
}
