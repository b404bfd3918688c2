"use client";

import { FolderInput } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "../ui/button";

/** Opens a case that was saved as a file. */
export function CaseFileButton({ onFile }: { onFile: (file: File) => void }): ReactNode {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => chooser.current?.click()}>
        <FolderInput aria-hidden />
        Open a case file
      </Button>
      <input
        ref={chooser}
        type="file"
        accept=".json,application/json"
        tabIndex={-1}
        aria-label="Case file to open"
        className="sr-only"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
    </>
  );
}
