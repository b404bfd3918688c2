"use client";

import { NotebookPen } from "lucide-react";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "../ui/button";

/** A note for the case, written at the step at hand. */
export function NoteForm({ onNote }: { onNote: (text: string) => void }): ReactNode {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const opener = useRef<HTMLButtonElement>(null);

  const close = (): void => {
    setOpen(false);
    setText("");
    requestAnimationFrame(() => opener.current?.focus());
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    onNote(text.trim());
    close();
  };

  if (!open) {
    return (
      <Button ref={opener} kind="quiet" className="px-2" onClick={() => setOpen(true)}>
        <NotebookPen aria-hidden />
        Add a note
      </Button>
    );
  }
  return (
    <form onSubmit={submit} className="basis-full">
      <textarea
        ref={(element) => element?.focus()}
        aria-label="Note"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
        rows={3}
        maxLength={100_000}
        placeholder="What was agreed, who was asked, what to try later"
        className="w-full rounded-md border border-line-strong bg-card px-3 py-2 text-sm placeholder:text-soft"
      />
      <div className="mt-1.5 flex justify-end gap-2">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" kind="primary" disabled={text.trim() === ""}>
          Keep the note
        </Button>
      </div>
    </form>
  );
}
