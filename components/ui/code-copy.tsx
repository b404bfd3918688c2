import type { ReactNode } from "react";
import { CommandText } from "./command-text";
import { CopyButton } from "./copy-button";

/** A command in a row of its own, ready to copy. */
export function CodeCopy({ command, children }: { command: string; children?: ReactNode }): ReactNode {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg bg-sunken py-1.5 pr-1.5 pl-3.5">
      <div className="min-w-0 flex-1 basis-52 py-1">
        <CommandText command={command} />
      </div>
      {children}
      <CopyButton text={command} what={command} className="shrink-0" />
    </div>
  );
}
