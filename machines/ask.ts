/** Where a command is typed. */
export type Target = "process-dump" | "kernel-dump" | "server";

/** The tool the engineer has for process dumps. */
export type Debugger = "windbg" | "windbg-core" | "dotnet-dump";

/** What a command costs the server or the engineer. */
export type Cost = "safe" | "slow" | "elevated" | "stops-process" | "needs-reboot";

export const COSTS: Readonly<Record<Cost, string>> = {
  safe: "reads the dump, changes nothing",
  slow: "can take minutes",
  elevated: "elevated prompt, changes nothing",
  "stops-process": "stops the process for a moment",
  "needs-reboot": "needs a restart of the server",
};

/** A template over findings: `~{lock-owner.thread|<n>}e !clrstack`. The part behind `|` stands in while the value is unknown. */
export type Template = string;

/** One command of an ask. */
export interface CommandAsk {
  /** Id of the parser that reads its output, and of its page in content/commands. */
  command: string;
  /** One form for all tools, or one for each; a missing tool falls back to `windbg`. */
  run: Template | (Partial<Record<Debugger, Template>> & { windbg: Template });
  target: Target;
  /** The tool to type it in, where that is not the one the engineer began with. */
  in?: Debugger;
  /** Tools that have the command; all of them when left out. */
  tools?: readonly Debugger[];
  why: Template;
  cost: Cost;
  /** Asked only while none of these facts is known. */
  unless?: readonly string[];
  /** Asked only once all of these facts are known. */
  when?: readonly string[];
}

/** Another way to the same facts, for engineers without the tool or the permission. */
export interface Alternative {
  id: string;
  label: string;
  /** One sentence: how, and what it cannot tell. */
  note: string;
  commands: readonly CommandAsk[];
}

/** What a step wants. */
export interface Ask {
  commands: readonly CommandAsk[];
  /** Question ids of findings/questions.ts, asked while unanswered. */
  questions: readonly string[];
  alternatives: readonly Alternative[];
}

/** A step of a playbook: the `meta` of its state. Its explanation is content/playbooks/<playbook>/<step>.mdx. */
export interface Step {
  /** Imperative title, as shown in the wizard: a template. */
  title: Template;
  /** Short form for the list of steps and the map. */
  label: string;
  /** Why this, in a line or two: a template. */
  why: Template;
  ask: Ask;
  /** Facts that tell what this step brought, for "the way so far"; the first known one is quoted. */
  brings: readonly string[];
}

export const NO_ASK: Ask = { commands: [], questions: [], alternatives: [] };
