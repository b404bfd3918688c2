"use client";

import { FolderOpen } from "lucide-react";
import { type ClipboardEvent, type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "../ui/button";

export interface PasteBoxProps {
  title: string;
  hint: ReactNode;
  onText: (text: string) => void;
  onFiles: (files: File[]) => void;
  busy: boolean;
  /** How far the reading is, 0 to 1; null when it does not tell. */
  progress: number | null;
  /** More room to write in. */
  tall?: boolean;
}

/** Where output goes in: pasted, typed, dropped or chosen. */
export function PasteBox({ title, hint, onText, onFiles, busy, progress, tall = false }: PasteBoxProps): ReactNode {
  const id = useId();
  const [text, setText] = useState("");
  const chooser = useRef<HTMLInputElement>(null);

  const send = (event: FormEvent): void => {
    event.preventDefault();
    onText(text);
    setText("");
  };
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    // Into an empty box a paste is the whole output; into a started text it belongs to that text.
    if (text.trim() !== "") return;
    event.preventDefault();
    const files = [...event.clipboardData.files];
    const pasted = event.clipboardData.getData("text/plain");
    if (pasted === "" && files.length > 0) onFiles(files);
    else onText(pasted);
  };

  return (
    <form
      aria-labelledby={`${id}-title`}
      onSubmit={send}
      className="rounded-xl border-[1.5px] border-line-strong border-dashed p-3.5 sm:p-4"
    >
      <label htmlFor={`${id}-text`} id={`${id}-title`} className="block text-center font-medium">
        {title}
      </label>
      <p className="mb-2.5 text-center text-soft text-xs">{hint}</p>
      <textarea
        id={`${id}-text`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPaste={paste}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
        rows={tall ? 6 : 2}
        spellCheck={false}
        autoComplete="off"
        className="block w-full resize-y rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs"
      />
      <div className="mt-2.5 flex flex-wrap items-center justify-center gap-2">
        <Button onClick={() => chooser.current?.click()}>
          <FolderOpen aria-hidden />
          Choose files
        </Button>
        {text.trim() !== "" && (
          <Button type="submit" kind="primary">
            Read this text
          </Button>
        )}
        <input
          ref={chooser}
          type="file"
          multiple
          tabIndex={-1}
          aria-label="Files to read"
          className="sr-only"
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </div>
      {busy && (
        <div className="mt-3">
          <p className="text-center text-soft text-xs" role="status">
            Reading{progress === null ? " …" : `: ${Math.round(progress * 100)} %`}
          </p>
          <progress
            aria-label="Reading"
            max={1}
            value={progress ?? undefined}
            className="mt-1 block h-1.5 w-full overflow-hidden rounded-full accent-accent"
          />
        </div>
      )}
    </form>
  );
}
