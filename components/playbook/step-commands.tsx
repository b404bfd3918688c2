import Link from "next/link";
import type { ReactNode } from "react";
import { COSTS, type CommandAsk, type Debugger } from "@/machines/ask";
import { resolveCommand } from "@/machines/resolve";
import { CommandText } from "../ui/command-text";

const TOOLS: Readonly<Record<Debugger, string>> = {
  windbg: "WinDbg, .NET Framework",
  "windbg-core": "WinDbg, .NET",
  "dotnet-dump": "dotnet-dump",
};

/** The forms of a command that differ, each with the tools it is for. */
function formsOf(ask: CommandAsk): { text: string; tools: string[] }[] {
  const tools: Debugger[] = typeof ask.run === "string" ? ["windbg"] : ["windbg", "windbg-core", "dotnet-dump"];
  const forms: { text: string; tools: string[] }[] = [];
  for (const tool of tools) {
    const text = resolveCommand(ask, [], tool).command;
    const known = forms.find((form) => form.text === text);
    if (known) known.tools.push(TOOLS[tool]);
    else forms.push({ text, tools: [TOOLS[tool]] });
  }
  return forms;
}

/** What a step asks to run, in the form for each tool; unknown values stand in angle brackets. */
export function StepCommands({ asks }: { asks: readonly CommandAsk[] }): ReactNode {
  if (asks.length === 0) return null;
  return (
    <ul className="my-3 space-y-2">
      {asks.map((ask) => {
        const forms = formsOf(ask);
        return (
          <li key={`${ask.command} ${forms[0]?.text}`} className="rounded-lg bg-sunken px-3.5 py-2.5">
            {forms.map(({ text, tools }) => (
              <p key={text} className="flex flex-wrap items-baseline gap-x-3">
                <CommandText command={text} />
                {forms.length > 1 && <span className="text-2xs text-soft">{tools.join(" · ")}</span>}
              </p>
            ))}
            <p className="mt-1 text-soft text-xs">{resolveCommand(ask, [], "windbg").why || ask.why}</p>
            <p className="mt-1 flex flex-wrap gap-x-3 text-2xs text-soft">
              <span>{COSTS[ask.cost]}</span>
              <Link href={`/commands/${ask.command}`} prefetch={false} className="link font-normal">
                what it prints
              </Link>
            </p>
          </li>
        );
      })}
    </ul>
  );
}
