"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { Problem } from "@/evidence";
import { CodeCopy } from "../ui/code-copy";
import { Notice } from "../ui/notice";

export interface ProblemBannerProps {
  problem: Problem | null;
  onDismiss: () => void;
}

/** The one place where it says what went wrong. The region is always there, so that it is read out when it fills. */
export function ProblemBanner({ problem, onDismiss }: ProblemBannerProps): ReactNode {
  return (
    <div role="alert" className="sticky top-(--header-height) z-20 print:hidden">
      {problem && (
        <Notice
          tone="problem"
          title={problem.what}
          className="appear mx-auto my-3 w-[min(60rem,calc(100%-2rem))] shadow-card"
          actions={
            <button
              type="button"
              aria-label="Dismiss the problem"
              onClick={onDismiss}
              className="-m-1.5 inline-flex size-9 shrink-0 items-center justify-center rounded-md text-soft hover:text-ink"
            >
              <X aria-hidden className="size-4.5" />
            </button>
          }
        >
          <p className="mt-0.5">{problem.fix}</p>
          {problem.commands && (
            <div className="mt-2 grid gap-1.5">
              {problem.commands.map((command) => (
                <CodeCopy key={command} command={command} />
              ))}
            </div>
          )}
          <p className="mt-1 font-mono text-2xs text-soft">{problem.code}</p>
        </Notice>
      )}
    </div>
  );
}
