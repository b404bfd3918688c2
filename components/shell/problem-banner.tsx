"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { Problem } from "@/evidence";
import { Notice } from "../ui/notice";
import { ProblemText } from "./problem-text";

export interface ProblemBannerProps {
  /** The first is shown; the others follow when it is dismissed. */
  problems: readonly Problem[];
  onDismiss: () => void;
}

/** The one place where it says what went wrong. The region is always there, so that it is read out when it fills. */
export function ProblemBanner({ problems, onDismiss }: ProblemBannerProps): ReactNode {
  const [problem] = problems;
  const more = problems.length - 1;
  return (
    <div role="alert" className="sticky top-0 z-20 wide:top-(--header-height) print:hidden">
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
          <ProblemText problem={problem} />
          {more > 0 && (
            <p className="mt-1 text-soft text-xs">{more === 1 ? "One more follows." : `${more} more follow.`}</p>
          )}
        </Notice>
      )}
    </div>
  );
}
