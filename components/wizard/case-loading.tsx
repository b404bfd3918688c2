import type { ReactNode } from "react";
import type { Progress } from "@/browser/diagnosis-protocol";
import { isLongReading, ReadingPanel } from "./reading-panel";

/** Stands in for a case while it is fetched from storage. */
export function CaseLoading({ progress }: { progress: Progress | null }): ReactNode {
  return (
    <main className="mx-auto w-full max-w-[62rem] px-4 pt-7 sm:px-6">
      <div className="rounded-xl border border-line bg-card p-6.5 shadow-card">
        <p role="status" className="text-soft">
          Opening the case …
        </p>
        {isLongReading(progress) && (
          <div className="mt-4">
            <ReadingPanel progress={progress} incoming={[]} onCancel={null} />
          </div>
        )}
        <div aria-hidden="true" className="mt-4 grid gap-3">
          <div className="h-7 w-3/5 rounded-md bg-sunken" />
          <div className="h-4 w-4/5 rounded-md bg-sunken" />
          <div className="mt-3 h-28 rounded-xl bg-sunken" />
        </div>
      </div>
    </main>
  );
}
