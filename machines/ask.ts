/** Where a command is typed. */
export type Target = "process-dump" | "kernel-dump" | "server";

/** The tool the engineer has for process dumps; `none` where no debugger may be used. */
export type Debugger = "windbg" | "windbg-core" | "dotnet-dump" | "none";

/** Every tool, as it is called where one is chosen. */
export const DEBUGGERS: readonly { value: Debugger; label: string }[] = [
  { value: "windbg", label: "WinDbg, .NET Framework" },
  { value: "windbg-core", label: "WinDbg, .NET" },
  { value: "dotnet-dump", label: "dotnet-dump" },
  { value: "none", label: "No debugger" },
];

/** What the server runs. */
export type System = "windows" | "linux";

export const SYSTEMS: readonly { value: System; label: string }[] = [
  { value: "windows", label: "Windows" },
  { value: "linux", label: "Linux" },
];

/** What a command costs the server or the engineer. */
export type Cost = "safe" | "live" | "slow" | "elevated" | "stops-process" | "needs-reboot";

export const COSTS: Readonly<Record<Cost, string>> = {
  safe: "reads the dump, changes nothing",
  live: "asks the running server, changes nothing",
  slow: "can take minutes",
  elevated: "elevated prompt, changes nothing",
  "stops-process": "stops the process for a moment",
  "needs-reboot": "needs a restart of the server, to get the dump",
};

/** A template over findings: `~{lock-owner.thread|<n>}e !clrstack`. The part behind `|` stands in while the value is unknown. */
export type Template = string;

/** A form of an ask that differs in more than its words. What is left out is the ask's own. */
export interface Form {
  run: Template;
  /** Id of the parser that reads its output; null where nothing here reads it. */
  command?: string | null;
  target?: Target;
  cost?: Cost;
  why?: Template;
  /** Only for .NET (Core): the tool cannot look into a .NET Framework process. */
  coreOnly?: true;
}

/** Why there is no form, and what to do instead. */
export interface Lack {
  lacks: string;
}

export type FormOrLack = Template | Form | Lack;

/** One command of an ask. */
export interface CommandAsk {
  /** Id of the parser that reads its output, and of its page in content/commands. */
  command: string;
  /** One form for all tools, or what each of them has. */
  run: Template | Readonly<Record<Debugger, FormOrLack>>;
  /**
   * What stands in on a Linux server for a command of Windows, or where the tool has no form. A lack says that Linux
   * has nothing of the kind, whatever the tool.
   */
  onLinux?: FormOrLack;
  /** The one system that has such a thing; on another it is left out without a word. */
  only?: System;
  /** The tools that need it; with another it is left out without a word. */
  tools?: readonly Debugger[];
  target: Target;
  /** The tool to type it in, where that is not the one the engineer began with. */
  in?: Debugger;
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
  /** The one system that has this way. */
  only?: System;
}

/** What a step wants. */
export interface Ask {
  commands: readonly CommandAsk[];
  /** Question ids of findings/questions.ts, asked while unanswered. */
  questions: readonly string[];
  alternatives: readonly Alternative[];
}

/** What a step is called and says where that differs on one system. */
export interface StepWords {
  title?: Template;
  label?: string;
  why?: Template;
}

/** A step of a playbook: the `meta` of its state. Its explanation is content/playbooks/<playbook>/<step>.mdx. */
export interface Step {
  /** Imperative title, as shown in the wizard: a template. */
  title: Template;
  /** Short form for the list of steps and the map. */
  label: string;
  /** Why this, in a line or two: a template. */
  why: Template;
  /** Its words on Linux, where they are others. */
  linux?: StepWords;
  ask: Ask;
  /** Facts that tell what this step brought, for "the way so far"; the first known one is quoted. */
  brings: readonly string[];
}

export const NO_ASK: Ask = { commands: [], questions: [], alternatives: [] };
