"use client";

import { useEffect, useEffectEvent, useState } from "react";

export interface PageInput {
  onText: (text: string) => void;
  onFiles: (files: File[]) => void;
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Takes what is pasted or dropped anywhere on the page. True while something is dragged over it. */
export function usePageInput(input: PageInput): boolean {
  const [dragging, setDragging] = useState(false);

  // An empty paste is handed on too: whoever pasted expects an answer.
  const take = useEffectEvent((transfer: DataTransfer | null): void => {
    const text = transfer?.getData("text/plain") ?? "";
    const files = [...(transfer?.files ?? [])];
    if (text === "" && files.length > 0) input.onFiles(files);
    else input.onText(text);
  });

  useEffect(() => {
    // While a window lies over the page, the page takes nothing.
    const covered = (): boolean => document.querySelector("[role=dialog],[role=alertdialog]") !== null;
    const onPaste = (event: ClipboardEvent): void => {
      if (covered() || isField(event.target)) return;
      event.preventDefault();
      take(event.clipboardData);
    };
    const takes = (event: DragEvent): boolean => {
      const types = event.dataTransfer?.types ?? [];
      // Text dropped into a field is for the field; a file dropped there would open in its place.
      return !covered() && (types.includes("Files") || (types.includes("text/plain") && !isField(event.target)));
    };
    const onDragOver = (event: DragEvent): void => {
      if (!takes(event)) return;
      event.preventDefault();
      setDragging(true);
    };
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setDragging(false);
    };
    const onDrop = (event: DragEvent): void => {
      setDragging(false);
      if (!takes(event)) return;
      event.preventDefault();
      take(event.dataTransfer);
    };
    document.addEventListener("paste", onPaste);
    document.addEventListener("dragover", onDragOver);
    document.addEventListener("dragleave", onDragLeave);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("paste", onPaste);
      document.removeEventListener("dragover", onDragOver);
      document.removeEventListener("dragleave", onDragLeave);
      document.removeEventListener("drop", onDrop);
    };
  }, []);

  return dragging;
}
