"use client";

import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { LongLines } from "@/browser/long-lines";
import type { Finding } from "@/evidence";
import { Button } from "../ui/button";
import { findingKey } from "./cite-label";
import { CopyLines } from "./copy-lines";
import { MeaningLink } from "./meaning-link";
import { ShowLines } from "./show-lines";

const MOST = 12;

export interface LineDetailProps {
  name: string;
  lines: LongLines;
  /** First and last line that are chosen. */
  chosen: readonly [first: number, last: number];
  covering: readonly Finding[];
  onClose: () => void;
}

/** What a chosen line says in full and shows, and a way to copy it and its neighbours. */
export function LineDetail({ name, lines, chosen, covering, onClose }: LineDetailProps): ReactNode {
  const [first, last] = chosen;
  const [all, setAll] = useState(false);
  const text = lines.peek(first);
  const shown = covering.slice(0, all ? undefined : MOST);
  return (
    <div className="border-line border-t bg-card px-3.5 py-2.5 text-xs">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <p className="font-medium">
          {first === last
            ? `Line ${first.toLocaleString("en-US")}`
            : `Lines ${first.toLocaleString("en-US")} to ${last.toLocaleString("en-US")}`}
        </p>
        <CopyLines name={name} lines={lines} first={first} last={last} />
        {first === last && (
          <span className="text-soft">Shift and a click on another number choose all in between.</span>
        )}
        <Button kind="quiet" className="ml-auto min-h-8 px-1.5" aria-label="Close" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      {first === last && text && (
        <p className="mt-1 max-h-40 overflow-y-auto rounded-md bg-sunken px-2.5 py-1.5 font-mono text-2xs leading-[1.6]">
          <code className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text.text || "(empty)"}</code>
          {text.length > text.text.length && (
            <span className="font-sans text-soft">
              {" "}
              … {(text.length - text.text.length).toLocaleString("en-US")} more characters
            </span>
          )}
        </p>
      )}
      {covering.length > 0 && (
        <ul aria-label={`What line ${first} shows`} className="mt-2 grid gap-1.5">
          {shown.map((finding) => (
            <li key={findingKey(finding)}>
              {finding.says} <ShowLines finding={finding} /> <MeaningLink finding={finding} />
            </li>
          ))}
        </ul>
      )}
      {covering.length > shown.length && (
        <button type="button" className="link mt-1 min-h-6" onClick={() => setAll(true)}>
          Show {covering.length - shown.length} more
        </button>
      )}
    </div>
  );
}
