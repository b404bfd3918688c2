import driverNotes from "@/content/data/driver-notes.json" with { type: "json" };
import driverPatterns from "@/content/data/driver-patterns.json" with { type: "json" };
import driverToolkits from "@/content/data/driver-toolkits.json" with { type: "json" };
import filterDrivers from "@/content/data/filter-drivers.json" with { type: "json" };
import inboxDrivers from "@/content/data/legacy-and-inbox.json" with { type: "json" };
import loadOrderGroups from "@/content/data/load-order-groups.json" with { type: "json" };
import platformModules from "@/content/data/platform-modules.json" with { type: "json" };

export type DriverKind =
  | "backup"
  | "antivirus"
  | "indexer"
  | "replication"
  | "activity-monitor"
  | "content-screener"
  | "encryption"
  | "hsm"
  | "other";

/** What is published about a driver. Its absence from the lists says nothing about it. */
export interface DriverFacts {
  /** As asked for. */
  name: string;
  known: boolean;
  /** Null when unknown, and when the name belongs to several companies. */
  company: string | null;
  /** Every company the name belongs to, at the altitude asked for when that decides. */
  companies: string[];
  /** Load-order group: of the altitude asked for, else of the name when it has only one. */
  group: string | null;
  /** What drivers of that group do. */
  purpose: string | null;
  kind: DriverKind | null;
  microsoft: boolean;
  /** Ships with Windows. */
  inbox: boolean;
  /** Microsoft's, but it scans, backs up or watches files as other makers' products do, or bears a sample's name. */
  suspectThoughMicrosoft: boolean;
  /** Stands in the list of Windows' own drivers. */
  legacyList: boolean;
  note: string | null;
  source: string | null;
}

type ListedDriver = (typeof filterDrivers)[number];
type InboxDriver = (typeof inboxDrivers)[number];
type DriverNote = (typeof driverNotes)[number];

const LIST_SOURCE = "Microsoft, Allocated filter altitudes, 9 September 2022";
const MISSING =
  "The published list ends in September 2022; that a driver is missing from it speaks neither for nor against it.";

const KIND_OF_GROUP: Readonly<Record<string, DriverKind>> = {
  "FSFilter Activity Monitor": "activity-monitor",
  "FSFilter Anti-Virus": "antivirus",
  "FSFilter Content Screener": "content-screener",
  "FSFilter Continuous Backup": "backup",
  "FSFilter Encryption": "encryption",
  "FSFilter HSM": "hsm",
  "FSFilter Replication": "replication",
};

const KERNEL_IMAGES = new Set(["nt", "ntkrnlmp", "ntkrnlpa", "ntkrpamp"]);

/** `C:\…\5nine.cbt.sys`, `5nine.cbt` and the debugger's `5nine_cbt` are one driver. */
function keyOf(name: string): string {
  const file = name.trim().toLowerCase().split(/[\\/]/).at(-1) ?? "";
  const key = file.replace(/\.(?:sys|exe)$/, "").replace(/[^a-z0-9?]/g, "_");
  return KERNEL_IMAGES.has(key) ? "ntoskrnl" : key;
}

function indexed<Row extends { driver: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const index = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row.driver);
    const same = index.get(key);
    if (same) same.push(row);
    else index.set(key, [row]);
  }
  return index;
}

const LISTED = indexed<ListedDriver>(filterDrivers);
const INBOX = indexed<InboxDriver>(inboxDrivers);
const NOTES = indexed<DriverNote>(driverNotes);
const PATTERNS = driverPatterns.map((row) => ({ ...row, matches: new RegExp(row.pattern) }));
const TOOLKIT_NAMES = driverToolkits.flatMap((row) =>
  row.names ? [{ matches: new RegExp(row.names), note: row.note }] : [],
);
const TOOLKIT_EXPORTS = driverToolkits.flatMap((row) =>
  row.exports ? [{ matches: new RegExp(row.exports), note: row.note }] : [],
);
const PLATFORM = new Set([
  ...platformModules.map((row) => keyOf(row.module)),
  ...inboxDrivers.filter((row) => row.inbox).map((row) => keyOf(row.driver)),
]);

/** `385250.50` and `385250.5` are one altitude. */
function sameAltitude(a: string, b: string): boolean {
  return a.trim() === b.trim() || Number(a) === Number(b);
}

/** What is published about each load-order group, highest altitude first. */
export const LOAD_ORDER_GROUPS: readonly { group: string; low: number; high: number; purpose: string }[] =
  loadOrderGroups;

/** What the group's drivers do, by the kind of product. */
export function kindOfGroup(group: string): DriverKind {
  return KIND_OF_GROUP[group] ?? "other";
}

/** Drivers with an altitude in the group, as published, highest first. */
export function listedDrivers(group: string): ListedDriver[] {
  const rows = filterDrivers.filter((row) => row.group === group);
  return rows.sort((a, b) => Number(b.altitude) - Number(a.altitude) || (a.driver < b.driver ? -1 : 1));
}

/** Drivers that the altitude is allocated to. */
export function driversAt(altitude: string): ListedDriver[] {
  return filterDrivers.filter((row) => sameAltitude(row.altitude, altitude));
}

/** Drivers of Windows itself that are seen on I/O stacks. */
export function ownDrivers(): readonly InboxDriver[] {
  return inboxDrivers.filter(({ inbox }) => inbox);
}

/** Load-order group whose range the altitude lies in, or null. Fractions count: `389998.99`. */
export function groupOfAltitude(altitude: string): string | null {
  const value = Number.parseFloat(altitude);
  return loadOrderGroups.find((row) => value >= row.low && value < row.high + 1)?.group ?? null;
}

function purposeOf(group: string | null): string | null {
  return loadOrderGroups.find((row) => row.group === group)?.purpose ?? null;
}

/** The one value of all rows, or null. */
function only(values: readonly string[]): string | null {
  return values.length > 0 && values.every((value) => value === values[0]) ? (values[0] ?? null) : null;
}

/** `Kaspersky` and `Kaspersky Lab`, `symantec` and `Symantec Corporation` are one company; the longer name stays. */
function distinctCompanies(names: readonly string[]): string[] {
  const bare = (name: string): string =>
    name
      .toLowerCase()
      .replace(/[.,]/g, "")
      .replace(/\s(?:inc|llc|ltd|limited|corp|corporation|gmbh|co ltd|spol s ro)$/, "")
      .trim();
  const kept: string[] = [];
  for (const name of [...new Set(names.filter(Boolean))].sort((a, b) => b.length - a.length)) {
    if (!kept.some((other) => bare(other) === bare(name) || bare(other).startsWith(`${bare(name)} `))) kept.push(name);
  }
  return kept.sort();
}

/** Slots that fltmc shows for legacy filters, one below the top of their group: `389998.99`. */
function isLegacySlot(altitude: string): boolean {
  return /9998\.99$/.test(altitude.trim());
}

/** Facts on a driver, by file, filter or module name; the altitude decides where a name is ambiguous. */
export function lookUpDriver(name: string, altitude: string | null = null): DriverFacts {
  const asked = keyOf(name);
  const pattern = PATTERNS.find((row) => row.matches.test(asked));
  const key = !LISTED.has(asked) && pattern ? keyOf(pattern.like) : asked;
  const named = LISTED.get(key) ?? [];
  const exact = altitude === null ? [] : named.filter((row) => sameAltitude(row.altitude, altitude));
  const rows = exact.length > 0 ? exact : named;
  const inbox = INBOX.get(key)?.[0];
  const remark = NOTES.get(asked)?.[0];
  const known = rows.length > 0 || inbox !== undefined || remark !== undefined;

  const companies = distinctCompanies(rows.map((row) => row.company));
  if (companies.length === 0 && remark?.company) companies.push(remark.company);
  if (companies.length === 0 && inbox) companies.push("Microsoft");
  const company = companies.length === 1 ? (companies[0] ?? null) : null;

  // A file system or the kernel is no filter, whatever group an altitude list gives it.
  const isFilter = inbox === undefined || inbox.role === "in-box filter" || !inbox.inbox;
  const ownGroup = isFilter ? only(rows.map((row) => row.group)) : null;
  const group = (altitude === null ? null : groupOfAltitude(altitude)) ?? ownGroup;
  const kinds = rows.map((row) => KIND_OF_GROUP[row.group] ?? "other");
  const kindOfRows = isFilter ? (only(kinds) as DriverKind | null) : null;
  const kindOfGroup = group === null ? null : (KIND_OF_GROUP[group] ?? "other");

  const moved = altitude !== null && key === asked && named.length > 0 && exact.length === 0 && !isLegacySlot(altitude);
  const notes = [
    inbox?.note,
    remark?.note,
    key === asked ? null : pattern?.note,
    TOOLKIT_NAMES.find((row) => row.matches.test(asked))?.note,
    moved ? `it runs at ${altitude}, which is not an altitude allocated to this name` : null,
    known ? null : MISSING,
  ].filter(Boolean);

  return {
    name,
    known,
    company,
    companies,
    group,
    purpose: purposeOf(group),
    kind:
      (remark?.kind as DriverKind | null | undefined) ??
      (exact.length > 0 ? kindOfRows : null) ??
      kindOfGroup ??
      kindOfRows,
    microsoft: company === "Microsoft",
    inbox: inbox?.inbox ?? false,
    suspectThoughMicrosoft: company === "Microsoft" && (remark?.suspect ?? false),
    legacyList: inbox !== undefined,
    note: notes.length > 0 ? notes.join("; ") : null,
    source: rows.length > 0 ? LIST_SOURCE : (inbox?.source ?? remark?.source ?? null),
  };
}

/**
 * True for modules that never count as third-party on an I/O stack: the kernel, the file systems, the
 * disk drivers and Windows' own filters. Microsoft's scanners and sensors are looked up like any other;
 * volsnap is on every path to a disk and stays out of it.
 */
export function isPlatformModule(module: string): boolean {
  const key = keyOf(module);
  if (/^mrxsmb\d{0,2}$/.test(key) || key === "volsnap") return true;
  return PLATFORM.has(key) && !NOTES.get(key)?.some((row) => row.suspect);
}

/** A sentence on whose toolkit an export's name gives away, or null: `SomeFilter!OsrFilterDeregister+0x85`. */
export function exportPrefixHint(symbol: string): string | null {
  const bare = symbol.slice(symbol.indexOf("!") + 1);
  return TOOLKIT_EXPORTS.find((row) => row.matches.test(bare))?.note ?? null;
}
