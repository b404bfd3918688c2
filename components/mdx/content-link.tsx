import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";

/** A link of content: to another page here, or out to a source. */
export function ContentLink({ href = "", children }: ComponentProps<"a">): ReactNode {
  if (href.startsWith("/")) {
    return (
      <Link href={href} prefetch={false} className="link">
        {children}
      </Link>
    );
  }
  return (
    <a href={href} rel="noreferrer" className="link">
      {children}
    </a>
  );
}
