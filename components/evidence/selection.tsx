"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import type { Cite, Finding } from "@/evidence";

/** A line to bring into view. A new turn brings the same line up again. */
export interface LineTarget {
  file: number;
  line: number;
  turn: number;
}

interface Selection {
  /** The finding whose lines stand out. */
  finding: Finding | null;
  /** The line whose findings are shown. */
  line: { file: number; line: number } | null;
  target: LineTarget | null;
  /** Names of the transcripts, by file. */
  names: readonly string[];
  /** True while there is a place to go back to. */
  canReturn: boolean;
  showFinding: (finding: Finding, cite?: Cite) => void;
  showLine: (file: number, line: number) => void;
  toggleLine: (file: number, line: number) => void;
  clear: () => void;
  goBack: () => void;
}

const SelectionContext = createContext<Selection | null>(null);

/** Shows where an answer stands among what people said. */
function revealAnswer(question: string): void {
  const element = document.querySelector<HTMLElement>(`[data-answer="${CSS.escape(question)}"]`);
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}

/** Ties findings to their lines, across the panels of a case. */
export function SelectionProvider({ names, children }: { names: readonly string[]; children: ReactNode }): ReactNode {
  const [finding, setFinding] = useState<Finding | null>(null);
  const [line, setLine] = useState<{ file: number; line: number } | null>(null);
  const [target, setTarget] = useState<LineTarget | null>(null);
  const [canReturn, setCanReturn] = useState(false);
  const origin = useRef<Element | null>(null);
  const turn = useRef(0);

  const aim = useCallback((file: number, at: number) => {
    const from = document.activeElement;
    if (from && from !== document.body && !from.closest("[data-transcript]")) {
      origin.current = from;
      setCanReturn(true);
    }
    turn.current += 1;
    setTarget({ file, line: at, turn: turn.current });
  }, []);

  const showFinding = useCallback(
    (shown: Finding, cite: Cite | undefined = shown.cites[0]) => {
      setFinding(shown);
      setLine(null);
      if (!cite) return;
      if ("answer" in cite) revealAnswer(cite.answer);
      else aim(cite.file, cite.lines[0]);
    },
    [aim],
  );
  const showLine = useCallback(
    (file: number, at: number) => {
      setFinding(null);
      setLine({ file, line: at });
      aim(file, at);
    },
    [aim],
  );
  const toggleLine = useCallback((file: number, at: number) => {
    setFinding(null);
    setLine((current) => (current?.file === file && current.line === at ? null : { file, line: at }));
  }, []);
  const clear = useCallback(() => {
    setFinding(null);
    setLine(null);
    setCanReturn(false);
  }, []);
  const goBack = useCallback(() => {
    const from = origin.current;
    clear();
    if (from instanceof HTMLElement || from instanceof SVGElement) {
      from.scrollIntoView({ block: "center" });
      from.focus({ preventScroll: true });
    }
  }, [clear]);

  const selection = useMemo(
    () => ({ finding, line, target, names, canReturn, showFinding, showLine, toggleLine, clear, goBack }),
    [finding, line, target, names, canReturn, showFinding, showLine, toggleLine, clear, goBack],
  );
  return <SelectionContext value={selection}>{children}</SelectionContext>;
}

/** What is selected, and how to select. */
export function useSelection(): Selection {
  const selection = useContext(SelectionContext);
  if (!selection) throw new Error("useSelection needs a SelectionProvider above it");
  return selection;
}
