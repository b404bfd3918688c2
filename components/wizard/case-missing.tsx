import type { ReactNode } from "react";
import type { Problem } from "@/evidence";
import { DeadEnd } from "../shell/dead-end";
import { PageHeader } from "../shell/page-header";
import { ProblemBanner } from "../shell/problem-banner";

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
      <DeadEnd title="This browser has no such case">
        Cases live in the browser they were made in, and nowhere else. This one was deleted, or it was made in another
        browser or profile. If somebody saved it as a case file, open that file on the start page.
      </DeadEnd>
    </>
  );
}
