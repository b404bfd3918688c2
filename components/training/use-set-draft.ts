"use client";

import { useState } from "react";
import { WaitchainError } from "@/evidence";
import { type ClassSet, MASTERY, setFromHash, setHash } from "@/training/results/class-set";
import { useHash } from "../wizard/use-hash";

const EMPTY: ClassSet = { title: "", codes: [], mastery: MASTERY };

function fromHash(hash: string | null): ClassSet {
  try {
    return setFromHash(hash ?? "") ?? EMPTY;
  } catch (error) {
    if (error instanceof WaitchainError) return EMPTY;
    throw error;
  }
}

/** The set that is being put together. It stands in the hash, so that a reload or a bookmark keeps it. */
export function useSetDraft(): [ClassSet, (change: Partial<ClassSet>) => void] {
  const hash = useHash();
  const [draft, setDraft] = useState<ClassSet | null>(null);
  const current = draft ?? fromHash(hash);
  const change = (changed: Partial<ClassSet>): void => {
    const next = { ...current, ...changed };
    setDraft(next);
    history.replaceState(history.state, "", next.codes.length > 0 ? `#${setHash(next)}` : "#");
  };
  return [current, change];
}
