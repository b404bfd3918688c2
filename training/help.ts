import type { ConsoleKind } from "@/simulator/console/command";
import type { Server } from "@/simulator/server";
import { commandForms } from "./command-forms";

// help      help !syncblk      help ~*e !clrstack
const HELP = /^(?:help|\.hh|man)(?:\s+(\S.*))?$/i;

/** Name alone: without thread, bang and what stands behind it. */
function bare(command: string): string {
  return (
    command
      .replace(/^~\S*?e\s+/, "")
      .replace(/^[!.~]+/, "")
      .split(/\s/)[0]
      ?.toLowerCase() ?? ""
  );
}

function about(server: Server, kind: ConsoleKind, wanted: string): string[] {
  const name = bare(wanted.trim());
  const found = commandForms(server, kind).filter(({ form }) => name !== "" && bare(form) === name);
  if (found.length === 0) return [`There is no help on ${wanted.trim().slice(0, 60)}: type help for all commands.`];
  const pages = [...new Set(found.flatMap(({ parser }) => (parser === null ? [] : [`/commands/${parser}`])))];
  return [
    ...found.map(({ form }) => `  ${form}`),
    ...(pages.length > 0 ? ["", `Explained at ${pages.join(", ")}`] : []),
  ];
}

/** What the terminal says to `help`; null where the line asks for none. */
export function helpFor(server: Server, kind: ConsoleKind, line: string): string[] | null {
  const match = HELP.exec(line.trim());
  if (!match) return null;
  const [, wanted] = match;
  if (wanted !== undefined) return about(server, kind, wanted);
  return [
    "Known here (help <command> tells more; Tab completes):",
    ...commandForms(server, kind).map(({ form }) => `  ${form}`),
  ];
}
