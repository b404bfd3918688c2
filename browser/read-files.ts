import type { Problem } from "@/evidence";
import { type CaseText, LONG, longTextOf, sampleOf } from "./long-text";
import { binaryKind, head, tooLarge } from "./paste-checks";
import { decodeText } from "./text-encoding";

/** What dropped or chosen files turned out to be. */
export interface FilesRead {
  transcripts: { name: string; text: CaseText }[];
  /** Case files, told by what they say and not by their names. */
  caseFiles: { name: string; text: CaseText }[];
  problems: Problem[];
}

/** True for the text of a case file, however broken the rest of it may be. */
export function isCaseFile(text: string): boolean {
  return /^\ufeff?\s*\{/.test(text.slice(0, 100)) && text.slice(0, 2000).includes('"waitchain.case/');
}

async function readFile(file: File, read: FilesRead): Promise<void> {
  const start = head(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  const problem = binaryKind(file.name, start) ?? tooLarge(file.name, file.size);
  if (problem) {
    read.problems.push(problem);
    return;
  }
  const text = file.size >= LONG ? await longTextOf(file) : decodeText(new Uint8Array(await file.arrayBuffer()));
  const begins = typeof text === "string" ? text : (await sampleOf(text)).head;
  const kind = isCaseFile(begins) ? read.caseFiles : read.transcripts;
  kind.push({ name: file.name, text });
}

/** Reads files in the order of their names; a file that cannot be read does not stop the others. */
export async function readFiles(files: Iterable<File>): Promise<FilesRead> {
  const read: FilesRead = { transcripts: [], caseFiles: [], problems: [] };
  const inOrder = [...files].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  for (const file of inOrder) {
    try {
      await readFile(file, read);
    } catch {
      read.problems.push({
        code: "FILE_UNREADABLE",
        what: `The browser could not read “${file.name}”.`,
        fix: "It may be a folder, still be open elsewhere, or have been moved. Copy it and drop the copy, or paste its text.",
      });
    }
  }
  return read;
}
