import { LONGEST_LINE } from "@/training/attempt";

/** Lines that are typed at once at most. */
export const MOST_PASTED = 30;

// 0:039> !syncblk      0: kd> !locks      C:\>fltmc      PS C:\> Get-Process
const PROMPT = /^(?:\d{1,4}:\d{3,5}(?::x86)?>|\d{1,3}: kd>|(?:PS )?[A-Za-z]:\\[^<>|"*?]{0,200}>|[#$>])[ \t]*(?=\S)/;

/** Lines of a paste as they are typed: without the prompts that were copied with them. */
export function typedLines(pasted: string): string[] {
  return pasted
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim().replace(PROMPT, "").slice(0, LONGEST_LINE))
    .filter((line) => line !== "");
}

/** What all of some words begin with. */
export function commonStart(words: readonly string[]): string {
  const [first = "", ...others] = words;
  let length = first.length;
  for (const word of others) {
    let same = 0;
    while (same < length && word[same]?.toLowerCase() === first[same]?.toLowerCase()) same++;
    length = same;
  }
  return first.slice(0, length);
}
