import type { Report } from "@/evidence";
import type { Facts } from "../facts";
import type { Server, ServerOptions } from "../server";

/** Where a command is typed. */
export type PromptKind = "user" | "kernel" | "dotnet-dump" | "cmd" | "powershell" | "unix";

/** One output in one dialect. */
export interface Printer<R extends Report = Report> {
  /** Id of the parser that reads it. */
  parser: string;
  /** Who prints it so: `sos-2-x64`. Unique within the parser's outputs. */
  dialect: string;
  /** What a server must be like to print it. */
  needs: ServerOptions;
  prompt: PromptKind;
  command(server: Server): string;
  /** The output without prompt and command. */
  print(server: Server): readonly string[];
  /** What its text says. Some facts stand in the command alone. */
  expected(server: Server, echoed: boolean): Facts<R>;
}

/** The prompt as it stands before a command. */
export function promptText(kind: PromptKind, { seed, current }: Server): string {
  switch (kind) {
    case "user":
      return `0:${String(current.number).padStart(3, "0")}> `;
    case "kernel":
      return ["0: kd> ", "kd> ", "lkd> ", "3: kd> "][seed % 4] ?? "kd> ";
    case "dotnet-dump":
      return "> ";
    case "cmd":
      return "C:\\Windows\\system32>";
    case "powershell":
      return "PS C:\\> ";
    case "unix":
      return "root@web-7f9c:/app# ";
  }
}

/** An output as it is pasted, with its command in front unless that was left out. */
export function printout(printer: Printer, server: Server, echo = true): string {
  const command = echo ? [promptText(printer.prompt, server) + printer.command(server)] : [];
  return `${[...command, ...printer.print(server)].join("\n")}\n`;
}
