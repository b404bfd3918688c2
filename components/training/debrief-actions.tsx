"use client";

import { FolderOutput, RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { caseStore } from "@/browser/case-store";
import { handOver } from "@/browser/handed-over";
import { type Problem, problemIn } from "@/evidence";
import { Button } from "../ui/button";
import { caseAddress } from "../wizard/case-address";
import { drillHash } from "./drill-address";
import { drillTranscripts } from "./drill-transcripts";
import { useOpenDrill } from "./open-drill";
import { ShareDrill } from "./share-drill";

/** What can be done with a drill that is over. */
export function DebriefActions(): ReactNode {
  const { view, title } = useOpenDrill();
  const router = useRouter();
  const [problem, setProblem] = useState<Problem | null>(null);
  const transcripts = drillTranscripts(view);

  const openCase = async (): Promise<void> => {
    try {
      const [store, { FIRST_PLAYBOOK }] = await Promise.all([caseStore(), import("@/machines/list")]);
      const { id } = await store.createCase({ title: `Drill: ${title}`, playbook: FIRST_PLAYBOOK.id });
      handOver(id, transcripts);
      router.push(caseAddress(id));
    } catch (error) {
      setProblem(problemIn(error));
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      {view.debrief && (
        <Button kind="primary" asChild>
          <a href={drillHash(view.debrief.again)}>
            <RotateCcw aria-hidden />
            Again with other numbers
          </a>
        </Button>
      )}
      <Button disabled={transcripts.length === 0} onClick={() => void openCase()}>
        <FolderOutput aria-hidden />
        Open in the wizard
      </Button>
      <ShareDrill code={view.code} />
      <p role="alert" className="basis-full text-confirmed text-sm">
        {problem && `${problem.what} ${problem.fix}`}
      </p>
    </div>
  );
}
