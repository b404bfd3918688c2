"use client";

import { FileDown } from "lucide-react";
import type { ReactNode } from "react";
import type { TimedAct } from "@/browser/attempt-record";
import { sealResult } from "@/browser/result-client";
import { saveFile } from "@/browser/save-file";
import { resultFileName } from "@/training/results/result-file";
import { useAnnounce } from "../shell/announcer";
import { ProblemText } from "../shell/problem-text";
import { useTask } from "../shell/use-task";
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
  const { busy, problem, run } = useTask();
  const save = async (): Promise<void> => {
    const { text, result } = await sealResult({ code: record.code, acts }, trainee.name, record.finished.at);
    saveFile(resultFileName(result.result), new Blob([text], { type: "application/json" }));
    announce("The result file is saved");
  };
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void run(save);
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
