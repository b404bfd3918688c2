const LONGEST = 60;

/** The letters and figures of a text, as they may stand in the name of a file: `shop-stalls`; empty when it has none. */
export function fileSlug(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replace(/^-|-$/g, "");
}
