import type { ReactNode } from "react";
import { PageHeader } from "../shell/page-header";
import { cx } from "../ui/cx";
import { SiteFooter } from "./site-footer";
import { SiteNav } from "./site-nav";

export interface ReferencePageProps {
  /** Its own address. */
  path: string;
  /** Small line above the title. */
  eyebrow?: ReactNode;
  title: ReactNode;
  lead: ReactNode;
  /** Beside the text on wide screens, below it on narrow ones. */
  aside?: ReactNode;
  /** Leaves title and lead off the paper. */
  headless?: boolean;
  children: ReactNode;
}

/** The frame of every page to read. */
export function ReferencePage({
  path,
  eyebrow,
  title,
  lead,
  aside,
  headless = false,
  children,
}: ReferencePageProps): ReactNode {
  return (
    <>
      <PageHeader>
        <SiteNav current={path} />
      </PageHeader>
      <main tabIndex={-1} className="mx-auto w-full max-w-[76rem] px-4 py-8 outline-none sm:px-6 sm:py-10">
        <header className={cx("mb-6 max-w-[72ch]", headless && "print:hidden")}>
          {eyebrow && <p className="font-semibold text-accent text-xs">{eyebrow}</p>}
          <h1 className="mt-1 font-semibold text-3xl tracking-[-0.02em] [overflow-wrap:anywhere]">{title}</h1>
          <p className="mt-2 text-lg text-soft">{lead}</p>
        </header>
        <div className={aside ? "grid gap-x-12 gap-y-8 wide:grid-cols-[minmax(0,1fr)_19rem]" : ""}>
          <div className="min-w-0 [&>:first-child]:mt-0">{children}</div>
          {aside && (
            <aside className="space-y-7 wide:sticky wide:top-20 wide:max-h-[calc(100dvh-6rem)] wide:-ml-3 wide:self-start wide:overflow-y-auto wide:pl-3 print:max-h-none">
              {aside}
            </aside>
          )}
        </div>
      </main>
      <SiteFooter path={path === "/search" ? undefined : path} />
    </>
  );
}

/** A titled list in the margin. */
export function AsideList({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section>
      <h2 className="panel-title mb-2">{title}</h2>
      <ul className="space-y-2 text-sm">{children}</ul>
    </section>
  );
}
