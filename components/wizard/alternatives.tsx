import type { ReactNode } from "react";
import type { ResolvedStep } from "@/machines/resolve";
import { Disclosure } from "../ui/disclosure";
import { CommandList } from "./command-list";

/** Other ways to the same facts. */
export function Alternatives({ alternatives }: { alternatives: ResolvedStep["alternatives"] }): ReactNode {
  if (alternatives.length === 0) return null;
  return (
    <section aria-labelledby="other-ways" className="mt-5">
      <h3 id="other-ways" className="panel-title mb-1">
        Other ways to the same facts
      </h3>
      {alternatives.map((alternative) => (
        <Disclosure key={alternative.id} title={alternative.label} summaryClassName="text-ink">
          <p className="max-w-[68ch] text-sm text-soft">{alternative.note}</p>
          {alternative.commands.length > 0 && (
            <div className="mt-2">
              <CommandList commands={alternative.commands} />
            </div>
          )}
        </Disclosure>
      ))}
    </section>
  );
}
