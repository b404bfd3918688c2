import Link from "next/link";
import type { ReactNode } from "react";

/** Two links of a chain. */
export function BrandMark({ className }: { className?: string }): ReactNode {
  return (
    <svg
      viewBox="0 0 20 20"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="2"
      className={className}
      aria-hidden="true"
    >
      <rect x="1.5" y="6" width="9" height="8" rx="4" />
      <rect x="9.5" y="6" width="9" height="8" rx="4" />
    </svg>
  );
}

/** The name of the site, which leads to its start. The short form leaves room on narrow screens. */
export function Brand({ short = false }: { short?: boolean }): ReactNode {
  return (
    <Link
      href="/"
      prefetch={false}
      aria-label="Waitchain, start page"
      className="-mx-1.5 inline-flex min-h-9 items-center gap-2.5 rounded-md px-1.5 font-semibold tracking-tight"
    >
      <BrandMark className="size-5" />
      <span className={short ? "max-sm:hidden" : undefined}>Waitchain</span>
    </Link>
  );
}
