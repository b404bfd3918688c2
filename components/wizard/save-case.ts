import { writeCaseFile } from "@/browser/case-file-client";
import type { PageCase } from "@/browser/long-text";
import { saveFile } from "@/browser/save-file";
import { caseFileName, reportFileName } from "@/cases/case-file";
import { type Problem, WaitchainError } from "@/evidence";

/** Saves a case as a file; null when that worked. */
export async function saveCase(subject: PageCase): Promise<Problem | null> {
  try {
    saveFile(caseFileName(subject), await writeCaseFile(subject));
    return null;
  } catch (error) {
    if (error instanceof WaitchainError) return error.problem;
    throw error;
  }
}

/** Saves the written report as a file. */
export function saveReport(subject: PageCase, report: string): void {
  saveFile(reportFileName(subject), new Blob([report], { type: "text/markdown;charset=utf-8" }));
}
