import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type Diagnosis, diagnose } from "@/cases/diagnose";
import { type Transcript, WaitchainError } from "@/evidence";
import { parseDiagnoseArguments } from "./arguments";
import { diagnosisJson } from "./json";
import { diagnosisText } from "./text";
import { usage } from "./usage";

/** Where relative names are looked up: the folder npm was called in, when npm called. */
function baseFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

function readBytes(name: string): Buffer {
  try {
    return name === "-" ? readFileSync(0) : readFileSync(resolve(baseFolder(), name));
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new WaitchainError({
      code: "FILE_UNREADABLE",
      what: `${name} cannot be read (${reason}).`,
      fix: "Check the name and the permission. A file over 512 MB has to be split first.",
    });
  }
}

/** Text of a file in the encodings WinDbg and Windows shells write. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString("utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString("utf16le");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function exitCode(diagnosis: Diagnosis): number {
  if (diagnosis.causes.some(({ standing }) => standing === "confirmed" || standing === "likely")) return 0;
  return diagnosis.blocks.some(({ outcome }) => outcome !== "unknown") || diagnosis.findings.length > 0 ? 3 : 4;
}

/** Runs `waitchain diagnose`; returns the exit code. Throws `UsageError` and `WaitchainError`. */
export function runDiagnose(args: readonly string[]): number {
  const wanted = parseDiagnoseArguments(args);
  if (wanted.help) {
    process.stdout.write(usage());
    return 0;
  }
  const transcripts: Transcript[] = wanted.files.map((file) => ({
    name: file === "-" ? "standard input" : basename(file),
    text: decode(readBytes(file)),
  }));
  const diagnosis = diagnose(wanted.playbook, transcripts, {
    answers: wanted.answers,
    skipped: wanted.skipped,
    limits: wanted.limits,
    tool: wanted.tool,
  });
  const names = transcripts.map(({ name }) => name);
  process.stdout.write(
    wanted.json ? `${JSON.stringify(diagnosisJson(diagnosis), null, 2)}\n` : diagnosisText(diagnosis, names),
  );
  return exitCode(diagnosis);
}
