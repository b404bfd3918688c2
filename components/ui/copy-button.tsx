import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import { Button, type ButtonKind } from "./button";
import { CopyLabel } from "./copy-label";
import { cx } from "./cx";

export interface CopyButtonProps {
  text: string;
  /** What is copied, for the accessible name where the label does not say it: `!syncblk`. */
  what: string;
  /** Visible words. */
  label?: string;
  kind?: ButtonKind;
  className?: string;
}

/** Puts text on the clipboard and says so; `browser/page/copying.ts` does it. */
export function CopyButton({ text, what, label = "Copy", kind = "quiet", className }: CopyButtonProps): ReactNode {
  return (
    <Button
      kind={kind}
      className={cx("group/copy", className)}
      data-copy={text}
      data-what={what}
      aria-label={label.includes(what) ? label : `${label} ${what}`}
    >
      <Check aria-hidden className="hidden group-data-[state=copied]/copy:block" />
      <Copy aria-hidden className="group-data-[state=copied]/copy:hidden" />
      <CopyLabel>{label}</CopyLabel>
    </Button>
  );
}
