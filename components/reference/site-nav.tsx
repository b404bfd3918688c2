import Link from "next/link";
import type { ReactNode } from "react";

const PAGES = [
  { href: "/playbooks", label: "Playbooks" },
  { href: "/commands", label: "Commands" },
  { href: "/causes", label: "Causes" },
  { href: "/drivers", label: "Drivers" },
  { href: "/frames", label: "Frames" },
  { href: "/glossary", label: "Glossary" },
  { href: "/training", label: "Training" },
];

/** The pages to read. */
export function SiteNav({ current }: { current?: string }): ReactNode {
  return (
    <nav
      aria-label="Reference"
      className="flex flex-wrap items-center gap-x-0.5 border-line max-sm:order-last max-sm:w-full sm:border-l sm:pl-3"
    >
      {PAGES.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={current === href ? "page" : current?.startsWith(`${href}/`) ? "true" : undefined}
          className="inline-flex min-h-9 items-center rounded-md px-2.5 font-medium text-sm text-soft hover:bg-accent-soft hover:text-ink aria-[current]:text-ink aria-[current]:underline aria-[current]:decoration-2 aria-[current]:decoration-accent aria-[current]:underline-offset-[0.4em] max-sm:px-1.5 pointer-coarse:min-h-11"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
