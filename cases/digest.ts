import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import { jsonPieces } from "./json-pieces";

/** `sha256:…` over the canonical JSON of a document, so that only what it says counts and not how it is laid out. */
export function digestOf(document: unknown): string {
  const hash = sha256.create();
  const encoder = new TextEncoder();
  for (const piece of jsonPieces(document, { sorted: true, indent: 0 })) hash.update(encoder.encode(piece));
  return `sha256:${bytesToHex(hash.digest())}`;
}
