"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { readFiles } from "@/browser/read-files";
import { useCases } from "@/browser/use-cases";
import type { Problem } from "@/evidence";
import type { PageInput } from "../shell/page-input";
import { caseAddress } from "./case-address";
import { latestTranscripts } from "./latest-input";
import { useOpenCase } from "./open-case";

export interface CaseInput extends PageInput {
  /** What went wrong and is told nowhere else. */
  problems: readonly Problem[];
  dismissProblem: () => void;
  /** Tells a problem that did not come from the case itself. */
  tell: (problem: Problem) => void;
}

/** Puts pastes and files into the case at hand; a case file opens as a case of its own. */
export function useCaseInput(): CaseInput {
  const { problems, dismissProblem, addTranscripts, diagnosis, diagnosed } = useOpenCase();
  const { importText, problems: importProblems, dismissProblem: dismissImport } = useCases();
  const router = useRouter();
  const [own, setOwn] = useState<readonly Problem[]>([]);

  // Outputs that cannot be used are told below the paste box, beside what was read.
  const latest = new Set(latestTranscripts(diagnosed).map(({ file }) => file));
  const toldBelow = new Set(
    diagnosis.blocks.flatMap((block) => (block.problem && latest.has(block.file) ? [block.problem.code] : [])),
  );
  const isToldBelow = ({ code }: Problem): boolean => code === "NOTHING_RECOGNISED" || toldBelow.has(code);
  const left = problems.filter((problem) => !isToldBelow(problem));

  const onFiles = async (files: File[]): Promise<void> => {
    if (files.length === 0) return;
    const read = await readFiles(files);
    setOwn(read.problems);
    if (read.transcripts.length > 0) await addTranscripts(read.transcripts);
    const [first] = read.caseFiles;
    const id = first ? await importText(first.text) : null;
    if (id) router.push(caseAddress(id));
  };
  const dismiss = (): void => {
    const first = left[0];
    if (first) for (let at = problems.indexOf(first); at >= 0; at--) dismissProblem();
    else if (own.length > 0) setOwn(own.slice(1));
    else dismissImport();
  };

  return {
    onText: (text) => {
      setOwn([]);
      void addTranscripts([{ name: "", text }]);
    },
    onFiles: (files) => void onFiles(files),
    problems: [...left, ...own, ...importProblems],
    dismissProblem: dismiss,
    tell: (problem) => setOwn((all) => [...all, problem]),
  };
}
