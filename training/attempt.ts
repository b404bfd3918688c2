import type { CauseId } from "@/evidence";
import type { Target } from "./drill";

/** Characters of a typed line. */
export const LONGEST_LINE = 2_000;

/** Lines that may be marked before marking shows nothing any more. */
export const MOST_MARKED = 12;

/** Lines of one answer of the terminal, 0-based and inclusive, as the trainee marks them as evidence. */
export interface Mark {
  /** Index of the act that typed the line. */
  act: number;
  from: number;
  to: number;
}

/** One thing that a trainee did. */
export type Act =
  /** Goes to another target; the first time it may cost minutes (a kernel dump: a restart). */
  | { do: "open"; target: Target }
  | { do: "type"; line: string }
  /** Answers a question about the evidence, by the option's id. Only the first answer counts. */
  | { do: "answer"; question: string; option: string }
  /** Asks the customer one of the questions of `findings/questions`. */
  | { do: "ask-customer"; question: string }
  /** The next, plainer hint for the step at hand. */
  | { do: "hint" }
  | { do: "accuse"; cause: CauseId; marks: readonly Mark[] }
  /** Chooses a remedy, once the cause is named. Only the first choice counts. */
  | { do: "remedy"; option: string }
  | { do: "give-up" };

/** Append-only: all that is shown and scored is worked out from it and the code. */
export interface Attempt {
  code: string;
  /** Each act with the seconds since the brief was left; they never go back. */
  acts: readonly { at: number; act: Act }[];
}
