"use client";

import { FileDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useAnnounce } from "../shell/announcer";
import { Button } from "../ui/button";

type State = "idle" | "copied" | "failed";

const LABELS: Readonly<Record<State, string>> = {
  idle: "Copy page as Markdown",
  copied: "Copied as Markdown",
  failed: "Not copied: the browser or the network refused",
};

/** Puts the page's Markdown twin on the clipboard. */
export function CopyMarkdown({ path }: { path: string }): ReactNode {
  const [state, setState] = useState<State>("idle");
  const announce = useAnnounce();
  const copy = async (): Promise<void> => {
    const done = await copyTwin(path).then(
      () => "copied" as const,
      () => "failed" as const,
    );
    setState(done);
    announce(LABELS[done]);
  };
  return (
    <Button kind="quiet" onClick={copy}>
      <FileDown aria-hidden />
      {LABELS[state]}
    </Button>
  );
}

async function copyTwin(path: string): Promise<void> {
  const answer = await fetch(`${process.env.SITE_BASE ?? ""}${path}.md`);
  if (!answer.ok) throw new Error(`The page's Markdown answered ${answer.status}.`);
  await navigator.clipboard.writeText(await answer.text());
}
