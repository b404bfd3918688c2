import { PRINTERS } from "../printers/list";
import type { Printer } from "../printers/printer";
import type { Server } from "../server";
import { type Command, suits } from "./command";

/** The printer of an output in the first of these dialects that the server has. */
function printerOf(server: Server, parser: string, dialects: readonly string[]): Printer | null {
  const own = PRINTERS.filter((printer) => printer.parser === parser && suits(printer.needs, server));
  for (const dialect of dialects) {
    const found = own.find((printer) => printer.dialect === dialect);
    if (found) return found;
  }
  return null;
}

/** What the registered printer of an output prints, in the first of these dialects that the server has; null without one. */
export function printed(server: Server, parser: string, ...dialects: readonly string[]): readonly string[] | null {
  return printerOf(server, parser, dialects)?.print(server) ?? null;
}

/** Answers with the registered printer's output, whatever was typed behind the name. */
export function asPrinted(parser: string, ...dialects: readonly string[]): Command["answer"] {
  return ({ server }) => printed(server, parser, ...dialects);
}
