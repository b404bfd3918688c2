"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { AttemptRecord } from "@/browser/attempt-record";
import type { UseAttempt } from "@/browser/use-attempt";
import type { DrillView } from "@/training/view";

/** An attempt that is being played. */
export interface OpenDrill extends UseAttempt {
  record: AttemptRecord;
  view: DrillView;
  /** What the drill is called. */
  title: string;
}

const OpenDrillContext = createContext<OpenDrill | null>(null);

/** Gives the panels below it the attempt at hand. */
export function OpenDrillProvider({ open, children }: { open: OpenDrill; children: ReactNode }): ReactNode {
  return <OpenDrillContext value={open}>{children}</OpenDrillContext>;
}

/** The attempt at hand. */
export function useOpenDrill(): OpenDrill {
  const open = useContext(OpenDrillContext);
  if (!open) throw new Error("useOpenDrill needs an OpenDrillProvider above it");
  return open;
}
