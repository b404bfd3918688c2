"use client";

import { FolderInput } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "../ui/button";

export interface FileChooserProps {
  label: string;
  onFiles: (files: File[]) => void;
  disabled?: boolean;
}

/** Opens files of training. */
export function FileChooser({ label, onFiles, disabled = false }: FileChooserProps): ReactNode {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button disabled={disabled} onClick={() => chooser.current?.click()}>
        <FolderInput aria-hidden />
        {label}
      </Button>
      <input
        ref={chooser}
        type="file"
        multiple
        accept=".json,.txt,application/json,text/plain"
        tabIndex={-1}
        aria-label={label}
        className="sr-only"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
