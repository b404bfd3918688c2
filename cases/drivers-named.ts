import type { Block } from "@/evidence";
import { type DriverFacts, driversAt, groupOfAltitude, isPlatformModule, lookUpDriver } from "@/findings/driver-facts";
import { read } from "./diagnose";

/** Whose a driver is, as far as it is known. */
export type DriverOwner = "windows" | "microsoft" | "scanner-of-microsoft" | "other-maker" | "ambiguous" | "unknown";

/** A driver that a text names, and what is published about it. */
export interface NamedDriver {
  name: string;
  altitude: string | null;
  owner: DriverOwner;
  facts: DriverFacts;
  /** The command whose output names it; null for a word that was typed. */
  command: string | null;
  /** 1-based. */
  line: number;
  /** The output calls it a filter of the old kind. */
  legacy: boolean;
  /** What the file itself says of its maker, where the output prints that. */
  printedCompany: string | null;
}

/** An altitude that stood without a name. */
export interface BareAltitude {
  altitude: string;
  group: string | null;
  /** Drivers that it is allocated to. */
  drivers: readonly { driver: string; company: string }[];
  line: number;
}

export interface DriversNamed {
  drivers: readonly NamedDriver[];
  altitudes: readonly BareAltitude[];
  /** Commands whose output was recognised. */
  commands: readonly string[];
  /** Programs and DLLs of a process in it: no drivers. */
  notDrivers: number;
  /** Drivers beyond the number that is shown. */
  further: number;
}

/** Nobody reads more, and a browser need not draw more. */
const MOST = 600;
const MOST_TYPED_LINES = 400;
/** fltmgr.sys, WdFilter */
const WORD = /^[A-Za-z_][\w.-]{1,60}$/;
const FILE = /^[\w.-]{1,60}\.sys$/i;
/** 328010, 385250.5 */
const ALTITUDE = /^\d{5,6}(?:\.\d{1,8})?$/;

interface Mention {
  name: string;
  altitude?: string | null;
  line: number;
  legacy?: boolean;
  company?: string | null;
}

/** Module list of a process: programs and DLLs. A driver's file says so. */
function moduleMentions(block: Block): { mentions: Mention[]; passed: number } {
  if (block.report?.kind !== "modules") return { mentions: [], passed: 0 };
  const { modules } = block.report;
  const kernel = block.mode === "kernel" || modules.some(({ name }) => /^(?:nt|ntkrnl\w*|ntoskrnl)$/i.test(name));
  const drivers = modules.filter(({ imageName, imagePath }) => kernel || /\.sys$/i.test(imagePath ?? imageName ?? ""));
  const mentions = drivers
    .filter(({ unloaded }) => !unloaded)
    .map(({ name, line, companyName }) => ({ name, line, company: companyName }));
  return { mentions, passed: modules.length - drivers.length };
}

function mentionsIn({ report, mode }: Block): Mention[] {
  switch (report?.kind) {
    case "filters":
      return report.filters.map(({ name, altitude, line, legacy }) => ({ name, altitude, line, legacy }));
    case "filter-instances":
      return report.instances.map(({ filter, altitude, line }) => ({ name: filter, altitude, line }));
    case "filter-manager-filters":
      return report.filters.map(({ name, altitude, line }) => ({ name, altitude, line }));
    case "filter-manager-instances":
      return report.instances.flatMap(({ filter, altitude, line }) =>
        filter ? [{ name: filter, altitude, line }] : [],
      );
    case "callback-data":
      return report.nodes.flatMap(({ filter, line }) => (filter ? [{ name: filter, line }] : []));
    case "services":
      return report.services.map(({ name, line }) => ({ name, line }));
    case "device-stack":
      return report.devices.map(({ driver, line }) => ({ name: driver, line }));
    case "driver-object":
    case "device-object":
      return report.driver ? [{ name: report.driver, line: report.line }] : [];
    case "kernel-threads":
      return report.threads.flatMap(({ frames }) => ofFrames(frames));
    case "native-stacks":
      return mode === "kernel" ? report.stacks.flatMap(({ frames }) => ofFrames(frames)) : [];
    default:
      return [];
  }
}

function ofFrames(frames: readonly { module: string | null; line: number }[]): Mention[] {
  return frames.flatMap(({ module, line }) => (module ? [{ name: module, line }] : []));
}

/** Lines that are no output: a name, an altitude, or both on a line. */
function typed(text: string): { mentions: Mention[]; altitudes: { altitude: string; line: number }[] } {
  const mentions: Mention[] = [];
  const altitudes: { altitude: string; line: number }[] = [];
  for (const [at, row] of text.split(/\r\n|\r|\n/, MOST_TYPED_LINES).entries()) {
    const tokens = row.split(/[\s,;|"']+/).filter(Boolean);
    const few = tokens.length <= 3;
    const names = tokens
      .map((token) => token.split(/[\\/]/).at(-1) ?? "")
      .filter((token) => FILE.test(token) || (few && WORD.test(token)));
    const [altitude, second] = tokens.filter((token) => ALTITUDE.test(token));
    const line = at + 1;
    for (const name of names) mentions.push({ name, altitude: names.length === 1 && !second ? altitude : null, line });
    if (names.length === 0 && few)
      for (const bare of tokens.filter((token) => ALTITUDE.test(token))) altitudes.push({ altitude: bare, line });
  }
  return { mentions, altitudes };
}

function ownerOf(name: string, facts: DriverFacts): DriverOwner {
  if (facts.suspectThoughMicrosoft) return "scanner-of-microsoft";
  if (isPlatformModule(name) || facts.inbox) return "windows";
  if (!facts.known) return "unknown";
  if (facts.companies.length > 1) return "ambiguous";
  return facts.microsoft ? "microsoft" : facts.company ? "other-maker" : "unknown";
}

function described({ name, altitude = null, line, legacy = false, company = null }: Mention, command: string | null) {
  const bare = name.split(/[\\/]/).at(-1) ?? name;
  const facts = lookUpDriver(bare, altitude);
  return { name: bare, altitude, owner: ownerOf(bare, facts), facts, command, line, legacy, printedCompany: company };
}

/** Every driver that a text names: typed names and altitudes, or the output of whatever lists drivers. */
export function driversNamed(text: string): DriversNamed {
  const { blocks } = read({ name: "", text }, 0);
  const drivers = new Map<string, NamedDriver>();
  const commands = new Set<string>();
  let notDrivers = 0;
  for (const block of blocks) {
    const { mentions, passed } = moduleMentions(block);
    notDrivers += passed;
    const all = [...mentions, ...mentionsIn(block)];
    if (all.length > 0 || passed > 0) commands.add(block.command);
    for (const mention of all) {
      const driver = described(mention, block.command);
      const key = `${driver.name.toLowerCase()} ${driver.altitude ?? ""}`;
      if (!drivers.has(key)) drivers.set(key, driver);
    }
  }
  const loose = drivers.size === 0 && notDrivers === 0 ? typed(text) : { mentions: [], altitudes: [] };
  const list = [...drivers.values(), ...loose.mentions.map((mention) => described(mention, null))];
  return {
    drivers: list.slice(0, MOST),
    altitudes: loose.altitudes.slice(0, MOST).map(({ altitude, line }) => ({
      altitude,
      line,
      group: groupOfAltitude(altitude),
      drivers: driversAt(altitude).map(({ driver, company }) => ({ driver, company })),
    })),
    commands: [...commands],
    notDrivers,
    further: Math.max(0, list.length - MOST),
  };
}
