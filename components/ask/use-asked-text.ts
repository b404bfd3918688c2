"use client";

import { useState } from "react";
import type { Problem } from "@/evidence";

/** Characters that a box holds without slowing the page down, and how many of a longer text it shows. */
const MOST_IN_BOX = 50_000;
const SHOWN = 4_000;

export interface AskedText {
  /** What stands in the box. */
  shown: string;
  /** Characters of the whole text, where the box shows its beginning only; 0 where it shows all. */
  length: number;
  /** What is wrong with the files that were dropped. */
  problem: Problem | null;
  take: (text: string) => void;
  takeFiles: (files: File[]) => Promise<void>;
}

const CASE_FILE: Problem = {
  code: "CASE_FILE_HERE",
  what: "This is a case file. This page reads outputs.",
  fix: "Open it on the start page, where cases are kept.",
};

/** The text of a box that takes whole outputs: of a long one the beginning is shown, and all of it is asked about. */
export function useAskedText(ask: (text: string) => void): AskedText {
  const [state, setState] = useState({ shown: "", length: 0, problem: null as Problem | null });
  const take = (text: string): void => {
    const isLong = text.length > MOST_IN_BOX;
    setState({ shown: isLong ? text.slice(0, SHOWN) : text, length: isLong ? text.length : 0, problem: null });
    ask(text);
  };
  const refuse = (problem: Problem): void => setState((before) => ({ ...before, problem }));
  const takeFiles = async (files: File[]): Promise<void> => {
    const [{ readFiles }, { textTooLong, MOST_CHARACTERS }] = await Promise.all([
      import("@/browser/read-files"),
      import("@/browser/reference-client"),
    ]);
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > MOST_CHARACTERS) return refuse(textTooLong(size));
    const { transcripts, caseFiles, problems } = await readFiles(files);
    const [problem = caseFiles.length > 0 ? CASE_FILE : null] = problems;
    const texts = transcripts.flatMap(({ text }) => (typeof text === "string" ? text : []));
    if (texts.length > 0) take(texts.join("\n"));
    if (problem) refuse(problem);
  };
  return { ...state, take, takeFiles };
}
