import type { ReactNode } from "react";
import type { ResolvedStep } from "@/machines/resolve";
import { Disclosure } from "../ui/disclosure";
import { CommandList } from "./command-list";

/** What this tool cannot show, and how to get at it: another way, or a dump that somebody opens elsewhere. */
export function Instead({ step }: { step: ResolvedStep }): ReactNode {
  const { lacks, captures, commands } = step;
  if (lacks.length + captures.length === 0) return null;
  const dump = captures.length > 0 && (
    <Disclosure
      title={commands.length === 0 || lacks.length > 0 ? "Save a dump, to be opened elsewhere" : "There is no dump yet"}
      summaryClassName="font-medium text-accent"
      open={commands.length === 0}
    >
      <CommandList commands={captures} />
    </Disclosure>
  );
  return (
    <div className="mt-3 text-sm">
      {lacks.length > 0 && (
        <ul aria-label="Not to be had here" className="max-w-[64ch] space-y-1 text-soft text-xs">
          {lacks.map((says) => (
            <li key={says}>{says}</li>
          ))}
        </ul>
      )}
      {dump}
    </div>
  );
}
