"use client";

import { CornerUpLeft } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { Button } from "../ui/button";
import { useSelection } from "./selection";

/** Leads back to where a line was asked for. */
export function ReturnPill(): ReactNode {
  const { canReturn, finding, line, goBack, clear } = useSelection();

  useEffect(() => {
    if (!finding && !line) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.matches("input, textarea")) return;
      if (canReturn) goBack();
      else clear();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [finding, line, canReturn, goBack, clear]);

  if (!canReturn) return null;
  return (
    <div className="appear fixed inset-x-0 bottom-4 z-30 flex justify-center print:hidden">
      <Button onClick={goBack} className="rounded-full px-4 shadow-float">
        <CornerUpLeft aria-hidden />
        Back to where you were
        <kbd className="ml-1 rounded border border-line px-1.5 font-mono text-2xs text-soft">Esc</kbd>
      </Button>
    </div>
  );
}
