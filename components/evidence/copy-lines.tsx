"use client";

import { Copy } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type LongLines, TOO_MUCH_TO_COPY } from "@/browser/long-lines";
import { useAnnounce } from "../shell/announcer";
import { Button } from "../ui/button";

export interface CopyLinesProps {
  name: string;
  lines: LongLines;
  first: number;
  last: number;
}

/** Puts lines of a long text on the clipboard, exactly as they stand in it. */
export function CopyLines({ name, lines, first, last }: CopyLinesProps): ReactNode {
  const announce = useAnnounce();
  const [said, setSaid] = useState("");
  const say = (words: string): void => {
    setSaid(words);
    announce(words);
  };
  const copy = async (): Promise<void> => {
    const text = await lines.exactly(first, last);
    if (text === null) {
      say(`At most ${TOO_MUCH_TO_COPY / 1e6} MB can be copied at once: choose fewer lines.`);
      return;
    }
    try {
      await navigator.clipboard.writeText(text);
      say(`Copied ${(last - first + 1).toLocaleString("en-US")} ${first === last ? "line" : "lines"}.`);
    } catch {
      say("The browser did not allow copying. Select the text and copy by keyboard.");
    }
  };
  return (
    <>
      <Button
        kind="quiet"
        className="min-h-8 px-2 text-xs"
        aria-label={`Copy ${first === last ? `line ${first}` : `lines ${first} to ${last}`} of ${name}`}
        onClick={() => void copy()}
      >
        <Copy aria-hidden />
        Copy
      </Button>
      {said && <span className="text-soft">{said}</span>}
    </>
  );
}
