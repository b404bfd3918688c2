"use client";

import { useState } from "react";
import { attemptStore } from "@/browser/attempt-store";
import { sealResult } from "@/browser/result-client";
import { type Certificate, certificateFile, certificateOf } from "@/training/results/certificate";
import { type Task, useTask } from "../shell/use-task";
import type { FinishedAttempt } from "./past-results";

/** A certificate with the file of the results that it rests on. */
export interface MadeCertificate {
  certificate: Certificate;
  file: string;
}

export interface CertificateMaker extends Omit<Task, "run"> {
  made: MadeCertificate | null;
  make(records: readonly FinishedAttempt[], name: string): Promise<void>;
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
  const { run, ...task } = useTask();
  const make: CertificateMaker["make"] = (records, name) => run(async () => setMade(await madeOf(records, name)));
  return { ...task, made, make };
}
