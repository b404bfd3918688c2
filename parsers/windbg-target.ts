import { canonicalHex, type Line, type TargetReport } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import { linesLeft } from "./lines-left";
import type { Parser, Reading, Source } from "./parser";
import { withoutEscapes } from "./type-name";

/**
 * `vertarget`, `|` and `||`: which Windows, which process, which dump. The lines of `vertarget` also stand
 * in the banner of every dump that is opened; its times are read as those of `.time`.
 *
 * ```sample kernel
 * 0: kd> vertarget
 * Windows 10 Kernel Version 17763 MP (16 procs) Free x64
 * Product: Server, suite: TerminalServer SingleUserTS
 * Edition build lab: 17763.1.amd64fre.rs5_release.180914-1434
 * Machine Name: "SHOP-WEB2"
 * Kernel base = 0xfffff801`29e00000 PsLoadedModuleList = 0xfffff801`2a215c90
 * ```
 * ```sample old
 * 0:012> vertarget
 * Windows Server 2003 Version 3790 (Service Pack 2) MP (2 procs) Free x86 compatible
 * Product: Server, suite: Enterprise TerminalServer SingleUserTS
 * kernel32.dll version: 5.2.3790.4480 (srv03_sp2_gdr.090321-1244)
 * Machine Name:
 * ```
 * ```sample process
 * 0:031> |
 * .  0	id: 1c38	examine	name: w3wp.exe
 * ```
 * ```sample system
 * 0:031> ||
 * .  0 Full memory user mini dump: D:\dumps\w3wp_2.dmp
 *    1 Live user mode: <Local>
 * ```
 *
 * The process id is hex. `Free` is the Windows that is sold, `Checked` one with tests in it.
 */
// Windows Server 2003 Kernel Version 3790 (Service Pack 2) MP (4 procs) Free x86 compatible
const SYSTEM =
  /^\s*(?<system>Windows [\w. ]{1,40}?) (?<kernel>Kernel )?Version (?<build>\d{4,6})(?:\.\d{1,6})? (?:\(Service Pack (?<pack>\d{1,2})[^)]{0,30}\) )?(?:UP|MP \((?<procs>\d{1,4}) procs\)) (?:Free|Checked) (?<architecture>x86|x64|ARM64|ARM|IA64|i386)\b[\w ()]{0,40}$/i;
const PRODUCT = /^\s*Product: (?<product>\w{2,30})(?:, suite:(?<suites>[\w ]{0,200}))?$/i;
const LAB = /^\s*(?:(?:Edition )?build lab:|Built by:)\s?(?<lab>\S{5,120})$/i;
// 17763.1.amd64fre.rs5_release.180914-1434
const BARE_LAB = /^\s*(?<lab>\d{4,6}\.\d{1,6}\.\w{3,20}\.\w{2,60}\.\d{6}-\d{4})$/i;
// What a console breaks off the first line.
const COMPATIBLE = /^\s*compatible$/i;
const LIBRARY = /^\s*kernel32\.dll version:\s/i;
const MACHINE = /^\s*Machine Name:(?:\s*"?(?<name>[^\s"]{1,64})"?)?$/i;
const KERNEL_BASE = rx("^\\s*Kernel base = (?<base>", HEX, ")\\s+PsLoadedModuleList = ", HEX, "$");
// .  0	id: 1c38	examine	name: w3wp.exe
const PROCESS =
  /^\s*(?<current>[.#*])?\s{0,4}(?<number>\d{1,4})\s+id:\s?(?<pid>[0-9a-f]{1,8})\s+(?<state>[a-z]{4,12})(?:\s+name:(?:\s?(?<name>\S.*))?)?$/i;
// .  0 User mini dump: D:\dumps\w3wp.dmp
const TARGET =
  /^\s*(?<current>[.#*])?\s{0,4}(?<number>\d{1,4})\s{1,4}(?<mode>(?=[\w -]{0,60}(?:dump|live|kernel|user mode|remote))[a-z\d][\w -]{2,60}?)\s?:(?:\s?(?<from>\S.*))?$/i;
// The same with its mark, which no other output begins a line with.
const CURRENT_TARGET = /^\s*\.\s{1,4}\d{1,4}\s{1,4}(?:[a-z\d][\w -]{0,40}\sdump|Live (?:user|kernel)[\w -]{0,30})\s?:/i;

type Process = TargetReport["processes"][number];
type System = TargetReport["systems"][number];

class TargetReader {
  readonly processes: Process[] = [];
  readonly systems: System[] = [];
  system: { match: RegExpExecArray; line: number } | null = null;
  product: RegExpExecArray | null = null;
  buildLab: string | null = null;
  machineName: string | null = null;
  kernelBase: string | null = null;

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text).trim();
    const system = SYSTEM.exec(text);
    if (system) {
      this.system ??= { match: system, line: line.number };
      return true;
    }
    const [product, lab, machine] = [PRODUCT.exec(text), LAB.exec(text) ?? BARE_LAB.exec(text), MACHINE.exec(text)];
    const base = KERNEL_BASE.exec(text);
    if (product) this.product ??= product;
    if (lab) this.buildLab ??= withoutEscapes(group(lab, "lab") ?? "");
    if (machine) this.machineName ??= group(machine, "name");
    if (base) this.kernelBase ??= hexGroup(base, "base");
    return (
      product !== null ||
      lab !== null ||
      machine !== null ||
      base !== null ||
      LIBRARY.test(text) ||
      this.row(line) ||
      (this.system !== null && COMPATIBLE.test(text))
    );
  }

  private row(line: Line): boolean {
    const text = withoutAnnotation(line.text).trim();
    const process = PROCESS.exec(text);
    const system = process ? null : TARGET.exec(text);
    const match = process ?? system;
    if (!match) return false;
    const current = group(match, "current") === ".";
    const place = { line: line.number, current, number: numberGroup(match, "number") ?? 0 };
    if (process) {
      const processId = canonicalHex(group(process, "pid") ?? "");
      const [state, name] = [group(process, "state") ?? "", group(process, "name")];
      this.processes.push({ ...place, processId, state: state.toLowerCase(), name });
    } else this.systems.push({ ...place, mode: group(match, "mode") ?? "", from: group(match, "from") });
    return true;
  }
}

function parse(source: Source): Reading<TargetReport> {
  const reader = new TargetReader();
  const unread = linesLeft(reader, source.lines);
  const { system, processes, systems, product, buildLab, machineName, kernelBase } = reader;
  if (!system && processes.length === 0 && systems.length === 0) return null;
  const match = system?.match ?? null;
  const kernel = match ? group(match, "kernel") !== null : processes.length > 0 ? false : null;
  const report: TargetReport = {
    kind: "target",
    system: match ? group(match, "system") : null,
    systemLine: system?.line ?? null,
    build: match ? numberGroup(match, "build") : null,
    servicePack: match ? numberGroup(match, "pack") : null,
    kernel,
    processors: match ? (numberGroup(match, "procs") ?? 1) : null,
    architecture: match ? group(match, "architecture") : null,
    product: product ? group(product, "product") : null,
    suites: product ? (group(product, "suites") ?? "").split(/\s+/).filter((suite) => suite !== "") : [],
    buildLab,
    machineName,
    kernelBase,
    processes,
    systems,
  };
  return { report, unread, ...(match && { mode: kernel ? ("kernel" as const) : ("user" as const) }) };
}

export const windbgTarget: Parser<TargetReport> = {
  id: "windbg-target",
  name: "vertarget",
  mode: "user",
  command: /^(?:vertarget|\|\|?)(?:\s|$)/,
  recognise: [SYSTEM, PROCESS, CURRENT_TARGET],
  keeps: [PRODUCT, LAB, BARE_LAB, LIBRARY, MACHINE, KERNEL_BASE, TARGET],
  restarts: SYSTEM,
  parse,
};
