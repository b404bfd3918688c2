"use client";

import { type MouseEvent, type ReactNode, useRef } from "react";
import type { Finding } from "@/evidence";
import { FactsProvider } from "../mdx/facts-context";

/** The explanation of a step, with the values of the case in it. */
export function StepText({ findings, children }: { findings: readonly Finding[]; children: ReactNode }): ReactNode {
  const container = useRef<HTMLDivElement>(null);

  // The hash of this page names the case, so links within the text only scroll.
  const stayHere = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const hash = link?.getAttribute("href");
    if (!hash?.startsWith("#")) return;
    event.preventDefault();
    container.current?.querySelector(`#${CSS.escape(hash.slice(1))}`)?.scrollIntoView();
  };

  return (
    <div ref={container} onClickCapture={stayHere} className="max-w-[70ch] text-sm">
      <FactsProvider findings={findings}>{children}</FactsProvider>
    </div>
  );
}
