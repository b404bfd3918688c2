import { count } from "@/findings/say";
import type { DrillView, TerminalEntry } from "@/training/view";
import { VERDICTS } from "./verdicts";

/** Lines of an answer that are read out; the rest is there to be read. */
const SPOKEN = 2;

function answerNews({ output, judged }: TerminalEntry): string {
  const filled = output.filter((line) => line.trim() !== "");
  if (filled.length === 0) return "No output.";
  const lead = judged === "error" ? "Error" : count(output.length, "line");
  return `${lead}: ${filled.slice(0, SPOKEN).join(" ").replace(/\s+/g, " ").trim().slice(0, 200)}`;
}

/** What of a list was not there before. */
function added<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return after.slice(before.length);
}

/** What has changed between two views, in short, to be read out. */
export function newsOf(before: DrillView, after: DrillView): string {
  const said: string[] = [];
  if (after.target !== before.target) {
    const label = after.targets.find(({ target }) => target === after.target)?.label ?? after.target;
    said.push(`${label}, prompt ${after.prompt}`);
  }
  for (const entry of added(before.terminal, after.terminal)) said.push(answerNews(entry));
  if (after.target === before.target && after.prompt !== before.prompt) said.push(`Prompt is now ${after.prompt}`);
  for (const { id, said: words } of after.customer) {
    if (words !== null && before.customer.find((one) => one.id === id)?.said === null) said.push(`Customer: ${words}`);
  }
  for (const { id, answered } of after.questions) {
    if (!answered || before.questions.find((one) => one.id === id)?.answered) continue;
    said.push(`${answered.right ? "Right." : "Wrong."} ${answered.why}`);
  }
  const asked = added(before.questions, after.questions).length;
  if (asked > 0) said.push(`${asked === 1 ? "A question" : `${asked} questions`} about the output.`);
  for (const { text, points } of added(before.hints, after.hints)) said.push(`Hint, ${points} points: ${text}`);
  for (const { verdict, says } of added(before.accusations, after.accusations))
    said.push(`${VERDICTS[verdict]}. ${says}`);
  for (const { reason } of added(before.ignored, after.ignored)) said.push(reason);
  if (after.phase !== before.phase && after.phase === "remedy") said.push("Now choose the remedy.");
  if (after.phase !== before.phase && after.phase === "debrief") said.push(`Debrief: ${after.score.total} points.`);
  return said.join(" ");
}
