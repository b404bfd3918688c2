"use client";

import { Package } from "lucide-react";
import type { ReactNode } from "react";
import { saveFile } from "@/browser/save-file";
import { scormPackage } from "@/browser/scorm-package";
import { fileSlug } from "@/evidence";
import type { ClassSet } from "@/training/results/class-set";
import { useAnnounce } from "../shell/announcer";
import { ProblemText } from "../shell/problem-text";
import { useTask } from "../shell/use-task";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { type DrillName, drillName } from "./drill-names";

/** A set as a package for a learning management system. */
export function ScormExport({ set, written }: { set: ClassSet; written: readonly DrillName[] }): ReactNode {
  const announce = useAnnounce();
  const { busy, problem, run } = useTask();
  const save = async (): Promise<void> => {
    const names = set.codes.map((code) => drillName(code, written));
    saveFile(`waitchain-${fileSlug(set.title)}-scorm12.zip`, await scormPackage(set, names));
    announce("The package is saved");
  };
  return (
    <>
      <Button disabled={busy} onClick={() => void run(save)}>
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
