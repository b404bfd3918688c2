import type { ReactNode } from "react";
import { causeById } from "@/findings/causes/list";
import { Confirm, LookAlikes, Refute } from "./cause-evidence";

const PARTS = {
  Remedy: { field: "remedy", ordered: true },
  Verify: { field: "verify", ordered: false },
  Disproof: { field: "disproof", ordered: false },
  Sources: { field: "sources", ordered: false },
} as const;

const EVIDENCE = { Confirm, LookAlikes, Refute } as const;

export interface CauseTextProps {
  cause: string;
  /** The word that stood in the content. */
  part: keyof typeof PARTS | keyof typeof EVIDENCE;
}

/** A part of a cause's definition, where its page asks for it. */
export function CauseText({ cause, part }: CauseTextProps): ReactNode {
  if (part in EVIDENCE) {
    const Evidence = EVIDENCE[part as keyof typeof EVIDENCE];
    return <Evidence cause={cause} />;
  }
  const { field, ordered } = PARTS[part as keyof typeof PARTS];
  const List = ordered ? "ol" : "ul";
  return (
    <List className={`my-3 max-w-[68ch] space-y-2 pl-5 ${ordered ? "list-decimal" : "list-disc"} marker:text-soft`}>
      {causeById(cause)?.[field].map((item) => (
        <li key={item}>{item}</li>
      ))}
    </List>
  );
}
