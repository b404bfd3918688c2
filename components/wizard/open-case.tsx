"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { PageCase } from "@/browser/long-text";
import type { UseCase } from "@/browser/use-case";
import type { Diagnosis } from "@/cases/diagnose";

/** A case that has been read and can be worked on. */
export interface OpenCase extends UseCase {
  case: PageCase;
  diagnosis: Diagnosis;
  /** The case the diagnosis was made from: citations mean its transcripts. */
  diagnosed: PageCase;
}

const OpenCaseContext = createContext<OpenCase | null>(null);

/** Gives the panels below it the case at hand. */
export function OpenCaseProvider({ open, children }: { open: OpenCase; children: ReactNode }): ReactNode {
  return <OpenCaseContext value={open}>{children}</OpenCaseContext>;
}

/** The case at hand. */
export function useOpenCase(): OpenCase {
  const open = useContext(OpenCaseContext);
  if (!open) throw new Error("useOpenCase needs an OpenCaseProvider above it");
  return open;
}
