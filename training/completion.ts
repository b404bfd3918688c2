import type { Server } from "@/simulator/server";
import { commandForms } from "./command-forms";
import type { Target } from "./drill";
import { HARMFUL_LINES } from "./harm";
import { kindOf } from "./targets";

/** What can be put in place of a word that is being typed. */
export interface Completion {
  /** Where the word begins in the line. */
  from: number;
  options: readonly string[];
}

const MOST_OPTIONS = 60;
const PLACEHOLDER = /<[^<>]+>/;
/** A thread in front of a command: whichever it is, what follows is the same. */
const THREAD = /^~(?:\S+?e|\*e?)$/i;

function fits(word: string, typed: string): boolean {
  if (PLACEHOLDER.test(word)) return true;
  return word.toLowerCase() === typed.toLowerCase() || (THREAD.test(word) && THREAD.test(typed));
}

/** `~39e`: what comes behind it is a line of its own. */
function runsOnThread([first = ""]: readonly string[]): boolean {
  return THREAD.test(first);
}

/** Words that come behind these in some line. */
function wordsAfter(before: readonly string[], lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const words = line.split(" ");
    const word = words[before.length];
    return word !== undefined && before.every((other, at) => fits(words[at] ?? "", other)) ? [word] : [];
  });
}

/** What the word at the end of a line may become: whatever the console knows, whether it helps or not. */
export function completionOf(server: Server, target: Target, line: string): Completion {
  const kind = kindOf(target);
  const from = line.search(/\S*$/);
  const typed = line.slice(from).toLowerCase();
  const before = line.slice(0, from).split(/\s+/).filter(Boolean);
  const lines = [...commandForms(server, kind).map(({ form }) => form), ...(HARMFUL_LINES[kind] ?? [])];
  const options = [...wordsAfter(before, lines), ...(runsOnThread(before) ? wordsAfter(before.slice(1), lines) : [])];
  const fitting = options.filter((word) => !PLACEHOLDER.test(word) && word.toLowerCase().startsWith(typed));
  return { from, options: [...new Set(fitting)].sort().slice(0, MOST_OPTIONS) };
}
