import { elementsFrom } from "./elements";
import type { Read } from "./plan";
import { refusal } from "./problem";

/** The texts of a list in a file: what an option may say. */
export function choicesIn(path: string, list: string, read: Read): string[] {
  const text = read(path) ?? "";
  const at = text.indexOf(list);
  if (at < 0) return [];
  const { elements } = elementsFrom(text, at + list.length);
  return elements.flatMap(({ from, to }) => /^"([^"]+)"/.exec(text.slice(from, to))?.[1] ?? []);
}

export const TOPICS = ["training/topics.ts", "export const TOPICS = ["] as const;
export const CAUSES = ["evidence/cause.ts", "export const CAUSE_IDS = ["] as const;

/** Refuses what an option cannot say; the value itself where it can. */
export function checked(option: string, value: string, choices: readonly string[]): string {
  if (choices.includes(value)) return value;
  throw refusal(
    "OPTION_UNKNOWN",
    `--${option} ${value} names nothing that is there. Nothing was changed.`,
    `Say one of ${choices.join(", ")}.`,
  );
}
