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

/** What the word at the end of a line may become: whatever the console knows, whether it helps or not. */
export function completionOf(server: Server, target: Target, line: string): Completion {
  const kind = kindOf(target);
  const from = line.search(/\S*$/);
  const typed = line.slice(from).toLowerCase();
  const before = line.slice(0, from).split(/\s+/).filter(Boolean);
  const lines = [...commandForms(server, kind).map(({ form }) => form), ...(HARMFUL_LINES[kind] ?? [])];
  const options = new Set<string>();
  for (const words of lines.map((known) => known.split(" "))) {
    const word = words[before.length];
    if (word === undefined || PLACEHOLDER.test(word) || !word.toLowerCase().startsWith(typed)) continue;
    if (before.every((other, at) => fits(words[at] ?? "", other))) options.add(word);
  }
  return { from, options: [...options].sort().slice(0, MOST_OPTIONS) };
}
