import Link from "next/link";
import type { ReactNode } from "react";
import type { Problem } from "@/evidence";
import { PageHeader } from "../shell/page-header";
import { ProblemBanner } from "../shell/problem-banner";
import { Button } from "../ui/button";

export interface CaseMissingProps {
  problems: readonly Problem[];
  onDismiss: () => void;
}

/** There is no such case in this browser. */
export function CaseMissing({ problems, onDismiss }: CaseMissingProps): ReactNode {
  return (
    <>
      <PageHeader />
      <ProblemBanner problems={problems} onDismiss={onDismiss} />
      <main tabIndex={-1} className="mx-auto max-w-xl px-4 py-16 outline-none">
        <h1 className="font-semibold text-2xl tracking-tight">This browser has no such case</h1>
        <p className="mt-2 text-soft">
          Cases live in the browser they were made in, and nowhere else. This one was deleted, or it was made in another
          browser or profile. If somebody saved it as a case file, open that file on the start page.
        </p>
        <div className="mt-5">
          <Button kind="primary" asChild>
            <Link href="/">To the start page</Link>
          </Button>
        </div>
      </main>
    </>
  );
}
