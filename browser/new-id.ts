const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** A random id of 80 bits, fit for a URL. Works without a secure context, unlike `randomUUID`. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
