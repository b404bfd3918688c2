import { type Problem, WaitchainError } from "@/evidence";
import type { PastResult } from "@/training/progress";
import { type ClassSet, SET_FILE, setFromText } from "@/training/results/class-set";
import { PROGRESS_FILE } from "@/training/results/progress-file";
import type { CheckedResult } from "@/training/results/result-file";
import { looksSealed, openSealed } from "@/training/results/sealed-file";
import { openResults } from "./result-client";

/** More than any file of training has. */
const LARGEST = 25_000_000;

/** What dropped, chosen or pasted files of training hold. */
export interface TrainingFiles {
  results: CheckedResult[];
  /** The last one. */
  set: ClassSet | null;
  progress: PastResult[];
  /** What went wrong, each beginning with the file's name. */
  problems: Problem[];
}

export interface NamedText {
  name: string;
  text: string;
}

async function readInto(files: TrainingFiles, text: string): Promise<void> {
  if (looksSealed(SET_FILE, text)) files.set = openSealed(SET_FILE, text).content;
  else if (looksSealed(PROGRESS_FILE, text)) files.progress.push(...openSealed(PROGRESS_FILE, text).content.results);
  else if (/^Class set:/m.test(text.slice(0, 2_000))) files.set = setFromText(text);
  else files.results.push(...(await openResults(text)));
}

function tooLarge(): WaitchainError {
  return new WaitchainError({
    code: "RESULT_TOO_LARGE",
    what: "It is larger than any file of training.",
    fix: "Choose a file that was saved with “Save result file” after a drill.",
  });
}

function problemOf(name: string, error: unknown): Problem {
  const { code, what, fix } =
    error instanceof WaitchainError
      ? error.problem
      : {
          code: "FILE_UNREADABLE",
          what: "The browser could not read it.",
          fix: "It may be a folder, or have been moved. Copy it and drop the copy.",
        };
  return { code, what: `${name}: ${what}`, fix };
}

/** Opens each by itself: one that is refused does not stop the others. `onDone` hears how many are through. */
export async function openTrainingFiles(
  files: readonly (File | NamedText)[],
  onDone: (count: number) => void = () => {},
): Promise<TrainingFiles> {
  const read: TrainingFiles = { results: [], set: null, progress: [], problems: [] };
  for (const [at, file] of files.entries()) {
    try {
      if (file instanceof File && file.size > LARGEST) throw tooLarge();
      await readInto(read, file instanceof File ? await file.text() : file.text);
    } catch (error) {
      read.problems.push(problemOf(file.name, error));
    }
    onDone(at + 1);
  }
  return read;
}
