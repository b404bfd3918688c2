import { printModule, printModules } from "../../printers/modules";
import { printTime, type TimeForm } from "../../printers/time";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";
import { printed } from "../printed";

const BOTH = { consoles: ["user", "kernel"] } as const;

/** Debuggers of 2003 write GMT. */
function timeForm({ server: { runtime, clock }, kind }: Situation): TimeForm {
  const gmt = runtime.system === "2003" && clock.offsetMinutes % 60 === 0;
  return { zone: gmt ? "gmt" : "utc", oldDays: false, process: kind === "user" };
}

function modules({ server, kind }: Situation, { flags = "", name = "" }: Arguments): Answer | readonly string[] {
  const loaded = kind === "kernel" ? server.drivers : server.modules;
  const pattern = new RegExp(
    `^${name
      .replaceAll(/[^\w*?]/g, "_")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "i",
  );
  const wanted = name === "" ? loaded : loaded.filter((module) => pattern.test(module.name));
  if (wanted.length === 0) return fail(`Unable to find module '${name}'`);
  if (!flags.includes("v")) {
    return printModules(wanted, kind === "kernel" && name === "" ? server.unloadedDrivers : [], server);
  }
  return wanted.flatMap((module) => printModule(module, server, server.runtime.system === "2019"));
}

function analyze({ server, kind }: Situation, { flags = "" }: Arguments): readonly string[] | null {
  const verbose = /-v\b/i.test(flags);
  if (kind === "kernel") {
    const whole = ["bugcheck-x86", "bugcheck-x64", "bugcheck-x64-new"];
    return printed(server, "windbg-analyze", ...(verbose ? whole : []), "brief");
  }
  if (/-hang\b/i.test(flags)) return printed(server, "windbg-analyze", "hang-x86", "hang-x64", "hang-new");
  return printed(server, "windbg-analyze", "exception-x86", "exception-x64", "exception-x86-new", "exception-x64-new");
}

/** Commands that process dumps and kernel dumps share. */
export const DEBUGGER_COMMANDS: readonly Command[] = [
  {
    ...BOTH,
    parser: "windbg-time",
    typed: /^\.time$/i,
    answer: (situation) => printTime(situation.server, timeForm(situation)),
  },
  {
    ...BOTH,
    parser: "windbg-target",
    typed: /^vertarget$/i,
    answer: ({ server, kind }) => printed(server, "windbg-target", `${kind}-x86`, `${kind}-x64`),
  },
  {
    ...BOTH,
    parser: "windbg-modules",
    typed: /^lm(?<flags>[vftko]*)(?:\s*m?\s+(?<name>[\w*?.]+))?$/i,
    answer: modules,
  },
  { ...BOTH, parser: "windbg-modules", typed: /^lm(?<flags>[vftko]*)m\s+(?<name>[\w*?.]+)$/i, answer: modules },
  {
    ...BOTH,
    extension: "debugger",
    parser: "windbg-analyze",
    typed: /^analyze(?<flags>(?:\s+-\w+)*)$/i,
    answer: analyze,
  },
  {
    ...BOTH,
    parser: null,
    typed: /^\.(?:symfix\+?|reload|sympath|logopen|logclose|prefer_dml|effmach|lines|ecxr)(?:\s.*)?$/i,
    answer: () => [],
  },
];
