"use client";

import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { Coverage } from "@/cases/coverage";
import { Button } from "../ui/button";
import { coverageText, pastedAt } from "./coverage-text";

export interface TranscriptHeadProps {
  id: string;
  name: string;
  at: string;
  coverage: Coverage;
  onRemove: () => void;
  children?: ReactNode;
}

/** Name of a transcript, how much of it was read, and what can be done with it. */
export function TranscriptHead({ id, name, at, coverage, onRemove, children }: TranscriptHeadProps): ReactNode {
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
      <h3 id={id} className="font-semibold text-sm [overflow-wrap:anywhere]">
        {name}
      </h3>
      <span className="text-soft text-xs">
        {pastedAt(at)} · {coverageText(coverage)}
      </span>
      <span className="ml-auto flex items-center">
        {children}
        <Button
          kind="quiet"
          className="min-h-8 px-2 text-soft text-xs"
          aria-label={`Remove ${name}`}
          onClick={onRemove}
        >
          <Trash2 aria-hidden />
          Remove
        </Button>
      </span>
    </div>
  );
}
