import type { ReactNode } from "react";
import { causeById } from "@/findings/causes/list";
import type { DriverKindWords } from "@/findings/driver-kinds";
import { ContentLink } from "../mdx/content-link";

export interface KindCardProps {
  kind: DriverKindWords;
  anchor?: string;
  heading?: "h2" | "h3";
}

/** What a kind of product does on the path, what to exclude, and where it leads. */
export function KindCard({ kind, anchor, heading: Heading = "h3" }: KindCardProps): ReactNode {
  return (
    <section className="max-w-[72ch] rounded-xl border border-line bg-card px-4 py-3.5">
      <Heading id={anchor} className="scroll-mt-16 font-semibold">
        {kind.name}
      </Heading>
      <p className="mt-1 text-sm">{kind.does}</p>
      <p className="mt-2.5 font-medium text-sm">What to exclude</p>
      <ul className="mt-1 list-disc space-y-0.5 pl-5 text-sm marker:text-faint">
        {kind.exclude.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <p className="mt-2.5 text-sm">
        <span className="font-medium">Mind: </span>
        {kind.mind}
      </p>
      <p className="mt-2.5 flex flex-wrap gap-x-3 text-sm">
        <span className="font-medium">Causes:</span>
        {kind.causes.map((id) => (
          <span key={id} className="py-0.5">
            <ContentLink href={`/causes/${id}`}>{causeById(id)?.title}</ContentLink>
          </span>
        ))}
      </p>
    </section>
  );
}
