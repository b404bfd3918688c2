import type { ConsoleKind } from "@/simulator/console/command";
import { examplesFor, UNREAD_LINES } from "@/simulator/console/examples";
import type { Server } from "@/simulator/server";

/** A command as help and completion offer it: with names in the place of what belongs to this server. */
export interface CommandForm {
  /** `~<thread>e !clrstack`, `!do <address>`. */
  form: string;
  /** Id of the parser that reads it, and of the page that explains it; null for one that only prepares. */
  parser: string | null;
}

const PREPARING: Readonly<Record<ConsoleKind, readonly string[]>> = {
  user: [
    ".loadby sos clr",
    ".loadby sos mscorwks",
    ".loadby sos coreclr",
    ".reload",
    "~<thread>s",
    "? <number>",
    "help",
  ],
  kernel: [".reload", "~<number>s", "? <number>", "help"],
  "dotnet-dump": ["setthread <thread>", "help"],
  cmd: [...UNREAD_LINES, "help"],
  powershell: [...UNREAD_LINES, "help"],
  unix: ["help"],
};

const ADDRESS = /\b(?:0x)?(?=[0-9a-f]*\d)[0-9a-f]{5,20}\b/gi;
const OF_PROCESS = /(?<=(?:-p|--process-id)\s)\d+/g;

/** A line of one server as it could stand in a manual. */
function formOf(line: string): string {
  return line
    .replace(/^~\d+/, "~<thread>")
    .replace(/^~~\[[0-9a-f]+\]/i, "~~[<os thread id>]")
    .replace(/^setthread \d+/, "setthread <thread>")
    .replaceAll("`", "")
    .replaceAll(OF_PROCESS, "<pid>")
    .replaceAll(ADDRESS, "<address>")
    .replace(/(?<=-type )\S+/, "<type>")
    .replace(/(?<=^lmvm )\S+/, "<module>")
    .replace(/^(!drvobj \\\w+\\|!stacks \d )\w+/, "$1<driver>")
    .replace(/(?<=^!handle )(?!0\b)[0-9a-f]+/, "<handle>");
}

const KNOWN = new WeakMap<Server, Map<ConsoleKind, readonly CommandForm[]>>();

/** Everything that a console of this server knows, in the order of the alphabet. */
export function commandForms(server: Server, kind: ConsoleKind): readonly CommandForm[] {
  const kinds = KNOWN.get(server) ?? new Map<ConsoleKind, readonly CommandForm[]>();
  KNOWN.set(server, kinds);
  const known = kinds.get(kind) ?? makeForms(server, kind);
  kinds.set(kind, known);
  return known;
}

function makeForms(server: Server, kind: ConsoleKind): CommandForm[] {
  const forms = new Map<string, string | null>(PREPARING[kind].map((form) => [form, null]));
  for (const { line, parser } of examplesFor(server, kind)) forms.set(formOf(line), parser);
  return [...forms].map(([form, parser]) => ({ form, parser })).sort((a, b) => (a.form < b.form ? -1 : 1));
}
