import type { ReactNode } from "react";

/** The words on a button of the group `copy`, and for a moment what came of it. */
export function CopyLabel({ children, copied = "Copied" }: { children: ReactNode; copied?: string }): ReactNode {
  return (
    <>
      <span className="group-data-[state]/copy:hidden">{children}</span>
      <span className="hidden group-data-[state=copied]/copy:inline">{copied}</span>
      <span className="hidden group-data-[state=failed]/copy:inline">Not allowed</span>
    </>
  );
}
