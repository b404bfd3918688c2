"use client";

import { type FormEvent, type ReactNode, useId } from "react";
import type { CaseSummary } from "@/browser/case-summary";
import { CASE_LIMITS } from "@/cases/limits";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";

export interface RenameDialogProps {
  /** The case to rename; null keeps the window closed. */
  subject: CaseSummary | null;
  onClose: () => void;
  onRename: (id: string, title: string) => void;
}

/** Asks for another title. */
export function RenameDialog({ subject, onClose, onRename }: RenameDialogProps): ReactNode {
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get("title") ?? "").trim();
    if (!subject || title === "") return;
    if (title !== subject.title) onRename(subject.id, title);
    onClose();
  };
  return (
    <Dialog open={subject !== null} onOpenChange={(open) => !open && onClose()} title="Rename the case">
      <form onSubmit={submit} className="grid gap-4">
        <div>
          <label htmlFor={id} className="mb-1 block text-soft text-xs">
            Title
          </label>
          <input
            id={id}
            name="title"
            required
            maxLength={CASE_LIMITS.title}
            defaultValue={subject?.title}
            autoComplete="off"
            className="w-full rounded-md border border-line-strong bg-card px-3 py-2"
          />
        </div>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary">
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
