"use client";

import { type ReactNode, type Ref, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { count } from "@/findings/say";
import { type Mark, MOST_MARKED } from "@/training/attempt";
import { useAnnounce } from "../shell/announcer";
import { CommandInput } from "./command-input";
import { toggled } from "./marks";
import { useOpenDrill } from "./open-drill";
import { MOST_PASTED } from "./pasted-lines";
import { EntryView } from "./terminal-entry";

/** Lines that something points at; a new turn points at them again. */
export interface Look {
  act: number;
  from: number;
  to: number;
  turn: number;
}

export interface TerminalProps {
  input: Ref<HTMLInputElement>;
  look: Look | null;
  /** Lines are being marked as evidence. */
  marking: boolean;
}

const NO_MARKS: readonly Mark[] = [];
/** Clears the screen in one tool or the other; it is nothing that the server answers. */
const CLEARS = /^(?:\.cls|cls|clear|clear-host)$/i;

function useMarksByAct(marks: readonly Mark[]): ReadonlyMap<number, readonly Mark[]> {
  return useMemo(() => {
    const byAct = new Map<number, Mark[]>();
    for (const mark of marks) byAct.set(mark.act, [...(byAct.get(mark.act) ?? []), mark]);
    return byAct;
  }, [marks]);
}

/** Calls with the line whose number, or with `anywhere` whose text, was clicked. */
function useLineClicks(anywhere: boolean, onLine: (act: number, line: number) => void): Ref<HTMLDivElement> {
  const box = useRef<HTMLDivElement>(null);
  const click = useEffectEvent((event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return;
    const row = event.target.closest<HTMLElement>("[data-line]");
    if (!row || !(anywhere || event.target.closest("[data-gutter]"))) return;
    onLine(Number(row.dataset.act), Number(row.dataset.line));
  });
  useEffect(() => {
    const { current } = box;
    const listener = (event: MouseEvent): void => click(event);
    current?.addEventListener("click", listener);
    return () => current?.removeEventListener("click", listener);
  }, []);
  return box;
}

/** A debugger or a shell to type in, with all that came back. */
export function Terminal({ input, look, marking }: TerminalProps): ReactNode {
  const { view, record, busy, take, mark, complete } = useOpenDrill();
  const announce = useAnnounce();
  const { target, prompt, terminal, phase } = view;
  const entries = useMemo(() => terminal.filter((entry) => entry.target === target), [terminal, target]);
  const [cleared, setCleared] = useState<Readonly<Record<string, number>>>({});
  const from = look ? 0 : Math.min(cleared[target] ?? 0, entries.length);
  const byAct = useMarksByAct(record.marks);
  const scroller = useRef<HTMLDivElement>(null);
  const lastAct = entries.at(-1)?.act;

  const toggle = (act: number, line: number): void => {
    const next = toggled(record.marks, act, line);
    if (!next) announce(`No more than ${MOST_MARKED} lines can be marked. Take a mark away first.`);
    else {
      announce(next.some((one) => one.act === act && one.from <= line && line <= one.to) ? "Marked." : "Mark removed.");
      mark(next);
    }
  };
  const box = useLineClicks(marking, toggle);
  const clear = (): void => {
    setCleared({ ...cleared, [target]: entries.length });
    announce("Cleared.");
  };
  const type = (lines: readonly string[]): void => {
    if (lines.length > MOST_PASTED) announce(`Only the first ${MOST_PASTED} lines were typed.`);
    for (const line of lines.slice(0, MOST_PASTED)) {
      if (CLEARS.test(line)) clear();
      else void take({ do: "type", line });
    }
  };

  // A new answer is read from its beginning.
  useLayoutEffect(() => {
    const entry = scroller.current?.querySelector<HTMLElement>(`[data-entry="${lastAct}"]`);
    if (scroller.current && entry) scroller.current.scrollTop = entry.offsetTop;
  }, [lastAct]);
  useEffect(() => {
    if (!look) return;
    const row = `[data-act="${look.act}"][data-line="${look.from}"]`;
    scroller.current?.querySelector(row)?.scrollIntoView({ block: "center" });
  }, [look]);

  return (
    <>
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label="Terminal"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
        tabIndex={0}
        className="relative min-h-0 flex-1 overflow-auto overscroll-contain bg-card py-2 font-mono text-xs leading-[1.55] outline-offset-[-2px]"
      >
        <div ref={box} className="w-max min-w-full">
          {from > 0 && (
            <button
              type="button"
              onClick={() => setCleared({ ...cleared, [target]: 0 })}
              className="min-h-9 px-3 font-medium font-sans text-accent hover:underline"
            >
              Show {count(from, "earlier answer")}
            </button>
          )}
          {entries.slice(from).map((entry) => (
            <EntryView
              key={entry.act}
              entry={entry}
              marks={byAct.get(entry.act) ?? NO_MARKS}
              shown={look?.act === entry.act ? look : null}
              marking={marking}
              onToggle={toggle}
            />
          ))}
          {entries.length === 0 && (
            <p className="max-w-[60ch] whitespace-normal px-3 py-2 font-sans text-sm text-soft">
              Nothing typed here yet. The server behind it is made up, and answers as a real one would: with what was
              asked, or with an error.
            </p>
          )}
        </div>
      </div>
      {phase === "working" && (
        <CommandInput
          ref={input}
          key={target}
          prompt={prompt}
          history={entries.map(({ line }) => line)}
          busy={busy}
          complete={complete}
          onLines={type}
          onClear={clear}
        />
      )}
    </>
  );
}
