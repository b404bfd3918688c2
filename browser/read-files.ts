import type { Problem } from "@/evidence";
import { binaryKind, head, tooLarge } from "./paste-checks";

/** What dropped or chosen files turned out to be. */
export interface FilesRead {
  transcripts: { name: string; text: string }[];
  /** Case files, told by what they say and not by their names. */
  caseFiles: { name: string; text: string }[];
  problems: Problem[];
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** UTF-16 without its mark: in English text every other byte is zero. */
function wideEncoding(bytes: Uint8Array): Encoding | null {
  const sample = bytes.subarray(0, 4096);
  if (sample.length < 4) return null;
  const zeros = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const half = sample.length / 2;
  const [even = 0, odd = 0] = zeros;
  if (odd > half * 0.7 && even < half * 0.1) return "utf-16le";
  return even > half * 0.7 && odd < half * 0.1 ? "utf-16be" : null;
}

function markedEncoding([a, b, c]: Uint8Array): Encoding | null {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  return a === 0xef && b === 0xbb && c === 0xbf ? "utf-8" : null;
}

/** Text of a file as debuggers, shells and editors on Windows write it. */
export function decodeText(bytes: Uint8Array): string {
  const encoding = markedEncoding(bytes) ?? wideEncoding(bytes);
  if (encoding) return new TextDecoder(encoding).decode(bytes);
  try {
    // As a stream, so that a last letter cut in half does not make the whole file another code page.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
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
  const text = decodeText(new Uint8Array(await file.arrayBuffer()));
  const kind = isCaseFile(text) ? read.caseFiles : read.transcripts;
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
