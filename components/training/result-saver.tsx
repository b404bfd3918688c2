"use client";

import { FileDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { TimedAct } from "@/browser/attempt-record";
import { sealResult } from "@/browser/result-client";
import { saveFile } from "@/browser/save-file";
import { type Problem, WaitchainError } from "@/evidence";
import { resultFileName } from "@/training/results/result-file";
import { useAnnounce } from "../shell/announcer";
import { ProblemText } from "../shell/problem-text";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { FinishedAttempt } from "./past-results";
import { Field } from "./trainer-field";
import { useTraineeName } from "./use-trainee-name";

export interface ResultSaverProps {
  record: FinishedAttempt;
  acts: readonly TimedAct[];
}

/** Saves a finished attempt as the file that a trainer opens. */
export function ResultSaver({ record, acts }: ResultSaverProps): ReactNode {
  const announce = useAnnounce();
  const trainee = useTraineeName();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const { text, result } = await sealResult({ code: record.code, acts }, trainee.name, record.finished.at);
      saveFile(resultFileName(result.result), new Blob([text], { type: "application/json" }));
      announce("The result file is saved");
    } catch (error) {
      if (!(error instanceof WaitchainError)) throw error;
      setProblem(error.problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field
        label="Your name"
        value={trainee.typed}
        onChange={trainee.onChange}
        autoComplete="name"
        aria-invalid={trainee.problem !== null}
        hint={trainee.problem ?? "Goes into the result file, for your trainer. It may stay empty."}
        className="max-w-sm"
      />
      <div>
        <Button type="submit" disabled={busy || trainee.problem !== null}>
          <FileDown aria-hidden />
          Save result file
        </Button>
      </div>
      {problem && (
        <Notice tone="problem" role="alert" title={problem.what}>
          <ProblemText problem={problem} />
        </Notice>
      )}
    </form>
  );
}
