"use client";

import type { ReactNode } from "react";
import { ReferencePage } from "../reference/reference-page";
import { DropVeil } from "../shell/drop-veil";
import { usePageInput } from "../shell/page-input";
import { ProblemBanner } from "../shell/problem-banner";
import type { DrillName } from "./drill-names";
import { CollectResults } from "./trainer-collect";
import { SetMaker } from "./trainer-set";
import { ShareSet } from "./trainer-share";
import { useClassResults } from "./use-class-results";
import { useSetDraft } from "./use-set-draft";

/** Makes a set of drills for a class, and collects what came of them. */
export function TrainerScreen({ written }: { written: readonly DrillName[] }): ReactNode {
  const [set, change] = useSetDraft();
  const collected = useClassResults(change);
  const dragging = usePageInput({
    onText: (text) => void collected.take([{ name: "Pasted text", text }]),
    onFiles: (files) => void collected.take(files),
  });
  return (
    <>
      <ReferencePage
        path="/training/trainer"
        eyebrow="Training"
        title="For the trainer"
        lead="Put drills together for a class, send it the link, and drop the result files here. Nothing is sent anywhere: sets travel in links and files, results in files."
      >
        <ProblemBanner problems={collected.problems} onDismiss={collected.dismissProblem} />
        <section aria-labelledby="make" className="mb-12">
          <h2 id="make" className="mb-4 font-semibold text-xl">
            A set for the class
          </h2>
          <SetMaker set={set} onChange={change} written={written} />
          {set.codes.length > 0 && (
            <div className="mt-6">
              <ShareSet set={set} written={written} />
            </div>
          )}
        </section>
        <section aria-labelledby="collect">
          <h2 id="collect" className="mb-4 font-semibold text-xl">
            Results of the class
          </h2>
          <CollectResults set={set} written={written} class={collected} />
        </section>
      </ReferencePage>
      <DropVeil shown={dragging} />
    </>
  );
}
