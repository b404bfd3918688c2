import Link from "next/link";
import type { ReactNode } from "react";
import { CAUSES } from "@/findings/causes/list";
import { entryAt } from "./pages";
import { ReferencePage } from "./reference-page";

/** All causes that can be named. */
export function CauseIndex(): ReactNode {
  const { title, summary } = entryAt("/causes");
  return (
    <ReferencePage path="/causes" title={title} lead={summary}>
      <ul className="grid gap-4 sm:grid-cols-2">
        {CAUSES.map(({ id, title, says, decidedBy }) => (
          <li
            key={id}
            className="relative flex flex-col rounded-xl border border-line bg-card p-4.5 shadow-card hover:border-line-strong"
          >
            <Link
              href={`/causes/${id}`}
              prefetch={false}
              className="font-semibold text-accent text-lg tracking-tight after:absolute after:inset-0"
            >
              {title}
            </Link>
            <p className="mt-1.5 mb-3 text-sm">{says}</p>
            <p className="mt-auto border-line border-t pt-2.5 text-soft text-xs">
              <span className="font-semibold">What decides it: </span>
              {decidedBy}
            </p>
          </li>
        ))}
      </ul>
    </ReferencePage>
  );
}
