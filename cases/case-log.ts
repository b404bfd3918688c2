import type { Limits, ThresholdId } from "@/findings/thresholds";

/** What the engineer put in, in order. Everything else is recomputed from it. */
export type Entry<Text = string> =
  | { type: "transcript"; id: string; at: string; name: string; text: Text }
  | { type: "answer"; id: string; at: string; question: string; value: string }
  | { type: "skip"; id: string; at: string; step: string; reason: string }
  | {
      type: "limit";
      id: string;
      at: string;
      limit: ThresholdId /** Null for the built-in value. */;
      value: number | null;
    }
  | { type: "note"; id: string; at: string; text: string /** Step it was written at, or null. */; step: string | null }
  | { type: "removal"; id: string; at: string /** Id of the entry taken out. */; entry: string };

/** A case: its name, its playbook, and its append-only log. `Text` is what its transcripts are held in. */
export interface Case<Text = string> {
  id: string;
  title: string;
  playbook: string;
  createdAt: string;
  log: readonly Entry<Text>[];
}

/** The entries that count: neither removals nor what they removed. A removal that was itself removed takes nothing out. */
export function liveEntries<Text>(log: readonly Entry<Text>[]): Exclude<Entry<Text>, { type: "removal" }>[] {
  const removed = new Set<string>();
  for (const entry of log.toReversed()) {
    if (entry.type === "removal" && !removed.has(entry.id)) removed.add(entry.entry);
  }
  return log.flatMap((entry) => (entry.type === "removal" || removed.has(entry.id) ? [] : [entry]));
}

/** What a diagnosis is computed from. */
export interface Inputs<Text = string> {
  transcripts: readonly { name: string; text: Text }[];
  /** Last answer by question id; `unknown` counts as answered. */
  answers: ReadonlyMap<string, string>;
  skipped: readonly string[];
  /** Values laid over the built-in limits. */
  limits: Partial<Limits>;
}

/** Transcripts, answers and skips that are live. An answer given twice counts as last given. */
export function inputsOf<Text>(log: readonly Entry<Text>[]): Inputs<Text> {
  const transcripts: { name: string; text: Text }[] = [];
  const answers = new Map<string, string>();
  const skipped = new Set<string>();
  const limits: Partial<Record<ThresholdId, number>> = {};
  for (const entry of liveEntries(log)) {
    if (entry.type === "transcript") transcripts.push({ name: entry.name, text: entry.text });
    else if (entry.type === "answer") answers.set(entry.question, entry.value);
    else if (entry.type === "skip") skipped.add(entry.step);
    else if (entry.type === "limit" && entry.value !== null) limits[entry.limit] = entry.value;
    else if (entry.type === "limit") delete limits[entry.limit];
  }
  return { transcripts, answers, skipped: [...skipped].sort(), limits };
}
