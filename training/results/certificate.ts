import { sha256 } from "@noble/hashes/sha2";
import * as z from "zod";
import { jsonPieces } from "@/cases/json-pieces";
import { WaitchainError } from "@/evidence";
import "@/cases/plain-zod";
import { type CheckedResult, openResult, type Replay } from "./result-file";
import { RESULT_LIMITS } from "./result-shape";
import { openSealed, type SealedKind, sealedFile } from "./sealed-file";

const CERTIFICATE_LIMITS = { results: 60, file: 20_000_000 } as const;

/** What a certificate says; all of it follows from the results. */
export interface Certificate {
  name: string;
  /** Day of the last of its drills. */
  day: string;
  /** In the order they were finished. */
  results: readonly CheckedResult[];
  /** Twenty digits in fives, over the name and the seals of the results. */
  verification: string;
}

/** The result files of a certificate in one file. */
export const CERTIFICATE_FILE: SealedKind<{ files: readonly string[] }> = {
  schema: "certificate",
  version: 1,
  code: "CERTIFICATE",
  called: "a certificate",
  from: "was saved with “Save its results” beside a certificate",
  largest: CERTIFICATE_LIMITS.file,
  shape: z.strictObject({
    files: z.array(z.string().max(RESULT_LIMITS.file)).min(1).max(CERTIFICATE_LIMITS.results),
  }),
  steps: [],
};

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function refuse(code: string, what: string, fix: string): never {
  throw new WaitchainError({ code, what, fix });
}

function verificationOf(name: string, seals: readonly string[]): string {
  const said = [...jsonPieces({ name, seals: [...seals].sort() }, { sorted: true, indent: 0 })].join("");
  const digits = [...sha256(new TextEncoder().encode(said)).slice(0, 20)].map((byte) => DIGITS[byte % 32]);
  return digits.join("").replace(/.{5}(?=.)/g, "$&-");
}

/** The certificate that rests on these results. Throws a WaitchainError where they are not one person's. */
export function certificateOf(results: readonly CheckedResult[]): Certificate {
  const inOrder = [...new Map(results.map((each) => [each.seal, each])).values()].sort(
    (a, b) => Date.parse(a.result.finishedAt) - Date.parse(b.result.finishedAt),
  );
  const last = inOrder.at(-1);
  if (!last) refuse("CERTIFICATE_EMPTY", "There is no result to certify.", "Finish a drill, or choose one at least.");
  const names = new Set(inOrder.map(({ result }) => result.trainee));
  const [name] = names;
  if (!name || names.size > 1) {
    refuse(
      "CERTIFICATE_NAMES",
      names.size > 1 ? "These results carry different names." : "These results carry no name.",
      "A certificate rests on results that one person saved under one name.",
    );
  }
  return {
    name,
    day: last.result.finishedAt.slice(0, 10),
    results: inOrder,
    verification: verificationOf(
      name,
      inOrder.map(({ seal }) => seal),
    ),
  };
}

export function certificateFile(files: readonly string[]): string {
  return sealedFile(CERTIFICATE_FILE, { files });
}

/** Opens the results of a certificate, each checked as on its own. Throws a WaitchainError. */
export function openCertificate(text: string, replay: Replay): Certificate {
  return certificateOf(openSealed(CERTIFICATE_FILE, text).content.files.map((file) => openResult(file, replay)));
}

/** Whether a verification code, however it was typed, is that of the certificate. */
export function isVerified(typed: string, { verification }: Certificate): boolean {
  const plain = (text: string): string =>
    text
      .toUpperCase()
      .replaceAll("O", "0")
      .replaceAll(/[IL]/g, "1")
      .replaceAll(/[^0-9A-Z]/g, "");
  return plain(typed) === plain(verification);
}
