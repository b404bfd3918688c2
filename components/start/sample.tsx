import type { ReactNode } from "react";

const LINES: readonly { number: number; text: string; note?: string }[] = [
  { number: 1, text: "0:014> !syncblk" },
  { number: 2, text: "Index SyncBlock MonitorHeld Recursion Owning Thread Info" },
  { number: 3, text: "  211 01b6a2fc          37         1 01a9d4c8 7bc  22", note: "18 threads wait for thread 22" },
  { number: 4, text: "Total           340" },
];

/** What the site does with a paste, on made-up lines. */
export function Sample(): ReactNode {
  return (
    <figure>
      <figcaption className="panel-title mb-2">What becomes of a paste (made-up lines)</figcaption>
      <div className="overflow-hidden rounded-lg border border-line bg-card">
        {LINES.map(({ number, text, note }) => (
          <div
            key={number}
            className={`grid grid-cols-[2.25rem_minmax(0,1fr)] sm:grid-cols-[2.25rem_minmax(0,1fr)_11rem] ${note ? "bg-mark" : ""}`}
          >
            <span className="border-line border-r px-2 py-0.5 text-right font-mono text-2xs text-soft">{number}</span>
            <code className="truncate px-2.5 py-0.5 font-mono text-2xs leading-[1.6]">{text}</code>
            <span className="col-start-2 px-2.5 font-medium text-2xs text-mark-ink leading-[1.9] sm:col-start-3 sm:border-line sm:border-l">
              {note}
            </span>
          </div>
        ))}
      </div>
      <ol className="mt-3 grid gap-1.5 text-sm text-soft">
        <li>
          <b className="font-medium text-ink">Next:</b> <code className="font-mono text-xs">~22e !clrstack</code> shows
          what thread 22 is doing.
        </li>
        <li>
          <b className="font-medium text-ink">Last:</b> the cause, the chain of lines that proves it, and the remedy.
        </li>
      </ol>
    </figure>
  );
}
