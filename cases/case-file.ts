import { fileSlug, WaitchainError } from "@/evidence";
import type { Case } from "./case-log";
import { CASE_VERSION, caseDocument } from "./case-shape";
import { endsEarly } from "./cut-off";
import { digestOf } from "./digest";
import { jsonPieces } from "./json-pieces";
import { CASE_LIMITS } from "./limits";
import type { TextPieces } from "./text-pieces";
import { UPGRADES, type Upgrade } from "./upgrades/list";

const SCHEMA = /^waitchain\.case\/(\d{1,6})$/;

type Loose = Record<string, unknown>;

function tooLarge(what: string): WaitchainError {
  return new WaitchainError({
    code: "CASE_TOO_LARGE",
    what,
    fix: "Take the largest transcripts out of the case where it was made, then export it again.",
  });
}

function notACase(what: string): WaitchainError {
  return new WaitchainError({
    code: "CASE_NOT_A_CASE",
    what,
    fix: "Choose a file that was saved with “Save case file”. Debugger output is pasted or dropped into a case instead.",
  });
}

function changed(what: string): WaitchainError {
  return new WaitchainError({
    code: "CASE_CHANGED",
    what,
    fix: "Ask for the file once more, and have it sent as an attachment or in an archive so that nothing rewrites it.",
  });
}

/** Time of the newest entry. The same case is always the same file. */
function lastChange({ log, createdAt }: Case<unknown>): string {
  return log.at(-1)?.at ?? createdAt;
}

/** A case as the pieces of a file: pretty JSON with a checksum over what it says. */
export function* casePieces(
  subject: Case<string | TextPieces>,
  exportedAt: string = lastChange(subject),
): Generator<string> {
  const { id, title, playbook, createdAt, log } = subject;
  const content = {
    schema: `waitchain.case/${CASE_VERSION}` as const,
    exportedAt,
    case: { id, title, playbook, createdAt, log },
  };
  const document = { schema: content.schema, exportedAt, digest: digestOf(content), case: content.case };
  yield* jsonPieces(document, { sorted: false, indent: 2 });
  yield "\n";
}

/** The same as one text. Throws when no text can be so long. */
export function exportCase(subject: Case, exportedAt: string = lastChange(subject)): string {
  try {
    return [...casePieces(subject, exportedAt)].join("");
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge("This case holds more text than one file can take.");
    throw error;
  }
}

function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  const plain = text.startsWith("\ufeff") ? text.slice(1) : text;
  try {
    return JSON.parse(plain);
  } catch {
    if (plain.trim() === "") throw notJson("The file is empty.");
    if (endsEarly(plain)) {
      throw new WaitchainError({
        code: "CASE_CUT_OFF",
        what: "The file ends in the middle: the rest of it is missing.",
        fix: "Copy or download the whole file again.",
      });
    }
    if (plain.slice(0, 200).includes('"waitchain.case/')) {
      throw changed("The file begins like a case, but something in it was overwritten: it is no longer valid JSON.");
    }
    throw notJson("The file is not JSON, so it holds no case.");
  }
}

function notJson(what: string): WaitchainError {
  return new WaitchainError({
    code: "CASE_NOT_JSON",
    what,
    fix: "Choose a file that was saved with “Save case file”. Debugger output is pasted or dropped into a case instead.",
  });
}

/** The document's version. Refuses what is no case, and what is newer than this code by name. */
function versionOf(document: unknown): { document: Loose; version: number } {
  if (!isRecord(document) || typeof document.schema !== "string") throw notACase("The file is JSON, but not a case.");
  const match = SCHEMA.exec(document.schema);
  if (!match) throw notACase(`The file is JSON of another kind: ${document.schema.slice(0, 60)}.`);
  const version = Number(match[1]);
  if (version > CASE_VERSION) {
    throw new WaitchainError({
      code: "CASE_NEWER_VERSION",
      what: `The file is a case of version ${version}. This site reads cases up to version ${CASE_VERSION}.`,
      fix: "Open it on the site that saved it, or update this one.",
    });
  }
  return { document, version };
}

function checkDigest({ digest, ...content }: Loose): void {
  let real: string;
  try {
    real = digestOf(content);
  } catch {
    throw notACase("The file nests deeper than any case does.");
  }
  if (digest !== real) {
    throw changed(
      typeof digest === "string"
        ? "The file was changed after it was saved: its checksum does not fit what it says."
        : "The file has lost its checksum, so nobody can tell whether it is still what was saved.",
    );
  }
}

function upgraded(document: Loose, version: number, upgrades: readonly Upgrade[]): Loose {
  let current = document;
  for (let from = version; from < CASE_VERSION; from++) {
    const step = upgrades.find((upgrade) => upgrade.from === from);
    if (!step) throw notACase(`The file calls itself a case of version ${from}, which was never written.`);
    current = step.upgrade(current);
  }
  return current;
}

/**
 * Reads the text of a case file. Throws a WaitchainError that says what is wrong
 * with it; nothing of a refused file is kept. `upgrades` is for tests.
 */
export function importCase(text: string, upgrades: readonly Upgrade[] = UPGRADES): Case {
  if (text.length > CASE_LIMITS.file) {
    throw tooLarge(`The file holds ${text.length} characters; a case may have ${CASE_LIMITS.file}.`);
  }
  const { document, version } = versionOf(parseJson(text));
  checkDigest(document);
  const shaped = caseDocument.safeParse(upgraded(document, version, upgrades));
  if (shaped.success) return shaped.data.case;
  const [issue] = shaped.error.issues;
  const where = issue?.path.join(".") || "the file";
  if (issue?.code === "too_big") throw tooLarge(`${where} is larger than a case allows (at most ${issue.maximum}).`);
  throw notACase(`The file is not built like a case: ${where}: ${issue?.message ?? "not understood"}.`);
}

/** A file name from the title and the day of the last change: `waitchain-shop-stalls-2024-05-01.json`. */
export function caseFileName(subject: Case<unknown>): string {
  return `${fileStem(subject)}.json`;
}

/** The same for the written report. */
export function reportFileName(subject: Case<unknown>): string {
  return `${fileStem(subject)}.md`;
}

function fileStem(subject: Case<unknown>): string {
  const words = fileSlug(subject.title);
  return ["waitchain", words || subject.id.slice(0, 20).toLowerCase(), lastChange(subject).slice(0, 10)].join("-");
}
