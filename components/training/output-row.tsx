import type { ReactNode } from "react";
import { cx } from "../ui/cx";

/** One line of an output. */
export interface OutputRowProps {
  text: string;
  line: number;
  marked: boolean;
  /** It is to be looked at. */
  shown: boolean;
}

export function rowLook({ marked }: Pick<OutputRowProps, "marked">): string {
  return cx("flex w-max min-w-full pointer-coarse:py-1", marked && "bg-mark");
}

/** Number and text of a line; the number is where the mouse marks it. */
export function OutputRow({ text, line, marked, shown }: OutputRowProps): ReactNode {
  return (
    <>
      <span
        data-gutter
        aria-hidden="true"
        className={cx(
          "sticky left-0 w-12 shrink-0 cursor-pointer select-none border-line border-r pr-2 text-right hover:bg-mark-strong hover:text-mark-ink",
          marked ? "bg-mark-strong font-semibold text-mark-ink" : "bg-card text-soft",
        )}
      >
        {marked ? "✓ " : ""}
        {line + 1}
      </span>
      {marked && <span className="sr-only">Marked: </span>}
      <span className={cx("whitespace-pre pr-4 pl-2.5", shown && "underline decoration-2 decoration-accent")}>
        {text === "" ? " " : text}
      </span>
    </>
  );
}
