"use client";

import { Download, Printer } from "lucide-react";
import { type ReactNode, useMemo } from "react";

import { reportMarkdown } from "@/cases/report";
import { verdictOf } from "@/cases/verdict";
import { CAUSES } from "@/findings/causes/list";
import { useQuoter } from "../evidence/use-quoter";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { useOpenCase } from "../wizard/open-case";
import { saveReport } from "../wizard/save-case";

function Report({ onPrint, onSave }: { onPrint: () => void; onSave: () => void }): ReactNode {
  const { diagnosed: subject, diagnosis, longReading } = useOpenCase();
  const { chain } = useMemo(() => verdictOf(diagnosis), [diagnosis]);
  const quoter = useQuoter(subject, longReading, chain);
  const report = useMemo(() => reportMarkdown(subject, diagnosis, CAUSES, quoter), [subject, diagnosis, quoter]);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={report} what="the report" label="Copy as Markdown" kind="primary" />
        <Button onClick={() => saveReport(subject, report)}>
          <Download aria-hidden />
          Download .md
        </Button>
        <Button onClick={onPrint}>
          <Printer aria-hidden />
          Print
        </Button>
        <Button onClick={onSave}>
          <Download aria-hidden />
          Save case file
        </Button>
      </div>
      <section
        aria-label="Report as Markdown"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
        tabIndex={0}
        className="min-h-40 overflow-auto rounded-lg border border-line bg-sunken p-3.5"
      >
        <pre className="whitespace-pre-wrap font-mono text-2xs leading-[1.6] [overflow-wrap:anywhere]">{report}</pre>
      </section>
      <p className="text-soft text-xs">
        The report quotes lines of the pasted output; the case file holds all of it. Both stay on this machine until you
        send them.
      </p>
    </>
  );
}

export interface ReportDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Saves the case file. */
  onSave: () => void;
}

/** The case as a document: to copy, to print, to keep. */
export function ReportDialog({ open, onOpenChange, onSave }: ReportDialogProps): ReactNode {
  const print = (): void => {
    onOpenChange(false);
    // The window over the page has to be gone before the page is printed.
    setTimeout(() => window.print(), 120);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      wide
      title="Report"
      description="What was found, what proves it, what to do. The same case always gives the same report."
    >
      {open && <Report onPrint={print} onSave={onSave} />}
    </Dialog>
  );
}
