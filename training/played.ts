import type { ReadTranscript, Weighed } from "@/cases/diagnose";
import type { Mark } from "./attempt";
import type { Drill, Target } from "./drill";
import type { Guidance } from "./guide";
import type { Harm } from "./harm";
import type { Tried } from "./logbook";
import type { Question } from "./questions/question";
import type { Accusation, HintView, TerminalEntry } from "./view";

/** One line of the terminal, with its reading. */
export interface PlayedEntry extends TerminalEntry {
  /** Number of its output among those that were read, as findings cite it; null where there was nothing to read. */
  file: number | null;
  read: ReadTranscript | null;
  /** Id of the parser of its output; null where it printed none. */
  parser: string | null;
  /** What the tool did. */
  kind: "printed" | "error" | "refused";
  /** As it can be compared with what was asked for. */
  tried: Tried;
  harm: Harm["id"] | null;
  /** What the procedure asked for when it was typed. */
  before: Guidance;
}

export interface PlayedQuestion {
  question: Question;
  /** Act that brought what it asks about. */
  act: number;
  answered: { act: number; option: string; right: boolean } | null;
}

export interface PlayedAccusation extends Accusation {
  /** What was known then. */
  known: Weighed;
  marks: readonly Mark[];
}

/** Something that the customer was asked. */
export interface Said {
  act: number;
  question: string;
  /** Null where nobody knows. */
  answer: string | null;
  /** Whether the procedure asked for it then. */
  asked: boolean;
}

export interface PlayedHint extends HintView {
  /** What it is a hint to: hints to one thing grow plainer. */
  to: string;
}

/** An attempt worked out from its code and acts. */
export interface Played {
  drill: Drill;
  entries: readonly PlayedEntry[];
  /** What is known now, and what the procedure asks for. */
  now: Guidance;
  said: readonly Said[];
  /** The act that opened a target, and whether the procedure asked for something there. */
  opened: ReadonlyMap<Target, { act: number; asked: boolean }>;
  questions: readonly PlayedQuestion[];
  hints: readonly PlayedHint[];
  accusations: readonly PlayedAccusation[];
  remedy: { act: number; option: string; right: boolean } | null;
  /** Null while it goes on. */
  ended: "solved" | "given-up" | null;
}
