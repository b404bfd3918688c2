import { type Answer, type ConsoleKind, fail } from "./command";
import { extensionCall } from "./typed-line";

/** The debugger's mark stands below the last letter of what it did not like. */
export function marked(prompt: string, typed: string, what: string): Answer {
  return fail(`${" ".repeat(prompt.length + Math.max(0, typed.length - 1))}^ ${what} error in '${typed}'`);
}

function debuggerUnknown(typed: string, prompt: string): Answer {
  const call = extensionCall(typed);
  if (call) return fail(`No export ${call.name} found`);
  return /^[a-z]\w+$/i.test(typed) ? fail(`Couldn't resolve error at '${typed}'`) : marked(prompt, typed, "Syntax");
}

const UNKNOWN: Readonly<Record<ConsoleKind, (typed: string, prompt: string) => Answer>> = {
  user: debuggerUnknown,
  kernel: debuggerUnknown,
  "dotnet-dump": (typed) => fail(`Unrecognized command '${typed}'`),
  cmd: (typed) =>
    fail(
      `'${typed.split(/\s/)[0]}' is not recognized as an internal or external command,`,
      "operable program or batch file.",
    ),
  powershell: (typed) => {
    const name = typed.split(/\s/)[0] ?? typed;
    return fail(
      `${name} : The term '${name}' is not recognized as the name of a cmdlet, function, script file, or operable`,
      "program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.",
    );
  },
  unix: (typed) => fail(`bash: ${typed.split(/\s/)[0]}: command not found`),
};

/** What a console says of a line that it does not know. */
export function unknownCommand(kind: ConsoleKind, typed: string, prompt: string): Answer {
  return UNKNOWN[kind](typed, prompt);
}

const BAD_ARGUMENTS: Readonly<Record<ConsoleKind, (typed: string, args: string, prompt: string) => Answer>> = {
  user: (typed, args, prompt) => badDebuggerArguments(typed, args, prompt),
  kernel: (typed, args, prompt) => badDebuggerArguments(typed, args, prompt),
  "dotnet-dump": (_typed, args) => fail(`Unknown option: ${args}`),
  cmd: (_typed, args) => fail(`ERROR: Invalid argument/option - '${args}'.`),
  powershell: (_typed, args) => fail(`ERROR: Invalid argument/option - '${args}'.`),
  unix: (typed, args) => fail(`${typed.split(/\s/)[0]}: unrecognized option '${args}'`),
};

function badDebuggerArguments(typed: string, args: string, prompt: string): Answer {
  return typed.startsWith("!") ? fail(`Unknown option: ${args}`) : marked(prompt, typed, "Syntax");
}

/** What a console says of a command that it knows, but not with these arguments. */
export function badArguments(kind: ConsoleKind, typed: string, prompt: string): Answer {
  const [, ...args] = typed.split(/\s+/);
  return BAD_ARGUMENTS[kind](typed, args.join(" "), prompt);
}

/** An extension that nobody loaded, and that is not where the debugger looks. */
export function missingExtension(name: string): Answer {
  return fail(
    `The call to LoadLibrary(${name}) failed, Win32 error 0n2`,
    '    "The system cannot find the file specified."',
    "Please check your debugger configuration and/or network access.",
  );
}

const NO_SYMBOLS = ["***** NT symbols are incorrect, please fix symbols *****"];
const NO_RUNTIME_ACCESS = ["Failed to load data access DLL, 0x80004005"];

const REFUSED: Readonly<Record<ConsoleKind, readonly string[]>> = {
  user: NO_RUNTIME_ACCESS,
  kernel: NO_SYMBOLS,
  "dotnet-dump": ["Failed to load data access module, 0x80131c4f"],
  cmd: ["Access is denied."],
  powershell: ["Access is denied."],
  unix: [],
};

/** Where an output's refusal has words of its own. */
const REFUSED_OUTPUT: Readonly<Record<string, readonly string[]>> = {
  "windbg-stack": ["GetContextState failed, 0x80070026", "Unable to get current machine context, Win32 error 0n38"],
  "windbg-handle": ["ERROR: !handle: extension exception 0x80004002.", '    "Unable to read handle information"'],
  "windbg-peb": ["PEB is paged out (Addr = 7ffd9000)."],
  "windbg-runaway": [
    "ERROR: !runaway: extension exception 0x80004002.",
    '    "Unable to get thread times - dumps may not have time information"',
  ],
  "windbg-cs": ["Bad symbols for NTDLL (error 3). Aborting."],
  "ntsdexts-locks": [
    "NTSDEXTS: Unable to resolve ntdll!RTL_CRITICAL_SECTION_DEBUG type",
    "NTSDEXTS: Please check your symbols",
  ],
  fltmc: ["Filter listing failed with error: 0x80070005", "Access is denied."],
  "fltmc-instances": ["Instance listing failed with error: 0x80070005", "Access is denied."],
  netstat: ["The requested operation requires elevation."],
  "fsutil-8dot3name": ["The FSUTIL utility requires that you have administrative privileges."],
  "sc-query": ["[SC] OpenSCManager FAILED 5:", "", "Access is denied."],
  "linux-kernel-stack": ["cat: /proc/1/stack: Permission denied"],
  "linux-df": ["df: /: Permission denied"],
};

/** What a console says where the server cannot give an output; in a container the program is missing. */
export function refusal(kind: ConsoleKind, parser: string, typed: string, prompt: string): Answer {
  const lines = REFUSED_OUTPUT[parser] ?? REFUSED[kind];
  return lines.length > 0 ? fail(...lines) : unknownCommand(kind, typed, prompt);
}
