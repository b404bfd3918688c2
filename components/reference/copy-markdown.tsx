import { FileDown } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { CopyLabel } from "../ui/copy-label";

/** Puts the page's Markdown twin on the clipboard; `browser/page/copying.ts` does it. */
export function CopyMarkdown({ path }: { path: string }): ReactNode {
  return (
    <Button
      kind="quiet"
      className="group/copy"
      data-copy-from={`${process.env.SITE_BASE ?? ""}${path}.md`}
      data-what="the page as Markdown"
    >
      <FileDown aria-hidden />
      <CopyLabel copied="Copied as Markdown">Copy page as Markdown</CopyLabel>
    </Button>
  );
}
