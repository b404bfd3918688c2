import type { KernelThreadState } from "../kernel-threads";
import { promptText } from "../printers/printer";
import type { Server } from "../server";
import type { Thread } from "../threads";
import { type Answer, type Command, type ConsoleKind, EXTENSION_NAMES, fail, type Situation, suits } from "./command";
import { COMMANDS } from "./commands";
import { badArguments, marked, missingExtension, refusal, unknownCommand } from "./errors";
import { byName, commandsOf, extensionCall, filterOf, type ThreadChoice, takeApart } from "./typed-line";

export type { ConsoleKind } from "./command";

export interface ConsoleReply {
  /** The prompt as it stood before the line. */
  prompt: string;
  /** What was printed, line by line, without prompt and command. */
  output: readonly string[];
  /** `printed`: real output; `error`: the tool's own error text; `refused`: the server cannot give this (missing, no permission). */
  kind: "printed" | "error" | "refused";
  /** Id of the parser that reads the output, when it is one. */
  parser: string | null;
}

export interface ConsoleOptions {
  /** Ids of parsers whose outputs the server refuses. */
  refuses?: readonly string[];
  /** False while the debugger has not loaded SOS: `.loadby` does it. */
  sos?: boolean;
}

type Reply = Omit<ConsoleReply, "prompt">;

/** What stood in front of a command. */
interface Place {
  choice: ThreadChoice | null;
  extension: string | null;
  every: boolean;
}

const DEBUGGERS: readonly ConsoleKind[] = ["user", "kernel"];

/** What a processor of the kernel works on; where it idles, the thread that the dump is about. */
function running({ processors, kernel }: Server, processor: number): KernelThreadState {
  return processors[processor]?.current?.thread ?? kernel.suspect;
}

// ^(?:do|dumpobj)(?:…      ^syncblk(?:…      ^(?<what>devobj)\s…
const NAMES = /^\^(?:\(\?(?::|<\w{1,20}>)([\w|-]{1,80})\)|([a-z][\w-]{1,40}))(?![\w|])/i;

/** Whether a line begins with a command's name, whatever comes behind it. */
function isNamed({ typed }: Command, text: string): boolean {
  const [, several, one] = NAMES.exec(typed.source) ?? [];
  const name = /^[\w-]+/.exec(text)?.[0].toLowerCase() ?? "";
  return text.includes(" ") && (several ?? one ?? "").toLowerCase().split("|").includes(name);
}

function failed({ lines }: Answer): Reply {
  return { output: lines, kind: "error", parser: null };
}

/** A debugger or a shell on a server: answers typed lines as the tool would. */
export class Console {
  private server: Server;
  private sos: boolean;
  private implicit: KernelThreadState;
  private readonly first: number;
  /** Of a kernel, once somebody went to another one. */
  private processor: number | null = null;

  constructor(
    server: Server,
    private readonly kind: ConsoleKind,
    private readonly options: ConsoleOptions = {},
  ) {
    const current = server.threads.find(({ number }) => number === server.current.number) ?? server.current;
    this.server = { ...server, current };
    this.first = current.number;
    this.sos = options.sos ?? true;
    this.implicit = running(server, 0);
  }

  get prompt(): string {
    return this.processor === null ? promptText(this.kind, this.server) : `${this.processor}: kd> `;
  }

  /** What the server answers to a line. */
  type(line: string): ConsoleReply {
    const { prompt } = this;
    const replies = DEBUGGERS.includes(this.kind)
      ? commandsOf(line).map((part) => this.answerOne(part))
      : [this.answerShell(line)];
    return {
      prompt,
      output: replies.flatMap(({ output }) => output),
      kind: replies.find(({ kind }) => kind !== "printed")?.kind ?? "printed",
      parser: replies.find(({ parser }) => parser !== null)?.parser ?? null,
    };
  }

  private answerShell(line: string): Reply {
    const { command, keeps } = filterOf(line);
    if (command === "") return { output: [], kind: "printed", parser: null };
    const shell = this.kind === "unix" || this.kind === "dotnet-dump" ? this.kind : "windows";
    const reply = this.run(command, byName(command, shell), null);
    return keeps && reply.kind === "printed" ? { ...reply, output: reply.output.filter(keeps) } : reply;
  }

  private answerOne(typed: string): Reply {
    if (this.kind === "kernel") return this.answerKernel(typed);
    const { choice, rest, executes } = takeApart(typed);
    if (choice === null) return this.run(typed, typed, null);
    const threads = this.threadsOf(choice);
    if (threads.length === 0) return failed(marked(this.prompt, typed, "Illegal thread"));
    if (rest === "") return this.run(typed, typed === "~" ? "~" : "~*", choice);
    if (/^[sfunm]$/i.test(rest)) return this.run(typed, `~${rest.toLowerCase()}`, choice);
    return this.run(typed, rest, choice, !executes);
  }

  /** In a kernel the tilde means processors. */
  private answerKernel(typed: string): Reply {
    const { choice, rest } = takeApart(typed);
    if (choice === null) return this.run(typed, typed, null);
    if (choice.kind !== "number" || !/^s$/i.test(rest)) return failed(marked(this.prompt, typed, "Syntax"));
    const { number } = choice;
    if (number >= this.server.processors.length) return failed(fail(`${number} is not a valid processor number`));
    this.processor = number;
    this.implicit = running(this.server, number);
    return { output: [], kind: "printed", parser: null };
  }

  private threadsOf(choice: ThreadChoice): readonly Thread[] {
    const { threads, current } = this.server;
    if (choice.kind === "all") return threads;
    if (choice.kind === "current") return [current];
    if (choice.kind === "number") return threads.filter(({ number }) => number === choice.number);
    return threads.filter(({ osThreadId }) => osThreadId === choice.osThreadId);
  }

  /** Runs a command; `typed` is the line it stood in, `headed` asks for each thread's row above its output. */
  private run(typed: string, text: string, choice: ThreadChoice | null, headed = true): Reply {
    const call = DEBUGGERS.includes(this.kind) ? extensionCall(text) : null;
    const extension = call?.extension?.split("\\").at(-1) ?? null;
    if (extension !== null && !Object.values(EXTENSION_NAMES).some((names) => names.test(extension))) {
      return failed(missingExtension(extension));
    }
    const bare = call?.text ?? text;
    for (const command of COMMANDS) {
      const match = this.knows(command, call !== null, extension) ? command.typed.exec(bare) : null;
      if (!match) continue;
      const place = { choice, extension, every: headed && choice?.kind === "all" };
      const reply = this.execute(command, typed, place, match.groups ?? {});
      if (reply) return reply;
    }
    const line = call ? text : typed;
    const isKnown = COMMANDS.some((command) => this.knows(command, call !== null, extension) && isNamed(command, bare));
    return failed((isKnown ? badArguments : unknownCommand)(this.kind, line, this.prompt));
  }

  private knows(command: Command, bang: boolean, extension: string | null): boolean {
    if (!command.consoles.includes(this.kind)) return false;
    if (DEBUGGERS.includes(this.kind) && bang !== (command.extension !== undefined)) return false;
    if (command.extension === "sos" && this.kind === "user" && !this.sos) return false;
    if (extension !== null && !(command.extension && EXTENSION_NAMES[command.extension].test(extension))) return false;
    return suits(command.needs ?? {}, this.server);
  }

  private execute(
    command: Command,
    typed: string,
    { choice, extension, every }: Place,
    args: Readonly<Record<string, string | undefined>>,
  ): Reply | null {
    if (command.parser !== null && this.options.refuses?.includes(command.parser)) {
      return { output: refusal(this.kind, command.parser, typed, this.prompt).lines, kind: "refused", parser: null };
    }
    const threads = choice ? this.threadsOf(choice) : [this.server.current];
    const situation: Situation = {
      server: this.server,
      kind: this.kind,
      threads,
      every,
      extension,
      implicit: this.implicit,
      first: this.first,
    };
    const given = Object.fromEntries(Object.entries(args).flatMap(([name, value]) => (value ? [[name, value]] : [])));
    const answer = command.answer(situation, given);
    if (answer === null) return null;
    return this.take(command, "lines" in answer ? answer : { lines: answer });
  }

  private take({ parser }: Command, { lines, failed: isError, goTo, implicit, loadsSos }: Answer): Reply {
    if (goTo) this.server = { ...this.server, current: goTo };
    if (implicit) this.implicit = implicit;
    if (loadsSos) this.sos = true;
    return { output: lines, kind: isError ? "error" : "printed", parser: isError ? null : parser };
  }
}

/** Prompt, command and output as they are pasted. */
export function pasted({ prompt, output }: ConsoleReply, line: string): string {
  return `${[prompt + line, ...output].join("\n")}\n`;
}

/** The consoles that a server has: a Linux one no debugger of Windows, one of .NET Framework no dotnet-dump. */
export function consolesOf({ runtime }: Server): ConsoleKind[] {
  if (runtime.system === "linux") return ["dotnet-dump", "unix"];
  const shells: ConsoleKind[] = runtime.system === "2003" ? ["cmd"] : ["cmd", "powershell"];
  return ["user", "kernel", ...(runtime.version === "core" ? (["dotnet-dump"] as const) : []), ...shells];
}
