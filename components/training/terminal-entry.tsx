"use client";

import { memo, type ReactNode } from "react";
import { CopyButton } from "../ui/copy-button";
import { OutputLines, type OutputLinesProps } from "./output-lines";

/** A typed line with what came back. */
export const EntryView = memo(function EntryView(props: OutputLinesProps): ReactNode {
  const { entry } = props;
  return (
    <section aria-label={entry.line} data-entry={entry.act} className="group/entry w-max min-w-full pb-3">
      <div className="sticky left-0 flex min-h-7 w-fit max-w-full items-center gap-2 pl-3">
        <code className="whitespace-pre-wrap font-semibold">
          <span className="text-accent">{entry.prompt}</span>
          {entry.line}
        </code>
        {entry.minutes > 0 && <span className="shrink-0 font-sans text-2xs text-soft">{entry.minutes} min</span>}
        {entry.output.length > 0 && (
          <CopyButton
            text={`${entry.prompt}${entry.line}\n${entry.output.join("\n")}\n`}
            what={`${entry.line} with its output`}
            className="min-h-7 px-1.5 opacity-0 focus-visible:opacity-100 group-hover/entry:opacity-100 pointer-coarse:opacity-100 [&>span]:sr-only"
          />
        )}
      </div>
      <OutputLines {...props} />
    </section>
  );
});
