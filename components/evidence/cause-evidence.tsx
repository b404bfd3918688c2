import Link from "next/link";
import type { ReactNode } from "react";
import type { NamedCause } from "@/cases/verdict";
import type { Finding } from "@/evidence";
import { findingKey } from "./cite-label";
import { ShowLines } from "./show-lines";

function Reasons({ title, findings }: { title: string; findings: readonly Finding[] }): ReactNode {
  if (findings.length === 0) return null;
  return (
    <div>
      <p className="font-medium text-2xs text-soft">{title}</p>
      <ul className="mt-0.5 grid gap-1.5">
        {findings.map((finding) => (
          <li key={findingKey(finding)}>
            {finding.says} <ShowLines finding={finding} short most={2} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Why a cause stands as it does, and what would settle it. */
export function CauseEvidence({ cause }: { cause: NamedCause }): ReactNode {
  const { definition, standing } = cause;
  return (
    <div className="grid gap-2 text-xs leading-snug">
      <p>{definition.says}</p>
      <Reasons title="For" findings={cause.for} />
      <Reasons title="Against" findings={cause.against} />
      {(standing.standing === "suspected" || standing.standing === "likely") && (
        <div>
          <p className="font-medium text-2xs text-soft">What would settle it</p>
          <p className="mt-0.5">{definition.decidedBy}</p>
        </div>
      )}
      <p>
        <Link href={`/causes/${definition.id}`} className="link inline-flex min-h-6 items-center">
          About this cause<span className="sr-only">: {definition.title}</span>
        </Link>
      </p>
    </div>
  );
}
