import type { NewTranscript } from "@/browser/handed-over";
import type { DrillView } from "@/training/view";

/** The terminals of an attempt as an engineer would have copied them: one transcript for each place that was typed at. */
export function drillTranscripts({ targets, terminal }: DrillView): NewTranscript[] {
  return targets.flatMap(({ target, label }) => {
    const entries = terminal.filter((entry) => entry.target === target);
    if (entries.length === 0) return [];
    const text = entries.map(({ prompt, line, output }) => [prompt + line, ...output].join("\n")).join("\n");
    return [{ name: label, text: `${text}\n` }];
  });
}
