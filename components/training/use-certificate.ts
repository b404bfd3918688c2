"use client";

import { useState } from "react";
import { attemptStore } from "@/browser/attempt-store";
import { sealResult } from "@/browser/result-client";
import { type Problem, WaitchainError } from "@/evidence";
import { type Certificate, certificateFile, certificateOf } from "@/training/results/certificate";
import type { FinishedAttempt } from "./past-results";

/** A certificate with the file of the results that it rests on. */
export interface MadeCertificate {
  certificate: Certificate;
  file: string;
}

export interface CertificateMaker {
  made: MadeCertificate | null;
  busy: boolean;
  problem: Problem | null;
  make(records: readonly FinishedAttempt[], name: string): Promise<void>;
  dismissProblem(): void;
}

async function madeOf(records: readonly FinishedAttempt[], name: string): Promise<MadeCertificate> {
  const store = await attemptStore();
  const sealed = [];
  for (const record of records) {
    const attempt = await store.load(record.id);
    if (attempt) sealed.push(await sealResult({ code: record.code, acts: attempt.acts }, name, record.finished.at));
  }
  return {
    certificate: certificateOf(sealed.map(({ result }) => result)),
    file: certificateFile(sealed.map(({ text }) => text)),
  };
}

export function useCertificate(): CertificateMaker {
  const [made, setMade] = useState<MadeCertificate | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const make: CertificateMaker["make"] = async (records, name) => {
    setBusy(true);
    setProblem(null);
    try {
      setMade(await madeOf(records, name));
    } catch (error) {
      if (!(error instanceof WaitchainError)) throw error;
      setProblem(error.problem);
    } finally {
      setBusy(false);
    }
  };
  return { made, busy, problem, make, dismissProblem: () => setProblem(null) };
}
