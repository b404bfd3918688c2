"use client";

import { Package } from "lucide-react";
import { type ReactNode, useState } from "react";
import { saveFile } from "@/browser/save-file";
import { scormPackage } from "@/browser/scorm-package";
import { type Problem, WaitchainError } from "@/evidence";
import type { ClassSet } from "@/training/results/class-set";
import { slug } from "@/training/results/result-file";
import { useAnnounce } from "../shell/announcer";
import { ProblemText } from "../shell/problem-text";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { type DrillName, drillName } from "./drill-names";

/** A set as a package for a learning management system. */
export function ScormExport({ set, written }: { set: ClassSet; written: readonly DrillName[] }): ReactNode {
  const announce = useAnnounce();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const names = set.codes.map((code) => drillName(code, written));
      saveFile(`waitchain-${slug(set.title)}-scorm12.zip`, await scormPackage(set, names));
      announce("The package is saved");
    } catch (error) {
      if (!(error instanceof WaitchainError)) throw error;
      setProblem(error.problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button disabled={busy} onClick={() => void save()}>
        <Package aria-hidden />
        Save as SCORM 1.2 package
      </Button>
      {problem && (
        <Notice tone="problem" role="alert" title={problem.what} className="basis-full">
          <ProblemText problem={problem} />
        </Notice>
      )}
    </>
  );
}
