"use client";

import { type ReactNode, useEffect, useRef } from "react";
import type { Cite, Finding } from "@/evidence";
import { useSelection } from "../evidence/selection";
import { Dialog } from "../ui/dialog";

export interface PictureWindowProps {
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
}

/** A picture with more room. It makes way as soon as lines are asked for. */
export function PictureWindow({ title, open, onOpenChange, children }: PictureWindowProps): ReactNode {
  const { target, finding, showFinding } = useSelection();
  const seen = useRef(target);
  const asked = useRef<{ finding: Finding; cite: Cite } | null>(null);

  useEffect(() => {
    if (target === seen.current) return;
    seen.current = target;
    if (!open || !target || !finding) return;
    asked.current = { finding, cite: { file: target.file, lines: [target.line, target.line] } };
    onOpenChange(false);
  }, [open, target, finding, onOpenChange]);

  useEffect(() => {
    const wanted = asked.current;
    if (open || !wanted) return;
    asked.current = null;
    // Once the focus is back where the window was opened from, so that the way back leads there.
    const timer = setTimeout(() => showFinding(wanted.finding, wanted.cite), 0);
    return () => clearTimeout(timer);
  }, [open, showFinding]);

  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} wide>
      <div className="min-w-0">{children}</div>
    </Dialog>
  );
}
