"use client";

import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useAnnounce } from "../shell/announcer";
import { Button, type ButtonKind } from "./button";

export interface CopyButtonProps {
  text: string;
  /** What is copied, for the accessible name where the label does not say it: `!syncblk`. */
  what: string;
  /** Visible words. */
  label?: string;
  kind?: ButtonKind;
  className?: string;
}

/** Puts text on the clipboard and says so. */
export function CopyButton({ text, what, label = "Copy", kind = "quiet", className }: CopyButtonProps): ReactNode {
  const announce = useAnnounce();
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1800);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
      announce(`Copied ${what}`);
    } catch {
      setState("failed");
      announce(`The browser did not allow copying ${what}. Select it and copy by keyboard.`);
    }
  };

  return (
    <Button
      kind={kind}
      className={className}
      onClick={copy}
      aria-label={label.includes(what) ? label : `${label} ${what}`}
    >
      {state === "copied" ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span>{state === "copied" ? "Copied" : state === "failed" ? "Not allowed" : label}</span>
    </Button>
  );
}
