import { canonicalHex } from "@/evidence";
import { byName, extensionCall, takeApart } from "@/simulator/console/typed-line";
import type { Target } from "./drill";
import { kindOf } from "./targets";

/** A line as it can be compared with another that asks the same. */
export interface TypedCommand {
  target: Target;
  /** Without what makes no difference: case, blanks, the extension's name, `0x`. */
  text: string;
  /** Id of the parser that reads what it brought; null where nothing does. */
  parser: string | null;
  /** `all`, a number, an OS id; null for the thread that the debugger stands at. */
  thread: string | null;
  /** Addresses, types and names that it asks about. */
  about: string;
}

const FLAG = /^[-/]/;
const ADDRESS = /^(?:0x)?[0-9a-f`]{5,17}$/i;
const ALL = /(?:^|\s)-all\b/i;

function threadOf(line: string): string | null {
  const { choice } = takeApart(line);
  if (choice?.kind === "number") return String(choice.number);
  if (choice?.kind === "os-id") return `[${choice.osThreadId}]`;
  return choice?.kind === "all" || ALL.test(line) ? "all" : null;
}

/** What stands behind the name; numbers of a few digits only say how much is printed. */
function aboutOf(call: string): string {
  const [, ...words] = call.split(/\s+/);
  const told = words.filter((word) => !FLAG.test(word) && !/^\d{1,4}$/.test(word));
  return told
    .map((word) => (ADDRESS.test(word) ? canonicalHex(word.replaceAll("`", "")) : word.toLowerCase()))
    .join(" ");
}

/** Takes a line apart that is typed at a target, to compare it. */
export function typedCommand(target: Target, line: string, parser: string | null): TypedCommand {
  const kind = kindOf(target);
  if (kind === "user" || kind === "kernel") {
    const { rest } = takeApart(line);
    const call = extensionCall(rest)?.text ?? rest;
    const plain = call.toLowerCase().replaceAll(/\s+/g, " ");
    const thread = threadOf(line);
    return { target, text: `${thread ?? ""} ${plain}`, parser, thread, about: aboutOf(call) };
  }
  const name = byName(line.trim(), kind === "unix" || kind === "dotnet-dump" ? kind : "windows");
  const isDump = kind === "dotnet-dump";
  return {
    target: kind === "powershell" ? "cmd" : target,
    text: name.toLowerCase().replaceAll(/\s+/g, " "),
    parser,
    thread: isDump ? threadOf(line) : null,
    // A shell's command names folders and processes, of which there is one of interest.
    about: isDump ? aboutOf(name) : "",
  };
}

/** Dumps of one process tell the same, whatever they are opened in. */
function placeOf(target: Target): string {
  if (target === "user" || target === "dotnet-dump") return "process";
  return target === "user-second" || target === "dotnet-dump-second" ? "later process" : target;
}

/** Whether a typed line asks what another one does; `at` is the thread that its debugger stood at. */
export function asksSame(typed: TypedCommand, wanted: TypedCommand, at: string | null): boolean {
  if (placeOf(typed.target) !== placeOf(wanted.target)) return false;
  if (typed.target === wanted.target && typed.text === wanted.text) return true;
  if (typed.parser === null || typed.parser !== wanted.parser || typed.about !== wanted.about) return false;
  return typed.thread === wanted.thread || (typed.thread === null && wanted.thread === at);
}
