import Link from "next/link";
import type { ReactNode } from "react";
import { COSTS, type CommandAsk, DEBUGGERS } from "@/machines/ask";
import { type EveryForm, everyForm } from "@/machines/every-form";
import type { NextCommand } from "@/machines/resolve";
import { CommandText } from "../ui/command-text";

function forWhom({ for: names }: EveryForm): string {
  return names.length === DEBUGGERS.length ? "with any tool" : names.join(" · ");
}

/** What a form costs, and where its output is explained. */
function About({ next }: { next: NextCommand }): ReactNode {
  return (
    <p className="flex flex-wrap gap-x-3 text-2xs text-soft">
      <span>{COSTS[next.cost]}</span>
      {next.id && (
        <Link href={`/commands/${next.id}`} prefetch={false} className="link font-normal">
          what it prints
        </Link>
      )}
    </p>
  );
}

function Ask({ ask }: { ask: CommandAsk }): ReactNode {
  const forms = everyForm(ask);
  const runs = forms.flatMap((form) => (form.next ? [{ ...form, next: form.next }] : []));
  const lacks = forms.filter(({ lacks: says }) => says !== null);
  return (
    <li className="rounded-lg bg-sunken px-3.5 py-2.5">
      {runs.map((form, index) => (
        <div key={form.next.command} className="mt-2 first:mt-0">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <CommandText command={form.next.command} />
            {runs.length + lacks.length > 1 && <span className="text-2xs text-soft">{forWhom(form)}</span>}
          </p>
          {(index === 0 || form.next.why !== runs[0]?.next.why) && (
            <p className="mt-0.5 text-soft text-xs">{form.next.why}</p>
          )}
          <About next={form.next} />
        </div>
      ))}
      {lacks.map((form) => (
        <p key={form.lacks} className="mt-2 text-2xs text-soft">
          <span className="font-medium">{forWhom(form)}:</span> {form.lacks}
        </p>
      ))}
    </li>
  );
}

/** What a step asks to run, in the form for each tool; unknown values stand in angle brackets. */
export function StepCommands({ asks }: { asks: readonly CommandAsk[] }): ReactNode {
  if (asks.length === 0) return null;
  return (
    <ul className="my-3 space-y-2">
      {asks.map((ask) => (
        <Ask key={`${ask.command} ${ask.why}`} ask={ask} />
      ))}
    </ul>
  );
}
