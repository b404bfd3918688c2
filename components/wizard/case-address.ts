/** Address of a case. Its id stands in the hash, which no browser sends anywhere. */
export function caseAddress(id: string): string {
  return `/case#${encodeURIComponent(id)}`;
}

/** The case id in a hash; null when there is none. */
export function caseIdOf(hash: string): string | null {
  try {
    return decodeURIComponent(hash.replace(/^#/, "")) || null;
  } catch {
    return null;
  }
}
