"use client";

import { RotateCcw, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { type PageCase, sizeOf } from "@/browser/long-text";
import type { UseCase } from "@/browser/use-case";
import { bytes } from "@/findings/say";
import { Button } from "../ui/button";
import { numberedTranscripts } from "./latest-input";

export interface CaseUnreadProps {
  session: UseCase;
  subject: PageCase;
}

/** A case that is there but could not be read: what is in it, and ways to get on. */
export function CaseUnread({ session, subject }: CaseUnreadProps): ReactNode {
  return (
    <main tabIndex={-1} className="mx-auto w-full max-w-[46rem] px-4 py-8 outline-none sm:px-6">
      <h1 className="font-semibold text-2xl tracking-tight">{subject.title}</h1>
      <p className="mt-2 text-soft">
        Everything that was put in is kept, but it could not be read this time. Try again, or take the largest
        transcript out.
      </p>
      <ul aria-label="Transcripts" className="mt-4 rounded-lg border border-line bg-card">
        {numberedTranscripts(subject).map(({ entry }) => (
          <li
            key={entry.id}
            className="flex items-center gap-3 border-line border-t px-3.5 py-2 text-sm first:border-t-0"
          >
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{entry.name}</span>
            <span className="text-soft">{bytes(sizeOf(entry.text))}</span>
            <Button kind="quiet" aria-label={`Remove ${entry.name}`} onClick={() => void session.remove(entry.id)}>
              <Trash2 aria-hidden />
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <div className="mt-4">
        <Button kind="primary" onClick={() => void session.chooseTool(session.tool)}>
          <RotateCcw aria-hidden />
          Try again
        </Button>
      </div>
    </main>
  );
}
