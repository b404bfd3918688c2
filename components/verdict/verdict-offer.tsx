"use client";

import { ArrowRight, Footprints } from "lucide-react";
import type { ReactNode } from "react";
import type { NamedCause } from "@/cases/verdict";
import { Button } from "../ui/button";
import { StandingMark } from "../ui/standing";

export interface VerdictOfferProps {
  primary: NamedCause;
  /** The verdict is what is shown now. */
  shown: boolean;
  onToggle: () => void;
}

/** Offers the verdict before the playbook has come to its end, and the step again after it. */
export function VerdictOffer({ primary, shown, onToggle }: VerdictOfferProps): ReactNode {
  return (
    <section
      aria-label="Verdict so far"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-likely/40 bg-likely-soft px-4 py-2.5 text-sm"
    >
      <p className="min-w-0 flex-1 basis-60">
        <StandingMark standing={primary.standing.standing} className="mr-2" />
        <span className="font-medium">{primary.definition.title}</span>
      </p>
      <Button onClick={onToggle}>
        {shown ? <Footprints aria-hidden /> : <ArrowRight aria-hidden />}
        {shown ? "Back to the step" : "Read the verdict so far"}
      </Button>
    </section>
  );
}
