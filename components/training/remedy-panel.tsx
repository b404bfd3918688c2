"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { causeById } from "@/findings/causes/list";
import { Button } from "../ui/button";
import { RadioList } from "../ui/radio-list";
import { useOpenDrill } from "./open-drill";
import { Panel } from "./panel";

/** Chosen once, when the cause is named. */
export function RemedyPanel(): ReactNode {
  const { view, take } = useOpenDrill();
  const id = useId();
  const heading = useRef<HTMLParagraphElement>(null);
  const [option, setOption] = useState("");
  const named = view.accusations.findLast(({ verdict }) => verdict === "right" || verdict === "unproven");
  // The button that named the cause is gone: the focus goes on to what is asked now.
  useEffect(() => heading.current?.focus(), []);
  if (!view.remedy) return null;
  return (
    <Panel title="The remedy">
      {named && (
        <div className="mb-3 rounded-lg bg-accent-soft px-3 py-2 text-sm">
          <p className="font-medium">You named it: {causeById(named.cause)?.title}</p>
          <p>{named.says}</p>
        </div>
      )}
      <p id={id} ref={heading} tabIndex={-1} className="mb-1.5 font-medium outline-none">
        What ends the hang for good on this server? Only the first choice counts.
      </p>
      <RadioList
        labelledBy={id}
        value={option}
        onChange={setOption}
        options={view.remedy.options.map(({ id: value, text: label }) => ({ value, label }))}
      />
      <Button
        kind="primary"
        className="mt-3"
        disabled={option === ""}
        onClick={() => void take({ do: "remedy", option })}
      >
        Do this, and go to the debrief
      </Button>
    </Panel>
  );
}
