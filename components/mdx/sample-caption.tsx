import { FlaskConical } from "lucide-react";
import type { ReactNode } from "react";

/** Says what a sample is, so that nobody takes its values for those of a case at hand. */
export function SampleCaption({ origin }: { origin: string }): ReactNode {
  return (
    <>
      <FlaskConical aria-hidden className="size-3.5" />
      {origin === "real" ? "From the case, shortened" : "Sample, values made up"}
    </>
  );
}
