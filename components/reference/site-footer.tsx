import Link from "next/link";
import type { ReactNode } from "react";

const PAGES = [
  { href: "/findings", label: "Findings" },
  { href: "/glossary", label: "Glossary" },
  { href: "/privacy", label: "What leaves this machine" },
];

/** Below every page to read. */
export function SiteFooter(): ReactNode {
  return (
    <footer className="mt-6 border-line border-t print:hidden">
      <nav
        aria-label="More pages"
        className="mx-auto flex w-full max-w-[76rem] flex-wrap gap-x-5 gap-y-1 px-4 py-4 text-sm sm:px-6"
      >
        {PAGES.map(({ href, label }) => (
          <Link key={href} href={href} prefetch={false} className="link inline-block py-1">
            {label}
          </Link>
        ))}
      </nav>
    </footer>
  );
}
