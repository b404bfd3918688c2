import type { ComponentProps, ReactNode } from "react";
import { SITE_META } from "@/training/scorm/package-files";

/** The site that a package came from: its pages are not in the package. */
function siteOf(): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${SITE_META}"]`)?.content ?? "/";
}

export interface SiteLinkProps extends ComponentProps<"a"> {
  href: string;
  prefetch?: boolean;
}

/** Stands in for Next's link where there is no Next: leads to the page on the site, beside the drill. */
export default function SiteLink({ href, prefetch: _prefetch, children, ...props }: SiteLinkProps): ReactNode {
  const address = href.startsWith("/") ? new URL(href.slice(1), siteOf()).href : href;
  return (
    <a href={address} target="_blank" rel="noreferrer" {...props}>
      {children}
    </a>
  );
}
