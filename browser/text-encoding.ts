/** Encodings that debuggers, shells and editors on Windows write. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** UTF-16 without its mark: in English text every other byte is zero. */
function wideEncoding(bytes: Uint8Array): TextEncoding | null {
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

function markedEncoding([a, b, c]: Uint8Array): TextEncoding | null {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  return a === 0xef && b === 0xbb && c === 0xbf ? "utf-8" : null;
}

/** The encoding that the first bytes of a text tell; null when only all of it can. */
export function toldEncoding(bytes: Uint8Array): TextEncoding | null {
  return markedEncoding(bytes) ?? wideEncoding(bytes);
}

/** Bytes of one unit of an encoding. */
export function unitOf(encoding: TextEncoding): 1 | 2 {
  return encoding === "utf-16le" || encoding === "utf-16be" ? 2 : 1;
}

/** Text of a file, whatever it was written in. */
export function decodeText(bytes: Uint8Array): string {
  const encoding = toldEncoding(bytes);
  if (encoding) return new TextDecoder(encoding).decode(bytes);
  try {
    // As a stream, so that a last letter cut in half does not make the whole file another code page.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
