import Link from "next/link";
import type { ReactNode } from "react";
import type { Target } from "@/machines/ask";
import { commandEntries, TARGETS } from "./commands";
import { entryAt } from "./pages";
import { ReferencePage } from "./reference-page";

/** All commands, by the place where they are typed. */
export function CommandIndex(): ReactNode {
  const { title, summary } = entryAt("/commands");
  const entries = commandEntries();
  return (
    <ReferencePage path="/commands" title={title} lead={summary}>
      {(Object.keys(TARGETS) as Target[]).map((target) => (
        <section key={target} aria-labelledby={target} className="mb-10">
          <h2 id={target} className="font-semibold text-xl tracking-tight">
            {TARGETS[target].title}
          </h2>
          <p className="mt-1 mb-3 text-soft text-sm">{TARGETS[target].says}</p>
          <ul className="divide-y divide-line rounded-xl border border-line bg-card">
            {entries
              .filter((entry) => entry.target === target)
              .map(({ id, title, summary }) => (
                <li key={id} className="relative grid gap-x-6 px-4 py-3 hover:bg-sunken sm:grid-cols-[17rem_1fr]">
                  <Link
                    href={`/commands/${id}`}
                    prefetch={false}
                    className="font-medium font-mono text-[0.92em] text-accent after:absolute after:inset-0"
                  >
                    {title}
                  </Link>
                  <span className="text-sm text-soft">{summary}</span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </ReferencePage>
  );
}
