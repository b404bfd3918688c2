import type { ReactNode } from "react";
import { type Mark, marksOf } from "@/cases/output-marks";
import type { Column } from "./check-content";
import { SampleCaption } from "./sample-caption";

export interface SampleProps {
  /** Parser that reads it. */
  of: string;
  text: string;
  /** `real` or `made-up`. */
  origin?: string;
  /** The page's columns as JSON: content can hand over nothing but text. */
  columns: string;
}

/** A marked part: what it means shows below the sample while it is pointed at or focused. */
function MarkedToken({ text, column, first }: { text: string; column: Column; first: boolean }): ReactNode {
  return (
    <span className="group/token">
      <button
        type="button"
        data-text=""
        tabIndex={first ? undefined : -1}
        aria-describedby={column.id}
        className="cursor-help select-text rounded-xs border-accent/60 border-b border-dotted bg-accent-soft hover:border-solid focus-visible:border-solid print:border-0"
      >
        {text}
      </button>
      <span
        aria-hidden
        className="pointer-events-none absolute inset-x-0 bottom-0 hidden min-h-14 whitespace-normal border-line border-t bg-card px-3 py-2 font-sans text-sm max-lg:fixed max-lg:z-40 max-lg:shadow-float group-focus-within/token:block group-hover/token:z-10 group-hover/token:block print:hidden!"
      >
        <b className="font-semibold">{column.label}: </b>
        {column.says}
      </span>
    </span>
  );
}

function Parts({ text, marks }: { text: string; marks: readonly Mark<Column>[] }): ReactNode {
  const seen = new Set<Column>();
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { from, to, field } of marks) {
    parts.push(text.slice(at, from));
    parts.push(<MarkedToken key={from} text={text.slice(from, to)} column={field} first={!seen.has(field)} />);
    seen.add(field);
    at = to;
  }
  parts.push(text.slice(at));
  return parts;
}

/** Output shown as an example, with what its parts mean on the parts themselves. */
export function Sample({ of, text, columns, origin = "made-up" }: SampleProps): ReactNode {
  const marks = marksOf(text, of, JSON.parse(columns) as Column[]);
  return (
    <figure className="relative my-4 overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex min-h-9 items-center gap-1.5 border-line border-b py-0.5 pr-1 pl-3 text-2xs text-soft">
        <SampleCaption origin={origin} />
      </figcaption>
      <pre className="overflow-x-auto p-3 font-mono text-xs leading-relaxed">
        <Parts text={text} marks={marks} />
      </pre>
      {marks.length > 0 && (
        <p className="min-h-14 border-line border-t px-3 py-2 text-soft text-xs print:hidden">
          Point at a marked part, or go there with the Tab key, to see what it means. The table below has them all.
        </p>
      )}
    </figure>
  );
}
