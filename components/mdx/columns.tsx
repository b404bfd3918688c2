import type { ReactNode } from "react";

/** A table that explains printed fields: their names stand in the type of the output. */
export function Columns({ children }: { children?: ReactNode }): ReactNode {
  return (
    <div className="[&_td:first-child]:w-[28%] [&_td:first-child]:font-mono [&_td:first-child]:text-[0.92em]">
      {children}
    </div>
  );
}
