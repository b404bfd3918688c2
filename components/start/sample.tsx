import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";

const LINES: readonly { number: number; text: string; note?: string }[] = [
  { number: 1, text: "0:014> !syncblk" },
  { number: 2, text: "Index SyncBlock  MonitorHeld Recursion Owning Thread Info  SyncBlock Owner" },
  {
    number: 3,
    text: "  211 01b6a2fc           37         1 01a9d4c8  7bc  22   02f1a6d0 Shop.Catalogue",
    note: "18 threads wait for the lock, thread 22 owns it",
  },
  { number: 4, text: "Total           340" },
];

/** What the site does with a paste, on made-up lines. */
export function Sample(): ReactNode {
  return (
    <figure aria-labelledby="sample">
      <figcaption id="sample" className="panel-title mb-2.5">
        What becomes of a paste
        <span className="font-normal normal-case tracking-normal"> · made-up lines</span>
      </figcaption>
      <div className="overflow-hidden rounded-lg border border-line bg-card">
        {LINES.map(({ number, text, note }) => (
          <div
            key={number}
            className={`grid grid-cols-[2.5rem_minmax(0,1fr)] sm:grid-cols-[2.5rem_minmax(0,1fr)_11rem] ${note ? "bg-mark" : ""}`}
          >
            <span className="border-line border-r px-2 py-0.5 text-right font-mono text-2xs text-soft">{number}</span>
            <code className="overflow-hidden text-ellipsis whitespace-pre px-2.5 py-0.5 font-mono text-2xs leading-[1.6]">
              {text}
            </code>
            <span className="col-start-2 px-2.5 py-1 font-medium text-2xs text-mark-ink sm:col-start-3 sm:border-line sm:border-l">
              {note}
            </span>
          </div>
        ))}
      </div>
      <p className="mt-2.5 text-sm text-soft">
        <ArrowRight aria-hidden className="mr-1.5 inline size-4 align-[-0.2em] text-accent" />
        Then the next command, <code className="font-mono text-ink text-xs">~22e !clrstack</code>, and so on until the
        cause is named, with the lines that prove it.
      </p>
    </figure>
  );
}
