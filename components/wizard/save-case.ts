import { saveFile } from "@/browser/save-file";
import { caseFileName, exportCase, reportFileName } from "@/cases/case-file";
import type { Case } from "@/cases/case-log";
import { type Problem, WaitchainError } from "@/evidence";

/** Saves a case as a file; null when that worked. */
export function saveCase(subject: Case): Problem | null {
  try {
    saveFile(caseFileName(subject), exportCase(subject), "application/json");
    return null;
  } catch (error) {
    if (error instanceof WaitchainError) return error.problem;
    throw error;
  }
}

/** Saves the written report as a file. */
export function saveReport(subject: Case, report: string): void {
  saveFile(reportFileName(subject), report, "text/markdown");
}
