"use client";

import {
  type ClipboardEvent,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useId,
  useRef,
  useState,
} from "react";
import { LONGEST_LINE } from "@/training/attempt";
import type { Completion } from "@/training/completion";
import { useAnnounce } from "../shell/announcer";
import { CompletionList } from "./completion-list";
import { typedLines } from "./pasted-lines";
import { useCompletion } from "./use-completion";

export interface CommandInputProps {
  ref?: Ref<HTMLInputElement>;
  prompt: string;
  /** Lines typed here before, the oldest first. */
  history: readonly string[];
  busy: boolean;
  complete: (line: string) => Promise<Completion>;
  onLines: (lines: readonly string[]) => void;
  onClear: () => void;
}

/** Where commands are typed: with history, completion, and several lines at once from a paste. */
export function CommandInput({ ref, prompt, history, busy, complete, onLines, onClear }: CommandInputProps): ReactNode {
  const id = useId();
  const announce = useAnnounce();
  const [line, setLine] = useState("");
  /** Place in the history; its length is the line that is being typed. */
  const [place, setPlace] = useState<number | null>(null);
  const typed = useRef("");
  const leaving = useRef(false);
  const completion = useCompletion(complete, setLine, announce);
  const offering = completion.options.length > 0;

  const write = (text: string): void => {
    leaving.current = false;
    completion.close();
    setPlace(null);
    setLine(text);
  };
  const run = (lines: readonly string[]): void => {
    write("");
    onLines(lines);
  };
  const recall = (step: 1 | -1): void => {
    const from = place ?? history.length;
    const to = Math.min(history.length, Math.max(0, from + step));
    if (from === history.length) typed.current = line;
    setPlace(to === history.length ? null : to);
    setLine(history[to] ?? typed.current);
  };
  const onTab = (event: KeyboardEvent): void => {
    // Whoever pressed Escape, or typed nothing, goes on to the next field.
    if (event.shiftKey || leaving.current || line.trim() === "") return;
    event.preventDefault();
    if (offering) completion.accept();
    else void completion.begin(line);
  };
  const onArrow = (event: KeyboardEvent, step: 1 | -1): void => {
    event.preventDefault();
    if (offering) completion.move(step);
    else recall(step);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Tab") onTab(event);
    else if (event.key === "ArrowUp") onArrow(event, -1);
    else if (event.key === "ArrowDown") onArrow(event, 1);
    else if (event.key === "Escape") {
      if (offering) completion.close();
      else leaving.current = true;
    } else if (event.key.toLowerCase() === "l" && event.ctrlKey && !event.altKey) {
      event.preventDefault();
      onClear();
    } else if (event.key === "Enter" && offering) {
      event.preventDefault();
      completion.accept();
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (line.trim() !== "") run([line.trim()]);
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\r\n]/.test(text.trim())) return;
    event.preventDefault();
    run(typedLines(line + text));
  };
  return (
    <form onSubmit={submit} className="relative border-line border-t bg-card font-mono text-xs">
      {offering && (
        <CompletionList
          id={id}
          options={completion.options}
          active={completion.active}
          onChoose={(index) => completion.accept(index)}
        />
      )}
      <div className="flex items-center gap-1 px-3 focus-within:bg-accent-soft">
        <label htmlFor={`${id}-line`} className="shrink-0 whitespace-pre font-semibold text-accent">
          {prompt}
          <span className="sr-only"> command</span>
        </label>
        <input
          ref={ref}
          id={`${id}-line`}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={offering}
          aria-controls={offering ? `${id}-options` : undefined}
          aria-activedescendant={offering ? `${id}-${completion.active}` : undefined}
          aria-describedby={`${id}-keys`}
          aria-busy={busy}
          value={line}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={paste}
          maxLength={LONGEST_LINE}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="send"
          className="min-h-11 w-full min-w-0 flex-1 bg-transparent outline-none"
        />
        {busy && <span className="shrink-0 font-sans text-2xs text-soft">working …</span>}
      </div>
      <p id={`${id}-keys`} className="border-line border-t px-3 py-1 font-sans text-2xs text-soft max-sm:hidden">
        <Key>Tab</Key> completes, <Key>↑</Key> <Key>↓</Key> bring back lines, <Key>Ctrl</Key> <Key>L</Key> clears,{" "}
        <Key>Esc</Key> then <Key>Tab</Key> leaves. <code className="font-mono">help</code> lists what is known here.
      </p>
    </form>
  );
}

function Key({ children }: { children: string }): ReactNode {
  return <kbd className="rounded border border-line border-b-2 bg-card px-1 font-mono text-ink">{children}</kbd>;
}
