"use client";

import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";
import { Button, type ButtonKind } from "./button";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: string;
  /** Words of the button that does it. */
  action: string;
  onConfirm: () => void;
  /** Words of the button that does nothing. */
  cancel?: string;
  /** `danger` where something is lost. */
  kind?: ButtonKind;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  action,
  onConfirm,
  cancel = "Keep it",
  kind = "danger",
}: ConfirmDialogProps): ReactNode {
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-[rgb(20_18_12/0.45)]" />
        <AlertDialog.Content className="appear fixed inset-x-3 top-[18vh] z-50 mx-auto max-w-md rounded-xl border border-line bg-card p-5 shadow-float sm:p-6">
          <AlertDialog.Title className="font-semibold text-lg tracking-tight">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1.5 text-sm text-soft">{description}</AlertDialog.Description>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{cancel}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button kind={kind} onClick={onConfirm}>
                {action}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
