"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { caseStore } from "@/browser/case-store";
import { newId } from "@/browser/new-id";
import { type Problem, problemIn } from "@/evidence";
import { Button } from "../ui/button";
import { caseAddress } from "../wizard/case-address";

export interface StartCaseProps {
  /** Name of the new case. */
  title: string;
  playbook: string;
  /** Steps the case begins behind. */
  skips: readonly string[];
  kind?: "primary" | "quiet";
  children: ReactNode;
}

/** Makes a case that begins behind the given steps; its id. */
async function createCase(title: string, playbook: string, skips: readonly string[]): Promise<string> {
  const store = await caseStore();
  const { id } = await store.createCase({ title, playbook });
  const at = new Date().toISOString();
  for (const step of skips) {
    await store.appendEntry(id, { type: "skip", id: newId(), at, step, reason: "began further on, from the playbook" });
  }
  return id;
}

/** Begins a case further on and opens it. */
export function StartCase({ title, playbook, skips, kind = "quiet", children }: StartCaseProps): ReactNode {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const start = async (): Promise<void> => {
    setBusy(true);
    try {
      router.push(caseAddress(await createCase(title, playbook, skips)));
    } catch (error) {
      setProblem(problemIn(error));
      setBusy(false);
    }
  };

  return (
    <>
      <Button kind={kind} disabled={busy} onClick={() => void start()}>
        {children}
      </Button>
      {problem && (
        <span role="alert" className="block text-confirmed text-sm">
          {problem.what} {problem.fix}
        </span>
      )}
    </>
  );
}
