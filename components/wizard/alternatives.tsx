import type { ReactNode } from "react";
import type { ResolvedStep } from "@/machines/resolve";
import { Disclosure } from "../ui/disclosure";
import { CommandList } from "./command-list";

/** Other ways to the same facts. */
export function Alternatives({ alternatives }: { alternatives: ResolvedStep["alternatives"] }): ReactNode {
  if (alternatives.length === 0) return null;
  return (
    <Disclosure
      title={`Other ways to the same facts (${alternatives.length})`}
      summaryClassName="font-medium text-accent"
    >
      <ul className="grid gap-4">
        {alternatives.map((alternative) => (
          <li key={alternative.id} className="border-line border-l-2 pl-3.5">
            <p className="font-medium text-sm">{alternative.label}</p>
            <p className="max-w-[68ch] text-sm text-soft">{alternative.note}</p>
            {alternative.commands.length > 0 && (
              <div className="mt-2">
                <CommandList commands={alternative.commands} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
