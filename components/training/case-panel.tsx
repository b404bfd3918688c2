"use client";

import type { ReactNode } from "react";
import { count } from "@/findings/say";
import { Disclosure } from "../ui/disclosure";
import type { DrillScreenProps } from "./drill-screen";
import { useOpenDrill } from "./open-drill";
import { Panel } from "./panel";

/** What came in, and what it has cost so far. */
export function CasePanel({ texts }: Pick<DrillScreenProps, "texts">): ReactNode {
  const { view } = useOpenDrill();
  const { minutes, commands } = view.spent;
  return (
    <Panel
      title="The case"
      aside={
        <p className="text-soft text-xs">
          <span className="sr-only">So far: </span>
          {minutes} min of the customer’s time · {count(commands, "command")}
        </p>
      }
    >
      <blockquote className="border-accent border-l-2 pl-3 text-sm">{view.complaint}</blockquote>
      {texts && (
        <Disclosure title="The brief again" className="mt-2">
          <div className="text-sm [&>:first-child]:mt-0">{texts.brief}</div>
          <div className="text-sm">{texts.watch}</div>
        </Disclosure>
      )}
    </Panel>
  );
}
