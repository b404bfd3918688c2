import { type ReactNode, useId } from "react";
import { cx } from "../ui/cx";

export interface PanelProps {
  title: ReactNode;
  /** Beside the title. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A titled part of what lies beside the terminal. */
export function Panel({ title, aside, className, children }: PanelProps): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cx("border-line border-t px-4 py-4 first:border-t-0 sm:px-5", className)}>
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 id={id} className="panel-title">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
