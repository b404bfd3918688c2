/** Address of a case. Its id stands in the hash, which no browser sends anywhere. */
export function caseAddress(id: string): string {
  return `/case#${encodeURIComponent(id)}`;
}

/** The case id in a hash; empty when there is none. */
export function caseIdOf(hash: string): string {
  try {
    return decodeURIComponent(hash.replace(/^#/, ""));
  } catch {
    return "";
  }
}
