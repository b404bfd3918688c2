import { type ReactNode, useEffect } from "react";
import { cx } from "../ui/cx";

export interface CompletionListProps {
  /** Of the field it belongs to. */
  id: string;
  options: readonly string[];
  active: number;
  onChoose: (index: number) => void;
}

/** What a word can become, above the line it is typed in. */
export function CompletionList({ id, options, active, onChoose }: CompletionListProps): ReactNode {
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  return (
    <div
      id={`${id}-options`}
      role="listbox"
      aria-label="Completions"
      className="appear absolute bottom-full left-3 z-10 mb-1 max-h-56 max-w-[calc(100%-1.5rem)] overflow-y-auto rounded-lg border border-line bg-card p-1 shadow-float"
    >
      {options.map((option, index) => (
        <div
          key={option}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // The field keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(index);
          }}
          className={cx(
            "cursor-pointer truncate rounded-md px-2.5 py-1 pointer-coarse:py-2.5",
            index === active ? "bg-accent text-accent-ink" : "hover:bg-accent-soft",
          )}
        >
          {option}
        </div>
      ))}
    </div>
  );
}
