"use client";

import { FolderOpen } from "lucide-react";
import { type ClipboardEvent, type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "../ui/button";
import { cx } from "../ui/cx";

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
  placeholder?: string;
}

function Reading({ busy, progress }: Pick<PasteBoxProps, "busy" | "progress">): ReactNode {
  return (
    <>
      <span role="status" className="sr-only">
        {busy ? "Reading" : ""}
      </span>
      {busy && (
        <progress
          aria-label="Reading"
          max={1}
          value={progress ?? undefined}
          className="reading-bar absolute inset-x-4 bottom-1.5 h-1 w-[calc(100%-2rem)]"
        />
      )}
    </>
  );
}

/** Where output goes in: pasted, typed, dropped or chosen. */
export function PasteBox({
  title,
  hint,
  onText,
  onFiles,
  busy,
  progress,
  tall = false,
  placeholder,
}: PasteBoxProps): ReactNode {
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
      className="relative rounded-xl border-[1.5px] border-line-strong border-dashed px-3.5 pt-3 pb-4 sm:px-4"
    >
      <div className="mb-2.5 text-center">
        <label htmlFor={`${id}-text`} id={`${id}-title`} className="font-medium">
          {title}
        </label>
        <p className="text-soft text-xs">{hint}</p>
      </div>
      <div className={cx("flex gap-2", tall ? "flex-col" : "flex-col sm:flex-row sm:items-start")}>
        <textarea
          id={`${id}-text`}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPaste={paste}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          }}
          rows={tall ? 7 : text === "" ? 1 : 6}
          spellCheck={false}
          autoComplete="off"
          placeholder={placeholder}
          className="block min-h-9 w-full min-w-0 flex-1 resize-y rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs placeholder:text-soft"
        />
        <div className="flex justify-center gap-2">
          {text.trim() !== "" && (
            <Button type="submit" kind="primary">
              Read this text
            </Button>
          )}
          <Button onClick={() => chooser.current?.click()}>
            <FolderOpen aria-hidden />
            Choose files
          </Button>
        </div>
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
      <Reading busy={busy} progress={progress} />
    </form>
  );
}
