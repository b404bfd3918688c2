import { Swords } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { CauseId } from "@/evidence";
import { TOPIC_OF } from "@/training/topics";
import { wantedAddress } from "./drill-address";

/** A drill for one cause, or of the topic that most of several belong to. */
export function practiseAddress(causes: readonly CauseId[]): string | null {
  const [first] = causes;
  if (first === undefined) return null;
  if (causes.length === 1) return wantedAddress({ cause: first });
  const topics = causes.map((cause) => TOPIC_OF[cause]);
  const often = (topic: string): number => topics.filter((one) => one === topic).length;
  return wantedAddress({ topic: topics.reduce((best, topic) => (often(topic) > often(best) ? topic : best)) });
}

/** Leads from a page to read to a server to try it on. */
export function PractiseLink({ causes, what }: { causes: readonly CauseId[]; what: string }): ReactNode {
  const address = practiseAddress(causes);
  if (address === null) return null;
  return (
    <Link
      href={address}
      prefetch={false}
      className="inline-flex min-h-9 items-center gap-1.5 rounded-md px-3 py-1 font-medium text-accent text-sm hover:bg-accent-soft pointer-coarse:min-h-11"
    >
      <Swords aria-hidden className="size-4" />
      Practise this<span className="sr-only">: {what}</span>
    </Link>
  );
}
