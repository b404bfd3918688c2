"use client";

import { memo, type ReactNode } from "react";
import type { ShownLine } from "@/browser/long-lines";
import type { Finding } from "@/evidence";
import { cx } from "../ui/cx";

/** More of a line is never in sight. */
const IN_SIGHT = 600;

export interface LongLineProps {
  line: number;
  /** Null while it is being fetched. */
  text: ShownLine | null;
  /** Found in the text and to be marked. */
  query: string;
  notes: readonly Finding[];
  covered: boolean;
  marked: boolean;
  unread: boolean;
  hit: boolean;
  open: boolean;
  chosen: boolean;
  onChoose: (line: number, extend: boolean) => void;
}

/** The text with what was searched for marked. */
function Marked({ text, query }: { text: string; query: string }): ReactNode {
  const at = query === "" ? -1 : text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return text || "\u00a0";
  return (
    <>
      {text.slice(0, at)}
      <mark className="rounded-xs bg-mark-strong text-ink">{text.slice(at, at + query.length)}</mark>
      {text.slice(at + query.length)}
    </>
  );
}

/** One line of a long transcript, on one row. */
export const LongLine = memo(function LongLine(props: LongLineProps): ReactNode {
  const { line, text, query, notes, covered, marked, unread, hit, open, chosen, onChoose } = props;
  const [note] = notes;
  return (
    <div
      className={cx(
        "flex h-full items-center border-l-2 font-mono text-2xs",
        hit ? "border-l-likely bg-mark-strong" : open ? "border-l-accent bg-mark" : "border-l-transparent",
        !hit && !open && (chosen ? "bg-accent-soft" : marked && "bg-mark"),
      )}
    >
      <button
        type="button"
        aria-pressed={open}
        aria-label={`Line ${line}${covered ? ", shows findings" : ""}${unread ? ", not read" : ""}`}
        onClick={(event) => onChoose(line, event.shiftKey)}
        className={cx(
          "h-full w-(--gutter) shrink-0 select-none border-line border-r px-2 text-right tabular-nums hover:bg-accent-soft",
          covered ? "font-semibold text-accent" : unread ? "text-likely" : "text-soft",
        )}
      >
        {line}
      </button>
      <code
        className={cx("min-w-0 flex-1 overflow-hidden text-ellipsis whitespace-pre px-2.5", unread && "text-soft")}
        title={unread ? "not read" : undefined}
      >
        {text === null ? "…" : <Marked text={text.text.slice(0, IN_SIGHT)} query={query} />}
      </code>
      {note && (
        <span
          className={cx(
            "hidden max-w-[45%] shrink-0 truncate border-line border-l px-2.5 font-sans sm:block",
            note.tone === "warning" ? "font-medium text-likely" : "text-mark-ink",
          )}
          title={note.says}
        >
          {note.says}
        </span>
      )}
    </div>
  );
});
