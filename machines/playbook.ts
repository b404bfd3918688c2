import type { AnyStateMachine } from "xstate";
import type { CommandAsk, Step } from "./ask";

/** What the engineer says or does that the machine hears. The state is always worked out anew from all of it. */
export type PlaybookEvent =
  | { type: "evidence.filed"; facts: readonly string[] }
  | { type: "step.skipped"; step: string };

/** All a route decides on: facts known, steps given up. Sorted, so that equal knowledge is equal context. */
export interface PlaybookContext {
  facts: readonly string[];
  skipped: readonly string[];
}

/** Steps under one heading. */
export interface StepGroup {
  id: string;
  label: string;
  steps: readonly string[];
}

/** A diagnosis procedure. */
export interface Playbook {
  id: string;
  title: string;
  /** Whom it serves, one sentence. */
  serves: string;
  machine: AnyStateMachine;
  /** Meta of every step, in reading order. */
  steps: Readonly<Record<string, Step>>;
  /** Playbook that explains a step which both have; this one's own where nothing is said. */
  textOf?: Readonly<Record<string, string>>;
  /** Steps that belong together, for a map that is too large to be taken in at once. Every step is in one group. */
  groups?: readonly StepGroup[];
  /** Commands that complete the chain of evidence, asked beside the step's own when they apply. */
  gaps: readonly CommandAsk[];
  /** Questions asked beside the step's own once one of the named findings is known. */
  gapQuestions: readonly { id: string; when: readonly string[] }[];
}
