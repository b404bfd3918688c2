import { sha1 } from "@noble/hashes/legacy";
import { bytesToHex } from "@noble/hashes/utils";

/** Version 5 of RFC 9562 in the namespace of addresses: the same name always gives the same id. */
const ADDRESSES = [0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];

export function nameUuid(name: string): string {
  const bytes = sha1(new Uint8Array([...ADDRESSES, ...new TextEncoder().encode(name)])).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
