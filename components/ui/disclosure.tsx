import { ChevronRight } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";

export interface DisclosureProps extends Omit<ComponentProps<"details">, "title"> {
  title: ReactNode;
  /** Looks of the line that opens it. */
  summaryClassName?: string;
}

/** Something that opens on demand. Native, so that the page's own search opens it too. */
export function Disclosure({ title, summaryClassName, className, children, ...props }: DisclosureProps): ReactNode {
  return (
    <details className={cx("group/disclosure", className)} {...props}>
      <summary
        className={cx(
          "-mx-1 flex list-none items-start gap-1.5 rounded-md px-1 py-1 text-soft text-sm hover:text-ink pointer-coarse:py-2.5",
          summaryClassName,
        )}
      >
        <ChevronRight
          aria-hidden
          className="mt-[0.2em] size-4 shrink-0 transition-transform group-open/disclosure:rotate-90"
        />
        <span className="min-w-0">{title}</span>
      </summary>
      <div className="pt-1 pb-2 pl-5.5">{children}</div>
    </details>
  );
}
