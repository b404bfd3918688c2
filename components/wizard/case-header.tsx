"use client";

import { Download, FileText, Redo2, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { entryName } from "@/browser/entry-name";
import { redoStep, type UndoStep, undoStep } from "@/cases/undo";
import type { Playbook } from "@/machines/playbook";
import { PageHeader, StaysHere } from "../shell/page-header";
import { Button } from "../ui/button";
import { CaseTitle } from "./case-title";
import { useOpenCase } from "./open-case";
import { runtimeChips } from "./runtime-chips";

export interface CaseHeaderProps {
  playbook: Playbook;
  onReport: () => void;
  onSave: () => void;
}

/** The bar of a case: its name, what it is about, and what can be done with the whole of it. */
export function CaseHeader({ playbook, onReport, onSave }: CaseHeaderProps): ReactNode {
  const { case: subject, diagnosis, rename, undo, redo } = useOpenCase();
  const back = undoStep(subject.log);
  const forth = redoStep(subject.log);
  const describe = ({ entry, returns }: UndoStep): string =>
    `${returns ? "bring back" : "take out"} ${entryName(entry, subject)}`;
  return (
    <PageHeader
      compact
      actions={
        <>
          <span className="mr-2 max-[90rem]:hidden">
            <StaysHere />
          </span>
          <Button
            disabled={!back}
            onClick={() => void undo()}
            title={back ? `Undo: ${describe(back)}` : undefined}
            aria-label="Undo"
            className="px-2.5"
          >
            <Undo2 aria-hidden />
            <span className="max-sm:hidden">Undo</span>
          </Button>
          <Button
            disabled={!forth}
            onClick={() => void redo()}
            title={forth ? `Redo: ${describe(forth)}` : undefined}
            aria-label="Redo"
            className="px-2.5"
          >
            <Redo2 aria-hidden />
            <span className="max-lg:hidden">Redo</span>
          </Button>
          <Button onClick={onSave} aria-label="Save case file" className="px-2.5">
            <Download aria-hidden />
            <span className="max-lg:hidden">Save case</span>
          </Button>
          <Button kind="primary" onClick={onReport}>
            <FileText aria-hidden className="max-sm:hidden" />
            Report
          </Button>
        </>
      }
    >
      <div className="order-last flex min-w-0 basis-full flex-wrap items-center gap-x-2 sm:order-none sm:basis-auto sm:border-line sm:border-l sm:pl-3.5">
        <CaseTitle title={subject.title} onRename={(title) => void rename(title)} />
        <ul aria-label="About this case" className="flex flex-wrap gap-x-1.5 text-soft text-xs max-md:hidden">
          {[playbook.title, ...runtimeChips(diagnosis.findings)].map((chip) => (
            <li key={chip} className="before:mr-1.5 before:text-faint before:content-['·']">
              {chip}
            </li>
          ))}
        </ul>
      </div>
    </PageHeader>
  );
}
