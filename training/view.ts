import type { CauseId } from "@/evidence";
import type { Debugger } from "@/machines/ask";
import type { Target } from "./drill";
import type { Score } from "./rubric";
import type { Level, Topic } from "./topics";

/** How a typed line is judged, beside what the procedure would have asked for at that moment. */
export type Judgement =
  /** What the procedure asks for next, or as good. */
  | "asked"
  /** Not asked for, but it showed something that counts. */
  | "useful"
  /** It printed, and showed nothing new. */
  | "detour"
  /** The tool's own error. */
  | "error"
  /** Cannot be had on this server; costs nothing. */
  | "refused"
  /** Only prepares: loads an extension, goes to a thread, asks for help. */
  | "preparing"
  /** It harmed the customer or the evidence: a restart nobody needed, a recycled pool. */
  | "harmful";

/** One line of the terminal and what came back. */
export interface TerminalEntry {
  /** Index of the act. */
  act: number;
  target: Target;
  prompt: string;
  line: string;
  output: readonly string[];
  judged: Judgement;
  /** Minutes that it takes the customer. */
  minutes: number;
  /** Ids of findings that it brought. */
  findings: readonly string[];
}

export interface TargetView {
  target: Target;
  /** "Process dump in WinDbg", "PowerShell on WEB01". */
  label: string;
  open: boolean;
  /** What opening it costs the customer; 0 once it is open. */
  minutes: number;
  /** Why it costs that; null when it costs nothing. */
  why: string | null;
}

export interface QuestionView {
  id: string;
  text: string;
  options: readonly { id: string; text: string }[];
  /** The terminal's line that it is about: an act, and 0-based lines of its output. */
  about: { act: number; from: number; to: number } | null;
  /** What was chosen first, whether it is right, the right option, and why; why the wrong one tempts. */
  answered: { option: string; right: boolean; answer: string; why: string } | null;
}

export interface HintView {
  /** Index of the act. */
  act: number;
  grade: "why" | "command" | "look";
  text: string;
  points: number;
}

export interface CustomerQuestion {
  id: string;
  text: string;
  /** What the customer said; null while nobody asked. */
  said: string | null;
}

export interface Accusation {
  act: number;
  cause: CauseId;
  /** `unproven`: it is the cause, but nothing on the screen shows it yet. */
  verdict: "right" | "unproven" | "contributing" | "wrong";
  /** What speaks for or against it. */
  says: string;
}

/** One step of the better way, beside what the trainee did. */
export interface WayStep {
  title: string;
  target: Target | null;
  /** As typed, or the question to the customer. */
  command: string;
  why: string;
  minutes: number;
  /** Acts of the trainee that did the same; empty where it was never done. */
  acts: readonly number[];
}

export interface Mistake {
  /** Id in `training/mistakes`. */
  id: string;
  act: number | null;
  title: string;
  /** What it cost, in points. */
  points: number;
  /** Minutes of the customer. */
  minutes: number;
  /** Why it tempts. */
  tempts: string;
  /** Page that explains it, with its anchor: `/causes/monitor-deadlock`. */
  page: string;
}

export interface Debrief {
  cause: CauseId;
  contributing: readonly CauseId[];
  best: readonly WayStep[];
  mistakes: readonly Mistake[];
  /** Code of the same drill with other numbers. */
  again: string;
}

/** An act that was not done. */
export interface Ignored {
  act: number;
  /** One sentence. */
  reason: string;
}

/** All that a page or a terminal shows of an attempt. Plain data: it crosses from the worker to the page as it is. */
export interface DrillView {
  code: string;
  written: string | null;
  level: Level;
  topic: Topic;
  complaint: string;
  /** The debugger at hand. */
  tool: Debugger;
  phase: "working" | "remedy" | "debrief";
  targets: readonly TargetView[];
  /** Where the next line is typed. */
  target: Target;
  prompt: string;
  terminal: readonly TerminalEntry[];
  questions: readonly QuestionView[];
  customer: readonly CustomerQuestion[];
  hints: readonly HintView[];
  /** Grade and price of the next hint; null when there is none. */
  nextHint: { grade: HintView["grade"]; points: number } | null;
  accusations: readonly Accusation[];
  ignored: readonly Ignored[];
  /** Once the cause is named. */
  remedy: { options: readonly { id: string; text: string }[]; chosen: string | null; right: boolean | null } | null;
  spent: { minutes: number; commands: number; seconds: number };
  score: Score;
  debrief: Debrief | null;
}
