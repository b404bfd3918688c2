import { formatCode, parseCode } from "@/training/code";
import { LEVEL_NAMES, type Level, TOPIC_NAMES, type Topic } from "@/training/topics";

/** A written drill as it is offered. */
export interface DrillName {
  id: string;
  title: string;
  topic: Topic;
  level: Level;
}

/** What the drill of a code is called. */
export function drillName(code: string, written: readonly DrillName[]): string {
  const parsed = parseCode(code);
  if (!("kind" in parsed)) return code;
  if (parsed.kind === "generated") return `${TOPIC_NAMES[parsed.topic]}, ${LEVEL_NAMES[parsed.level].toLowerCase()}`;
  return written.find(({ id }) => id === parsed.id)?.title ?? parsed.id;
}

/** Id of the written drill that a code is of; null for a generated one. */
export function writtenId(code: string): string | null {
  const parsed = parseCode(code);
  return "kind" in parsed && parsed.kind === "written" ? parsed.id : null;
}

/** A code of a written drill, with the numbers of that seed. */
export function writtenCode(id: string, seed: number): string {
  return formatCode({ kind: "written", id, seed });
}

/** `3 min 11 s` */
export function timeText(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
