/** The address that this site is reached at, with a slash at its end, also below a path. */
export function siteAddress(): string {
  return `${location.origin}${process.env.SITE_BASE ?? ""}/`;
}
