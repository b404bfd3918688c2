"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Finding } from "@/evidence";
import { fill } from "@/machines/template";

const Facts = createContext<readonly Finding[]>([]);

/** Gives the content below it the findings of a case, for the places that name a value. */
export function FactsProvider({
  findings,
  children,
}: {
  findings: readonly Finding[];
  children: ReactNode;
}): ReactNode {
  return <Facts value={findings}>{children}</Facts>;
}

export interface FactProps {
  /** `lock-owner.thread` */
  of: string;
  /** Said where there is no case, or where it does not know. */
  children?: ReactNode;
}

/** A value of the case at hand. */
export function Fact({ of, children }: FactProps): ReactNode {
  const { text, complete } = fill(`{${of}}`, useContext(Facts));
  if (!complete) return children;
  return (
    <b title="from your evidence" className="rounded bg-mark px-1 font-semibold text-mark-ink">
      {text}
    </b>
  );
}
