import type { ReactNode } from "react";
import type { NamedCause } from "@/cases/verdict";
import type { CauseDefinition } from "@/findings/causes/cause";
import { CopyButton } from "../ui/copy-button";
import { WithSettings } from "./with-settings";

export interface AdviceProps {
  causes: readonly NamedCause[];
  of: (definition: CauseDefinition) => readonly string[];
  /** The order matters. */
  numbered?: boolean;
  /** Offers each item for copying. */
  copies?: boolean;
}

/** What the definitions of the causes say to do, cause by cause. */
export function Advice({ causes, of, numbered = false, copies = false }: AdviceProps): ReactNode {
  const List = numbered ? "ol" : "ul";
  return causes.map(({ definition }) => {
    const items = of(definition);
    if (items.length === 0) return null;
    return (
      <div key={definition.id} className="mt-2">
        {causes.length > 1 && <h4 className="font-medium text-soft text-sm">{definition.title}</h4>}
        <List className={`grid gap-1 pl-5 ${numbered ? "list-decimal" : "list-disc"} marker:text-soft`}>
          {items.map((item) => (
            <li key={item} className="pl-1">
              <div className="flex items-start gap-2">
                <p className="min-w-0 max-w-[68ch] flex-1 py-0.5">
                  <WithSettings text={item} />
                </p>
                {copies && (
                  <CopyButton text={item} what={item.slice(0, 60)} className="min-h-7 px-2 text-xs print:hidden" />
                )}
              </div>
            </li>
          ))}
        </List>
      </div>
    );
  });
}
