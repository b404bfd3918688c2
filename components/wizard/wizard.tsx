"use client";

import { type ReactNode, useMemo, useState } from "react";
import { verdictOf } from "@/cases/verdict";
import type { Playbook } from "@/machines/playbook";
import { ReturnPill } from "../evidence/return-pill";
import { SelectionProvider } from "../evidence/selection";
import { hasPictures, Pictures } from "../pictures/pictures";
import type { MapLayout } from "../playbook/map-layout";
import { DropVeil } from "../shell/drop-veil";
import { usePageInput } from "../shell/page-input";
import { ProblemBanner } from "../shell/problem-banner";
import { PrintReport } from "../verdict/print-report";
import { ReportDialog } from "../verdict/report-dialog";
import { VerdictCard } from "../verdict/verdict-card";
import { VerdictOffer } from "../verdict/verdict-offer";
import { CaseHeader } from "./case-header";
import { useCaseInput } from "./case-input";
import { Causes } from "./causes";
import { EvidenceList } from "./evidence-list";
import { Feedback } from "./feedback";
import { numberedTranscripts } from "./latest-input";
import { LimitsNotice, LimitsPanel } from "./limits";
import { MapThumbnail } from "./map-thumbnail";
import { useOpenCase } from "./open-case";
import { PasteBox } from "./paste-box";
import { isLongReading, ReadingPanel } from "./reading-panel";
import { SaidList } from "./said";
import { saveCase } from "./save-case";
import { SectionNav } from "./section-nav";
import { useShortcuts } from "./shortcuts";
import { StepCard } from "./step-card";
import { STEP_TITLE, useArrival } from "./use-arrival";
import { Warnings } from "./warnings";
import { Way } from "./way";

export interface WizardProps {
  playbook: Playbook;
  /** The explanations of the steps, by step. */
  texts: Readonly<Record<string, ReactNode>>;
  map: MapLayout;
}

const PANEL =
  "min-w-0 border-line px-4 sm:px-5 wide:sticky wide:top-(--header-height) wide:max-h-[calc(100dvh-var(--header-height))] wide:self-start wide:overflow-y-auto wide:py-6";

const WITH_PICTURES = "wide:grid-cols-[17rem_minmax(0,1fr)_20.5rem] huge:grid-cols-[22rem_minmax(0,1fr)_28rem]";

/** A case at work: the way, the step, the pictures, the evidence. */
export function Wizard({ playbook, texts, map }: WizardProps): ReactNode {
  const { case: subject, diagnosed, diagnosis, busy, progress, incoming, cancelReading, undo, redo } = useOpenCase();
  const input = useCaseInput();
  const [reporting, setReporting] = useState(false);
  const [early, setEarly] = useState(false);
  const names = useMemo(() => numberedTranscripts(diagnosed).map(({ entry }) => entry.name), [diagnosed]);
  const { primary } = useMemo(() => verdictOf(diagnosis), [diagnosis]);
  const arrived = diagnosis.step.id === "verdict";
  const told = primary !== null && (arrived || early);
  const drawn = hasPictures(diagnosis);
  const dragging = usePageInput(input);
  useArrival(told ? "verdict" : diagnosis.step.id);
  useShortcuts({ onUndo: () => void undo(), onRedo: () => void redo() });

  const paste = (
    <div className="grid gap-3">
      <PasteBox
        title="Paste the output here, or anywhere on this page"
        hint={
          <>
            one command, a whole log, or drop files · <Keys names={["Ctrl", "V"]} />
          </>
        }
        onText={input.onText}
        onFiles={input.onFiles}
        busy={busy && incoming.length === 0 && !isLongReading(progress)}
        progress={progress ? progress.read / Math.max(1, progress.of) : null}
      />
      {(incoming.length > 0 || isLongReading(progress)) && (
        <ReadingPanel progress={progress} incoming={incoming} onCancel={incoming.length > 0 ? cancelReading : null} />
      )}
      <Feedback playbook={playbook} belowStep={!told} />
    </div>
  );
  const report = (): void => setReporting(true);
  const save = async (): Promise<void> => {
    const problem = await saveCase(subject);
    if (problem) input.tell(problem);
  };
  const sections = [
    { id: STEP_TITLE, label: arrived ? "Verdict" : "Step" },
    ...(drawn ? [{ id: "pictures", label: "Pictures" }] : []),
    { id: "way", label: "Way" },
    { id: "causes", label: "Causes" },
    ...(names.length > 0 ? [{ id: "evidence", label: `Evidence (${names.length})` }] : []),
  ];

  return (
    <SelectionProvider names={names}>
      <CaseHeader playbook={playbook} onReport={report} onSave={() => void save()} />
      <ProblemBanner problems={input.problems} onDismiss={input.dismissProblem} />
      <main
        tabIndex={-1}
        className={`grid grid-cols-[minmax(0,1fr)] gap-y-7 px-4 pb-16 outline-none sm:px-6 wide:grid-rows-[auto_1fr] wide:gap-y-8 wide:px-0 print:hidden ${drawn ? WITH_PICTURES : "wide:grid-cols-[17rem_minmax(0,1fr)] huge:grid-cols-[22rem_minmax(0,1fr)]"}`}
      >
        <SectionNav sections={sections} />
        <div className="mx-auto grid w-full min-w-0 max-w-[62rem] huge:max-w-[80rem] gap-4 self-start wide:col-start-2 wide:row-start-1 wide:px-6 wide:pt-7">
          {primary && !arrived && <VerdictOffer primary={primary} shown={early} onToggle={() => setEarly(!early)} />}
          <LimitsNotice />
          {told ? (
            <VerdictCard onReport={report}>{paste}</VerdictCard>
          ) : (
            <StepCard text={texts[diagnosis.step.id]}>{paste}</StepCard>
          )}
          <Warnings />
          <SaidList playbook={playbook} />
          <LimitsPanel />
        </div>
        {drawn && (
          <aside
            aria-labelledby="pictures"
            className={`${PANEL} -mx-4 sm:-mx-6 wide:col-start-3 wide:row-span-2 wide:row-start-1 wide:mx-0 wide:border-l`}
          >
            <h2 id="pictures" tabIndex={-1} className="sr-only">
              Pictures
            </h2>
            <Pictures drawn={diagnosis} />
          </aside>
        )}
        <aside
          aria-label="The way and the causes"
          className={`${PANEL} -mx-4 grid content-start gap-8 sm:-mx-6 sm:grid-cols-2 wide:col-start-1 wide:row-span-2 wide:row-start-1 wide:mx-0 wide:grid-cols-1 wide:border-r`}
        >
          <Way playbook={playbook} />
          <Causes />
          <MapThumbnail layout={map} current={diagnosis.step.id} path={diagnosis.path} />
        </aside>
        <div className="mx-auto w-full min-w-0 max-w-[62rem] huge:max-w-[80rem] wide:col-start-2 wide:row-start-2 wide:px-6">
          <EvidenceList />
        </div>
        <ReturnPill />
      </main>
      <DropVeil shown={dragging} />
      <ReportDialog open={reporting} onOpenChange={setReporting} onSave={() => void save()} />
      <PrintReport playbook={playbook} />
    </SelectionProvider>
  );
}

function Keys({ names }: { names: readonly string[] }): ReactNode {
  return names.map((name) => (
    <kbd key={name} className="mx-0.5 rounded border border-line border-b-2 bg-card px-1.5 font-mono text-2xs">
      {name}
    </kbd>
  ));
}
