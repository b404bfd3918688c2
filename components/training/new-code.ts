import { CAUSE_IDS, type CauseId } from "@/evidence";
import { formatCode, SEEDS } from "@/training/code";
import { LEVELS, type Level, TOPIC_OF, TOPICS } from "@/training/topics";

function levelOf(level: string | null | undefined): Level {
  return LEVELS.find((one) => String(one) === level) ?? 1;
}

/** What a new drill is to be about. */
export interface Wanted {
  topic?: string | null;
  level?: string | null;
  cause?: string | null;
}

function anyOf<T>(all: readonly T[], random: () => number): T {
  return all[Math.floor(random() * all.length)] as T;
}

/** The code of a drill with new numbers: a written one, or a generated one of that kind. */
export function newCode(wanted: Wanted, written: string | null, random: () => number = Math.random): string {
  const seed = Math.floor(random() * SEEDS);
  if (written !== null) return formatCode({ kind: "written", id: written, seed });
  const topic = TOPICS.find((one) => one === wanted.topic) ?? anyOf(TOPICS, random);
  return formatCode({ kind: "generated", topic, level: levelOf(wanted.level), seed });
}

/** The same, where a cause may be wanted; only the simulator knows which code leads to it. */
export async function wantedCode(
  wanted: Wanted,
  written: string | null,
  codeFor: (cause: CauseId, level: Level, seed: number) => Promise<string>,
): Promise<string> {
  const cause = CAUSE_IDS.find((id) => id === wanted.cause);
  if (!cause || written !== null) return newCode(wanted, written);
  const seed = Math.floor(Math.random() * SEEDS);
  return codeFor(cause, levelOf(wanted.level), seed).catch(() => newCode({ ...wanted, topic: TOPIC_OF[cause] }, null));
}
