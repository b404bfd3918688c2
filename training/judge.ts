import type { Finding } from "@/evidence";
import { CAUSES } from "@/findings/causes/list";
import type { Guidance } from "./guide";
import type { Tried } from "./logbook";
import type { TerminalReply } from "./terminal";
import { asksSame, typedCommand } from "./typed-command";
import type { Judgement } from "./view";

/** Findings that some cause stands with. */
const SPEAKING_FOR: ReadonlySet<string> = new Set(
  CAUSES.flatMap(({ supports, decides }) => [...supports.map(({ finding }) => finding), ...decides.flat()]),
);
/** Findings that some cause falls with. */
const SPEAKING_AGAINST: ReadonlySet<string> = new Set(CAUSES.flatMap(({ refutes }) => refutes.flat()));

export function speaksForCause({ id }: Finding): boolean {
  return SPEAKING_FOR.has(id);
}

export function countsForCause({ id }: Finding): boolean {
  return SPEAKING_FOR.has(id) || SPEAKING_AGAINST.has(id);
}

/** What was not known before, by what it says. */
export function newFindings(before: readonly Finding[], after: readonly Finding[]): Finding[] {
  const told = new Set(before.map(({ id, says }) => `${id} ${says}`));
  return after.filter(({ id, says, tone }) => tone !== "presence" && !told.has(`${id} ${says}`));
}

/** A line that goes somewhere, loads something or takes a dump: it prints nothing that could be read. */
function onlyPrepares({ help, kind, parser }: TerminalReply, line: string): boolean {
  return help || line.trim() === "" || /^\.load/i.test(line.trim()) || (kind === "printed" && parser === null);
}

/** What goes to a thread prints registers, which nobody has asked for. */
const GOES_TO_THREAD = "windbg-thread-switch";

/** Judges a line by what the procedure asked for when it was typed, and by what it brought. */
export function judge(
  line: string,
  reply: TerminalReply,
  { command, at }: Tried,
  before: Guidance,
  brought: readonly Finding[],
): Judgement {
  if (reply.harm) return "harmful";
  if (reply.kind === "refused") return "refused";
  const asked = [...before.wanted, ...before.instead].some(({ next, target }) =>
    asksSame(command, typedCommand(target, next.command, next.id), at),
  );
  if (asked) return "asked";
  if (onlyPrepares(reply, line)) return "preparing";
  if (reply.kind === "error") return "error";
  if (brought.some(countsForCause)) return "useful";
  return reply.parser === GOES_TO_THREAD ? "preparing" : "detour";
}
