import { Lock } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { SearchButton } from "../search/search-button";
import { Brand } from "./brand";
import { SkipLink } from "./skip-link";
import { ThemeSwitch } from "./theme-switch";

/** Says where the data stays, and leads to how that is made sure. */
export function StaysHere(): ReactNode {
  return (
    <Link
      href="/privacy"
      prefetch={false}
      className="inline-flex min-h-9 items-center gap-1.5 whitespace-nowrap rounded-md text-soft text-xs hover:text-ink hover:underline"
    >
      <Lock aria-hidden className="size-3.5" />
      stays on this machine
    </Link>
  );
}

export interface PageHeaderProps {
  /** Behind the brand. */
  children?: ReactNode;
  /** On the right. */
  actions?: ReactNode;
  /** Leaves the name beside the mark out on narrow screens. */
  compact?: boolean;
}

/** The bar on top of every page. */
export function PageHeader({ children, actions, compact = false }: PageHeaderProps): ReactNode {
  return (
    <header className="z-30 border-line border-b bg-card wide:sticky wide:top-0 print:hidden">
      <SkipLink />
      <div className="flex min-h-(--header-height) flex-wrap items-center gap-x-3.5 gap-y-1 px-4 py-1.5 sm:px-5">
        <Brand short={compact} />
        {children}
        <div className="ml-auto flex items-center gap-1.5">
          {actions}
          <SearchButton />
          <ThemeSwitch />
        </div>
      </div>
    </header>
  );
}
