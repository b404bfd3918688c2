"use client";

import { type ReactNode, useState } from "react";
import type { CaseSummary } from "@/browser/case-summary";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { CaseRow } from "./case-row";
import { RenameDialog } from "./rename-dialog";

export interface RecentCasesProps {
  cases: readonly CaseSummary[];
  loading: boolean;
  onRename: (id: string, title: string) => void;
  onSave: (id: string) => void;
  onDelete: (id: string) => void;
  /** Beside the heading. */
  children: ReactNode;
}

/** The cases in this browser, the newest first. */
export function RecentCases({ cases, loading, onRename, onSave, onDelete, children }: RecentCasesProps): ReactNode {
  const [deleting, setDeleting] = useState<CaseSummary | null>(null);
  const [renaming, setRenaming] = useState<CaseSummary | null>(null);
  return (
    <section aria-labelledby="recent">
      <div className="mb-2.5 flex flex-wrap items-center justify-between gap-3">
        <h2 id="recent" className="panel-title">
          Cases in this browser
        </h2>
        {children}
      </div>
      {cases.length > 0 ? (
        <ul aria-labelledby="recent" className="rounded-lg border border-line bg-card">
          {cases.map((summary) => (
            <CaseRow
              key={summary.id}
              summary={summary}
              onRename={() => setRenaming(summary)}
              onSave={() => onSave(summary.id)}
              onDelete={() => setDeleting(summary)}
            />
          ))}
        </ul>
      ) : (
        <p className="rounded-lg border border-line border-dashed px-4 py-5 text-soft text-sm">
          {loading
            ? "Looking for cases …"
            : "None yet. A case appears here as soon as something is put in, and stays until you delete it."}
        </p>
      )}
      <ConfirmDialog
        open={deleting !== null}
        onOpenChange={(open) => !open && setDeleting(null)}
        title={`Delete “${deleting?.title ?? ""}”?`}
        description="Its transcripts, answers and notes go for good. Save the case file first if somebody may still need it."
        action="Delete the case"
        onConfirm={() => deleting && onDelete(deleting.id)}
      />
      <RenameDialog subject={renaming} onClose={() => setRenaming(null)} onRename={onRename} />
    </section>
  );
}
