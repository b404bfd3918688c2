import type { Diagnosis } from "@/cases/diagnose";
import type { Problem } from "@/evidence";
import type { Debugger } from "@/machines/ask";
import type { Progress } from "./diagnosis-protocol";
import type { PageCase } from "./long-text";

/** A long text on its way into the case. */
export interface Incoming {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
}

/** What there is to show of an open case. Replaced as a whole whenever something changes. */
export interface CaseView {
  state: "loading" | "ready" | "missing";
  case: PageCase | null;
  /** The newest diagnosis; while `busy`, of the case as it stands in `diagnosed`. */
  diagnosis: Diagnosis | null;
  /** The case the diagnosis was made from: its transcripts are those the citations mean. */
  diagnosed: PageCase | null;
  busy: boolean;
  progress: Progress | null;
  /** Long texts that are being read, and kept when that is done. */
  incoming: readonly Incoming[];
  /** The first of `problems`. */
  problem: Problem | null;
  /** What the last action ran into, until the next action or until dismissed. */
  problems: readonly Problem[];
  canUndo: boolean;
  canRedo: boolean;
  /** To be read out: what undo, redo and removal did. The serial tells two of the same text apart. */
  announcement: { says: string; serial: number } | null;
  /** The tool that was chosen; null lets the outputs decide. */
  tool: Debugger | null;
}

export const LOADING: CaseView = {
  state: "loading",
  case: null,
  diagnosis: null,
  diagnosed: null,
  busy: false,
  progress: null,
  incoming: [],
  problem: null,
  problems: [],
  canUndo: false,
  canRedo: false,
  announcement: null,
  tool: null,
};

export const MISSING: CaseView = { ...LOADING, state: "missing" };
