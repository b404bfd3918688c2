import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";

/** No version nests deeper; text from elsewhere that does is not hashed. */
const DEEPEST = 16;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Hands the canonical JSON of a value over in pieces: keys sorted, no blanks. */
function feed(value: unknown, take: (piece: string) => void, depth: number): void {
  if (depth > DEEPEST) throw new RangeError("The document nests too deep");
  if (Array.isArray(value)) {
    take("[");
    value.forEach((item, index) => {
      if (index > 0) take(",");
      feed(item, take, depth + 1);
    });
    take("]");
  } else if (isRecord(value)) {
    take("{");
    const keys = Object.keys(value).sort();
    keys.forEach((key, index) => {
      take(`${index > 0 ? "," : ""}${JSON.stringify(key)}:`);
      feed(value[key], take, depth + 1);
    });
    take("}");
  } else take(JSON.stringify(value));
}

/** `sha256:…` over the canonical JSON of a document, so that only what it says counts and not how it is laid out. */
export function digestOf(document: unknown): string {
  const hash = sha256.create();
  const encoder = new TextEncoder();
  feed(document, (piece) => hash.update(encoder.encode(piece)), 0);
  return `sha256:${bytesToHex(hash.digest())}`;
}
