import type { Line } from "@/evidence";

/** Where the next output begins that ran into the line: at its prompt. */
const PROMPT = "\\d{1,3}:\\d{3}(?::\\w{2,6})?>";

/**
 * Some pages put a whole output on one line. Lines that match all of `whole` are cut
 * before every place where `starts` finds a row or a heading; the parts keep the line's number.
 */
export function unfold(lines: readonly Line[], whole: readonly RegExp[], starts: string): readonly Line[] {
  const isFolded = ({ text }: Line): boolean => whole.every((part) => part.test(text));
  if (!lines.some(isFolded)) return lines;
  const start = new RegExp(`(?<=\\s)(?:${PROMPT}|${starts})`, "gi");
  return lines.flatMap((line) => {
    if (!isFolded(line)) return [line];
    const text = line.text.trimStart();
    // The first start is the line's own.
    const own = new RegExp(`^(?:${starts})`, "i").exec(text)?.[0].length ?? 0;
    const cuts = [...text.matchAll(start)].map((match) => match.index).filter((at) => at >= own);
    const ends = [...cuts, text.length];
    return [0, ...cuts].map((from, index) => ({ ...line, text: text.slice(from, ends[index]).trimEnd() }));
  });
}
