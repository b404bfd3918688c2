import Link from "next/link";
import type { ReactNode } from "react";
import type { Finding } from "@/evidence";

/** Leads to what a kind of finding means. */
export function MeaningLink({ finding }: { finding: Finding }): ReactNode {
  return (
    <Link
      href={`/findings#${finding.id}`}
      prefetch={false}
      aria-label={`What this means: ${finding.id.replaceAll("-", " ")}`}
      className="link inline-block min-h-6 whitespace-nowrap text-xs print:hidden"
    >
      What this means
    </Link>
  );
}
