"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { RadioList } from "../ui/radio-list";

const REASONS: readonly string[] = [
  "There is no debugger or dump at hand",
  "I have no permission on that server",
  "It would cost the server too much now",
  "Nobody knows",
];
const OTHER = "other";

export interface SkipDialogProps {
  /** Short form of the step. */
  label: string;
  onSkip: (reason: string) => void;
}

/** A way on for "I cannot run this here", with the reason kept in the case. */
export function SkipDialog({ label, onSkip }: SkipDialogProps): ReactNode {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [choice, setChoice] = useState("");
  const [other, setOther] = useState("");
  const reason = choice === OTHER ? other.trim() : choice;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason === "") return;
    setOpen(false);
    setChoice("");
    setOther("");
    onSkip(reason);
  };

  return (
    <>
      <Button kind="quiet" className="px-1.5" onClick={() => setOpen(true)}>
        I cannot run this here
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Go on without “${label}”`}
        description="The reason stands in the report. Anything pasted later still counts, and undo brings the step back."
      >
        <form onSubmit={submit} className="grid gap-3">
          <p id={id} className="font-medium">
            Why not?
          </p>
          <RadioList
            labelledBy={id}
            value={choice}
            onChange={setChoice}
            options={[
              ...REASONS.map((text) => ({ value: text, label: text })),
              { value: OTHER, label: "Another reason" },
            ]}
          />
          {choice === OTHER && (
            <textarea
              aria-label="Another reason"
              value={other}
              onChange={(event) => setOther(event.target.value)}
              rows={2}
              maxLength={2000}
              className="w-full rounded-md border border-line-strong bg-card px-3 py-2 text-sm"
            />
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Stay here</Button>
            <Button type="submit" kind="primary" disabled={reason === ""}>
              Go on without it
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
