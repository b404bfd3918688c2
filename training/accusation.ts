import type { Weighed } from "@/cases/diagnose";
import type { CauseId, CauseStanding } from "@/evidence";
import { CAUSES } from "@/findings/causes/list";
import type { Drill } from "./drill";
import type { Accusation } from "./view";

type Verdict = Pick<Accusation, "verdict" | "says">;

function saysOf(known: Weighed, ids: readonly string[]): string {
  return known.findings
    .filter(({ id }) => ids.includes(id))
    .slice(0, 2)
    .map(({ says }) => says)
    .join(" ");
}

/** Whether a cause stands as more than a suspicion. */
export function isShown(known: Weighed, cause: CauseId): boolean {
  const standing = known.causes.find(({ id }) => id === cause)?.standing;
  return standing === "confirmed" || standing === "likely";
}

function wrong(known: Weighed, standing: CauseStanding | undefined): Verdict {
  const against = saysOf(known, standing?.against ?? []);
  if (against !== "") return { verdict: "wrong", says: `It is not that: ${against}` };
  const speaksFor = saysOf(known, standing?.for ?? []);
  if (speaksFor === "") return { verdict: "wrong", says: "It is not that. Nothing that you have seen speaks for it." };
  return { verdict: "wrong", says: `It is not that, although this can be seen: ${speaksFor}` };
}

/** What comes of naming a cause with what is known. */
export function verdictOn({ hang, contributing }: Drill, cause: CauseId, known: Weighed): Verdict {
  const standing = known.causes.find(({ id }) => id === cause);
  if (contributing.includes(cause)) {
    return { verdict: "contributing", says: "It plays a part here, but something else stands behind the hang." };
  }
  if (cause !== hang.cause) return wrong(known, standing);
  if (!isShown(known, cause)) {
    return { verdict: "unproven", says: "It may well be so, but what you have seen does not show it yet." };
  }
  const says = CAUSES.find(({ id }) => id === cause)?.says ?? "";
  return { verdict: "right", says: `${says} ${saysOf(known, standing?.for ?? [])}`.trim() };
}
