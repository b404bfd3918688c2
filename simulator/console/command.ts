import type { KernelThreadState } from "../kernel-threads";
import type { PromptKind } from "../printers/printer";
import type { Server, ServerOptions } from "../server";
import type { Thread } from "../threads";

/** Where a line is typed: a process dump, a kernel dump, or a shell. */
export type ConsoleKind = PromptKind;

/** What one command works on. */
export interface Situation {
  /** Its `current` is the thread the line is for. */
  server: Server;
  kind: ConsoleKind;
  /** The threads the line is for. */
  threads: readonly Thread[];
  /** True for `~*`, where each thread's output stands below its row. */
  every: boolean;
  /** As typed in front of an extension's command: `psscor2`. */
  extension: string | null;
  /** The thread of the kernel that its debugger stands at. */
  implicit: KernelThreadState;
  /** Number of the thread that the debugger stood at when the dump was opened. */
  first: number;
}

/** What a command brings. */
export interface Answer {
  lines: readonly string[];
  /** Left out where the command worked. */
  failed?: true;
  /** The thread that the console stands at from now on. */
  goTo?: Thread;
  /** The same in a kernel. */
  implicit?: KernelThreadState;
  /** SOS is loaded from now on. */
  loadsSos?: true;
}

/** What stands in a line beside the name; empty where it was left out. */
export type Arguments = Readonly<Record<string, string>>;

/** One command of a console. */
export interface Command {
  /** Id of the parser that reads the output; null where there is nothing to read. */
  parser: string | null;
  consoles: readonly ConsoleKind[];
  /** The name with its arguments as named groups: without thread prefix, bang and extension. */
  typed: RegExp;
  /** The debugger's extension that brings it; its commands begin with a bang, but not in dotnet-dump. */
  extension?: Extension;
  /** What a server must be like to know it. */
  needs?: ServerOptions;
  /** Null where the server has no such output. */
  answer(situation: Situation, args: Arguments): Answer | readonly string[] | null;
}

export type Extension = "debugger" | "sos" | "sosex" | "mex" | "netext" | "fltkd";

/** Names that an extension's commands may be called by. */
export const EXTENSION_NAMES: Readonly<Record<Extension, RegExp>> = {
  debugger: /^(?:ext|exts|ntsdexts|kdexts|kdext|kext)$/i,
  sos: /^(?:sos|psscor\d?|(?:.{1,60}\\)?(?:sos|psscor\d?))$/i,
  sosex: /^(?:.{1,60}\\)?sosex$/i,
  mex: /^(?:.{1,60}\\)?mex$/i,
  netext: /^(?:.{1,60}\\)?netext$/i,
  fltkd: /^fltkd$/i,
};

/** Whether a server can be what something needs. */
export function suits({ versions, bits, systems }: ServerOptions, { runtime }: Server): boolean {
  return (
    (versions?.includes(runtime.version) ?? true) &&
    (bits === undefined || bits === runtime.bits) &&
    (systems?.includes(runtime.system) ?? true)
  );
}

export function fail(...lines: readonly string[]): Answer {
  return { lines, failed: true };
}
