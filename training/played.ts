import type { Diagnosis, ReadTranscript } from "@/cases/diagnose";
import type { Drill, Target } from "./drill";
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
}

/** All that can be known from the screen: what questions are drawn from. */
export interface Shown {
  entries: readonly PlayedEntry[];
  /** What all outputs so far show together. */
  diagnosis: Diagnosis;
  /** What the customer said, by question; null where nobody knows. */
  said: ReadonlyMap<string, string | null>;
  /** For the order of options: the same for the same drill. */
  seed: number;
}

export interface PlayedQuestion {
  question: Question;
  /** Act that brought what it asks about. */
  act: number;
  answered: { act: number; option: string } | null;
}

/** An attempt worked out from its code and acts. */
export interface Played extends Shown {
  drill: Drill;
  /** What was shown after each act that changed it, by the act's index. */
  diagnoses: ReadonlyMap<number, Diagnosis>;
  /** Which act opened a target. */
  opened: ReadonlyMap<Target, number>;
  questions: readonly PlayedQuestion[];
  hints: readonly HintView[];
  accusations: readonly Accusation[];
  remedy: { act: number; option: string; right: boolean } | null;
  /** Null while it goes on. */
  ended: "solved" | "given-up" | null;
}
