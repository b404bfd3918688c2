import type { DrillView, TerminalEntry } from "@/training/view";

/** A drill with nothing in it yet, for tests of what is shown. */
export const EMPTY_VIEW: DrillView = {
  code: "locks-1-0000M",
  written: null,
  level: 1,
  topic: "locks",
  complaint: "The shop answers nobody.",
  tool: "windbg",
  phase: "working",
  targets: [
    { target: "user", label: "Process dump in WinDbg", open: true, minutes: 0, why: null },
    { target: "kernel", label: "Kernel dump", open: false, minutes: 20, why: "The server restarts." },
  ],
  target: "user",
  prompt: "0:000> ",
  terminal: [],
  questions: [],
  customer: [],
  hints: [],
  nextHint: { grade: "why", points: 2 },
  accusations: [],
  ignored: [],
  remedy: null,
  spent: { minutes: 0, commands: 0, seconds: 0 },
  score: { parts: { way: 0, reading: 0, cause: 0, evidence: 0, remedy: 0 }, deductions: [], total: 0 },
  debrief: null,
};

export function entryOf(act: number, line: string, output: readonly string[]): TerminalEntry {
  return {
    act,
    target: "user",
    prompt: "0:000> ",
    line,
    output,
    judged: "asked",
    minutes: 0,
    findings: [],
  };
}
