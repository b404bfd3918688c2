import { parseArgs } from "node:util";
import type { Kind, Options } from "./kind";
import { KINDS } from "./kinds/list";
import { refusal } from "./problem";

/** What was asked for on the command line. */
export interface Wanted {
  kind: string;
  id: string;
  options: Options;
  remove: boolean;
  force: boolean;
}

const NAMES = Object.keys(KINDS).join(", ");

export function usage(): string {
  const kinds = Object.entries(KINDS).flatMap(([name, { id = "ID", options }]) => [
    `  npm run new -- ${name} ${id}`,
    ...Object.entries(options).map(([option, says]) => `    --${option.padEnd(9)} ${says}`),
  ]);
  return [
    "Writes all the files of something new, and its lines in the lists. What is left to be written, npm run check:content tells.",
    "",
    ...kinds,
    "",
    "  With --remove all of it is taken back; with --force too, even what was written into it since.",
    "  AUTHORING.md leads through each of them.",
    "",
  ].join("\n");
}

function wrong(what: string, fix: string): Error {
  return refusal("USAGE", `${what} Nothing was changed.`, fix);
}

/** The options of a kind, and no others: a mistyped one must not be passed over. */
function optionsOf(kind: Kind, args: readonly string[]): ReturnType<typeof parse> {
  try {
    return parse(kind, args);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\. To specify.*$/s, ".") : String(error);
    throw wrong(reason, "npm run new -- --help lists the options of each kind.");
  }
}

function parse(kind: Kind, args: readonly string[]) {
  const own = Object.fromEntries(Object.keys(kind.options).map((name) => [name, { type: "string" } as const]));
  const flags = { remove: { type: "boolean" }, force: { type: "boolean" } } as const;
  return parseArgs({ args: [...args], options: { ...own, ...flags }, allowPositionals: true });
}

export function readArguments(args: readonly string[]): Wanted {
  const [name = "", ...rest] = args;
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (!kind)
    throw refusal(
      "KIND_UNKNOWN",
      `"${name}" is nothing that can be added. Nothing was changed.`,
      `Say one of ${NAMES}.`,
    );
  const { positionals, values } = optionsOf(kind, rest);
  const { remove = false, force = false, ...options } = values as { remove?: boolean; force?: boolean } & Options;
  const [id, ...more] = positionals;
  if (id === undefined) throw wrong(`A ${name} needs an id.`, `Write npm run new -- ${name} ${kind.id ?? "ID"}.`);
  if (more.length > 0) throw wrong(`"${more[0]}" is one word too many.`, 'Put texts with blanks between quotes: "…".');
  return { kind: name, id, options, remove, force };
}
