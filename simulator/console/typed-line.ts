import { canonicalHex, type Hex } from "@/evidence";

/** Which threads a line is for. */
export type ThreadChoice =
  | { kind: "current" }
  | { kind: "all" }
  | { kind: "number"; number: number }
  | { kind: "os-id"; osThreadId: Hex };

/** A typed line, taken apart. */
export interface TypedLine {
  text: string;
  /** Null when nothing was said about threads. */
  choice: ThreadChoice | null;
  /** Behind the choice: `kb 2000`, `!clrstack -a`, `s`, nothing. */
  rest: string;
  /** `~*e kb`: run as it is, once for each thread. */
  executes: boolean;
}

/** An extension's command, taken apart: `!psscor2.syncblk -all`. */
export interface ExtensionCall {
  /** As typed in front of the point; null when it was left out. */
  extension: string | null;
  name: string;
  /** Name and arguments. */
  text: string;
}

// ~*e !clrstack   ~39kb   ~~[1a2c]k   ~.   ~
const CHOICE = /^~\s{0,4}(\*|\d{1,9}|[.#]|~\[\s{0,4}(?:0x)?[0-9a-f`]{1,17}\s{0,4}\]|)(?![\w*])?(.*)$/i;
// e !clrstack
const EXECUTE = /^e\s{0,4}(?=[!.~|]|\s\S|k[a-z]?\b)/i;
// !clrstack -a   !psscor2.syncblk   !clr10\sos.threads
const EXTENSION = /^!(?:([\w\\:]{1,80})\.)?([a-z_]\w{0,60})(.*)$/i;

function choiceOf(which: string): ThreadChoice {
  if (which === "*") return { kind: "all" };
  if (which.startsWith("~[")) {
    return { kind: "os-id", osThreadId: canonicalHex(which.slice(2, -1).replaceAll(/[\s`]|^0x/gi, "")) };
  }
  return /^\d/.test(which) ? { kind: "number", number: Number(which) } : { kind: "current" };
}

/** Takes a line apart that is typed to a debugger. */
export function takeApart(line: string): TypedLine {
  const text = line.trim();
  const match = CHOICE.exec(text);
  if (!match) return { text, choice: null, rest: text, executes: false };
  const [, which = "", tail = ""] = match;
  const rest = tail.trim();
  const choice = which === "" ? ({ kind: "all" } as const) : choiceOf(which);
  return { text, choice, rest: rest.replace(EXECUTE, "").trim(), executes: EXECUTE.test(rest) };
}

/** Takes a call of an extension apart; null for the debugger's own commands. */
export function extensionCall(text: string): ExtensionCall | null {
  const match = EXTENSION.exec(text);
  if (!match) return null;
  const [, extension, name = "", tail = ""] = match;
  return { extension: extension ?? null, name, text: `${name}${tail}`.trim() };
}

/** A line of a shell, and what its output is sent through: `tasklist | findstr /i w3wp`. */
export function filterOf(line: string): { command: string; keeps: ((row: string) => boolean) | null } {
  const match = /^(.*\S)\s{0,4}\|\s{0,4}(?:findstr|find|grep)((?:\s+[-/]\w+)*)\s+("[^"]*"|'[^']*'|\S+)$/i.exec(
    line.trim(),
  );
  if (!match) return { command: line.trim(), keeps: null };
  const [, command = "", flags = "", quoted = ""] = match;
  const wanted = quoted.replaceAll(/^["']|["']$/g, "");
  const anyCase = /[-/]i\b/i.test(flags);
  const fold = (text: string): string => (anyCase ? text.toLowerCase() : text);
  const without = /[-/]v\b/i.test(flags);
  return { command, keeps: (row) => fold(row).includes(fold(wanted)) !== without };
}

// %windir%\system32\inetsrv\appcmd list wp      "C:\Windows\System32\fltmc.exe" filters      sc.exe query
const WINDOWS_PROGRAM = /^(?!sc\.exe\b)"?(?:[^\s"]*\\)?([a-z0-9][\w-]*)(?:\.exe)?"?(?=\s|$)/i;
// sudo /usr/bin/ps aux
const UNIX_PROGRAM = /^(?:sudo\s+)?(?:\/[\w/.-]*\/)?(?=[a-z])/;
// sos clrstack -all
const SOS_PREFIX = /^(?:sos|ext)\s+(?=\S)/i;

/** A line as if its program had been called by its name alone. */
export function byName(line: string, shell: "windows" | "unix" | "dotnet-dump"): string {
  if (shell === "windows") return line.replace(WINDOWS_PROGRAM, "$1");
  return line.replace(shell === "unix" ? UNIX_PROGRAM : SOS_PREFIX, "");
}

/** The commands of a line: `;` stands between them, but not within quotation marks. */
export function commandsOf(line: string): string[] {
  return (line.match(/(?:"[^"]*"|[^;"]|")+/g) ?? []).map((part) => part.trim()).filter((part) => part !== "");
}
