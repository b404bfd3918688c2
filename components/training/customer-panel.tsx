"use client";

import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { useOpenDrill } from "./open-drill";
import { Panel } from "./panel";

/** What can be asked of the customer, and what was said. */
export function CustomerPanel(): ReactNode {
  const { view, take } = useOpenDrill();
  if (view.customer.length === 0) return null;
  return (
    <Panel title="Ask the customer">
      <ul className="grid gap-1">
        {view.customer.map(({ id, text, said }) => (
          <li key={id} className="text-sm">
            {said === null ? (
              <div className="flex items-center gap-2">
                <span className="min-w-0 flex-1">{text}</span>
                <Button
                  kind="quiet"
                  aria-label={`Ask: ${text}`}
                  onClick={() => void take({ do: "ask-customer", question: id })}
                >
                  Ask
                </Button>
              </div>
            ) : (
              <div className="py-1">
                <p className="text-soft text-xs">{text}</p>
                <p className="mt-0.5 border-accent border-l-2 pl-2.5">“{said}”</p>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
