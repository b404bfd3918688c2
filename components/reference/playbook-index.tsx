import Link from "next/link";
import type { ReactNode } from "react";
import { PLAYBOOKS } from "@/machines/list";
import { entryAt } from "./pages";
import { ReferencePage } from "./reference-page";

/** An example to follow, and the reasons. */
const BESIDE = ["/worked-case", "/why-it-works"];

/** All playbooks. */
export function PlaybookIndex(): ReactNode {
  const { title, summary } = entryAt("/playbooks");
  return (
    <ReferencePage path="/playbooks" title={title} lead={summary}>
      <ul className="grid gap-4 sm:grid-cols-2">
        {PLAYBOOKS.map(({ id, title, serves, steps }) => (
          <li
            key={id}
            className="relative flex flex-col rounded-xl border border-line bg-card p-4.5 shadow-card hover:border-line-strong"
          >
            <Link
              href={`/playbooks/${id}`}
              prefetch={false}
              className="font-semibold text-accent text-lg tracking-tight after:absolute after:inset-0"
            >
              {title}
            </Link>
            <p className="mt-1.5 mb-3 text-sm">{serves}</p>
            <p className="mt-auto border-line border-t pt-2.5 text-soft text-xs">{Object.keys(steps).length} steps</p>
          </li>
        ))}
      </ul>
      <section aria-labelledby="beside" className="mt-10">
        <h2 id="beside" className="mb-3 font-semibold text-xl tracking-tight">
          Beside them
        </h2>
        <ul className="max-w-[72ch] space-y-3">
          {BESIDE.map((path) => {
            const { title, summary } = entryAt(path);
            return (
              <li key={path}>
                <Link href={path} prefetch={false} className="link font-medium">
                  {title}
                </Link>
                <p className="text-sm text-soft">{summary}</p>
              </li>
            );
          })}
        </ul>
      </section>
    </ReferencePage>
  );
}
