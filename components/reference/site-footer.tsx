import Link from "next/link";
import type { ReactNode } from "react";
import { CopyMarkdown } from "./copy-markdown";

const PAGES = [
  { href: "/findings", label: "Findings" },
  { href: "/glossary", label: "Glossary" },
  { href: "/privacy", label: "What leaves this machine" },
];

/** Below every page to read; `path`: its address, where it has a text of its own. */
export function SiteFooter({ path }: { path?: string | undefined }): ReactNode {
  return (
    <footer className="mt-6 border-line border-t print:hidden">
      <nav
        aria-label="More pages"
        className="mx-auto flex w-full max-w-[76rem] flex-wrap items-center gap-x-5 gap-y-1 px-4 py-4 text-sm sm:px-6"
      >
        {PAGES.map(({ href, label }) => (
          <Link key={href} href={href} prefetch={false} className="link inline-block py-1">
            {label}
          </Link>
        ))}
        {path && (
          <span className="sm:ml-auto">
            <CopyMarkdown path={path} />
          </span>
        )}
      </nav>
    </footer>
  );
}
