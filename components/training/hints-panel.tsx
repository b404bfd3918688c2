"use client";

import { Lightbulb } from "lucide-react";
import type { ReactNode } from "react";
import type { HintView } from "@/training/view";
import { Button } from "../ui/button";
import { useOpenDrill } from "./open-drill";
import { Panel } from "./panel";

export const GRADES: Readonly<Record<HintView["grade"], string>> = {
  why: "why the next step is taken",
  command: "which command it is",
  look: "what to look at in its output",
};

/** Help for the step at hand, plainer and dearer each time; its price is told before. */
export function HintsPanel(): ReactNode {
  const { view, take } = useOpenDrill();
  const { hints, nextHint } = view;
  return (
    <Panel title="Hints">
      {hints.length > 0 && (
        <ol className="mb-2.5 grid gap-2">
          {hints.map(({ act, grade, text, points }) => (
            <li key={act} className="rounded-lg bg-sunken px-3 py-2 text-sm">
              <p className="text-soft text-xs">
                {GRADES[grade]} · −{points}
              </p>
              <p className="[overflow-wrap:anywhere]">{text}</p>
            </li>
          ))}
        </ol>
      )}
      {nextHint ? (
        <Button onClick={() => void take({ do: "hint" })} className="h-auto text-left">
          <Lightbulb aria-hidden />
          Hint: {GRADES[nextHint.grade]} (−{nextHint.points} points)
        </Button>
      ) : (
        <p className="text-sm text-soft">There is no further hint for this step.</p>
      )}
    </Panel>
  );
}
