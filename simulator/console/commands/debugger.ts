import { printModule, printModules } from "../../printers/modules";
import { printTime, type TimeForm } from "../../printers/time";
import type { Server } from "../../server";
import { type Answer, type Arguments, type Command, EXTENSION_NAMES, fail, type Situation } from "../command";
import { missingExtension } from "../errors";
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
      .replaceAll(/\*+/g, ".*")
      .replaceAll("?", ".")}$`,
    "i",
  );
  const wanted = name === "" ? loaded : loaded.filter((module) => pattern.test(module.name));
  if (wanted.length === 0) return printModules([], [], server);
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

/** `.loadby sos clr`: SOS lies beside the runtime, if that is loaded. */
function loadBeside({ server, kind }: Situation, { name = "", module = "" }: Arguments): Answer {
  const loaded = [server.runtime.module, ...server.modules.map((one) => one.name)];
  const there = kind === "user" && loaded.some((one) => one.toLowerCase() === module.toLowerCase());
  if (!there) return fail(`Unable to find module '${module}'`);
  return /^sos$/i.test(name) ? { lines: [], loadsSos: true } : { lines: [] };
}

function load(_situation: Situation, { path = "" }: Arguments): Answer {
  const name = path.replace(/^.*\\/, "").replace(/\.dll$/i, "");
  if (/^(?:sos|psscor\d?)$/i.test(name)) return { lines: [], loadsSos: true };
  return Object.values(EXTENSION_NAMES).some((names) => names.test(name)) ? { lines: [] } : missingExtension(path);
}

const MOST = 2n ** 64n;

/** `? 360`: numbers are hex unless they say otherwise. */
function evaluate({ runtime: { bits } }: Server, typed: string): { decimal: string; hex: string } {
  const digits = typed.replaceAll("`", "");
  const value = BigInt(/^0n/i.test(digits) ? digits.slice(2) : `0x${digits.replace(/^0x/i, "")}`) % MOST;
  const hex = value.toString(16).padStart(bits / 4, "0");
  return { decimal: value.toString(), hex: hex.length > 8 ? hex.replace(/(?=.{8}$)/, "`") : hex };
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
    typed: /^\.loadby\s+(?<name>[\w.]+)\s+(?<module>\w+)$/i,
    answer: loadBeside,
  },
  { ...BOTH, parser: null, typed: /^\.load\s+(?<path>.+)$/i, answer: load },
  {
    ...BOTH,
    parser: null,
    typed: /^\?\s*(?<number>0n\d{1,20}|(?:0x)?[0-9a-f`]{1,17})$/i,
    answer: ({ server }, { number = "0" }) => {
      const { decimal, hex } = evaluate(server, number);
      return [`Evaluate expression: ${decimal} = ${hex}`];
    },
  },
  {
    ...BOTH,
    parser: null,
    typed: /^\.formats\s+(?<number>0n\d{1,20}|(?:0x)?[0-9a-f`]{1,17})$/i,
    answer: ({ server }, { number = "0" }) => {
      const { decimal, hex } = evaluate(server, number);
      return ["Evaluate expression:", `  Hex:     ${hex}`, `  Decimal: ${decimal}`];
    },
  },
  {
    ...BOTH,
    parser: null,
    typed: /^\.(?:cordll|symfix\+?|reload|sympath|logopen|logclose|prefer_dml|effmach|lines|ecxr)(?:\s.*)?$/i,
    answer: () => [],
  },
];
