import Link from "next/link";
import type { ReactNode } from "react";

const PAGES = [
  { href: "/playbooks", label: "Playbooks" },
  { href: "/commands", label: "Commands" },
  { href: "/causes", label: "Causes" },
];

/** The pages to read. */
export function SiteNav({ current }: { current?: string }): ReactNode {
  return (
    <nav aria-label="Reference" className="flex items-center gap-0.5 border-line sm:border-l sm:pl-3">
      {PAGES.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={current === href ? "page" : current?.startsWith(`${href}/`) ? "true" : undefined}
          className="inline-flex min-h-9 items-center rounded-md px-2.5 font-medium text-sm text-soft hover:bg-accent-soft hover:text-ink aria-[current]:text-ink aria-[current]:underline aria-[current]:decoration-2 aria-[current]:decoration-accent aria-[current]:underline-offset-[0.4em] pointer-coarse:min-h-11"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
