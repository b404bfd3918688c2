import type { Cite, Finding, KernelThread } from "@/evidence";
import { type DriverFacts, exportPrefixHint, lookUpDriver } from "../driver-facts";
import type { EvidenceSet } from "../evidence-set";
import { entryOf, inCallOrder, type KernelView, type Sighting, thirdPartySightings } from "../kernel-views";
import { cite, fact, type Rule } from "../rule";
import { list } from "../say";
import { subjectThread } from "./kernel-thread";

interface DriverOnPath {
  driver: string;
  sightings: Sighting[];
}

function byDriver(sightings: readonly Sighting[]): DriverOnPath[] {
  const drivers = new Map<string, DriverOnPath>();
  for (const sighting of sightings) {
    const key = sighting.driver.toLowerCase();
    const known = drivers.get(key) ?? { driver: sighting.driver, sightings: [] };
    known.sightings.push(sighting);
    drivers.set(key, known);
  }
  return [...drivers.values()];
}

/** What is known of a driver, in words: maker, group, or honestly nothing. */
export function describe(facts: DriverFacts): string {
  if (!facts.known) return "it is not in the published list of filter drivers, which says neither good nor bad of it";
  const maker =
    facts.companies.length > 1 ? `one of ${list(facts.companies.slice(0, 4))}` : (facts.company ?? "an unnamed maker");
  return `${maker}${facts.group ? `, group ${facts.group}` : ""}${facts.purpose ? ` (${facts.purpose})` : ""}`;
}

function exportsOnly(driver: DriverOnPath): boolean {
  const frames = driver.sightings.flatMap((sighting) => sighting.frames);
  return frames.every(
    (frame) => frame.unreliable || frame.symbol === null || Number.parseInt(frame.offset ?? "0", 16) >= 0x800,
  );
}

function sightingCites(view: KernelView, driver: DriverOnPath): Cite[] {
  return driver.sightings.map(({ frames }) => {
    const lines = frames.map((frame) => frame.line);
    return cite(view.block, Math.min(...lines), Math.max(...lines));
  });
}

function product(evidence: EvidenceSet, driver: string): { says: string; cite: Cite } | null {
  for (const { report, block } of evidence.of("modules")) {
    const row = report.modules.find((module) => module.name.toLowerCase() === driver.toLowerCase());
    const parts = [row?.companyName, row?.productName, row?.fileDescription, row?.fileVersion].filter(Boolean);
    if (row && parts.length > 0) return { says: parts.join(", "), cite: cite(block, row.line) };
  }
  return null;
}

function driverFindings(view: KernelView, driver: DriverOnPath, evidence: EvidenceSet): Finding[] {
  const facts = lookUpDriver(driver.driver);
  const times = driver.sightings.length;
  const legacy = driver.sightings.some((sighting) => sighting.calledByIoManager);
  const nameless = exportsOnly(driver);
  const hint =
    driver.sightings
      .flatMap((sighting) => sighting.frames)
      .map((frame) => exportPrefixHint(frame.symbol ?? ""))
      .find((found) => found !== null) ?? null;
  const found = product(evidence, driver.driver);
  const cites = sightingCites(view, driver);
  const values = {
    driver: driver.driver,
    sightings: times,
    legacy,
    exportsOnly: nameless,
    known: facts.known,
    company: facts.company,
    group: facts.group,
    kind: facts.kind,
    microsoft: facts.microsoft,
    product: found?.says ?? null,
    hint,
  };
  const findings = [
    fact(
      "driver-on-path",
      `${driver.driver} stands on the path ${times === 1 ? "once" : times === 2 ? "twice" : `${times} times`}, ${legacy ? "called straight by the I/O manager: a legacy filter, not a minifilter" : "called by the filter manager: a minifilter"}; ${describe(facts)}.`,
      cites,
      values,
    ),
  ];
  if (nameless) {
    findings.push(
      fact(
        "driver-names-are-exports",
        `The names shown for ${driver.driver} are only its nearest exports, as there are no symbols for it: they do not tell what it is doing.${hint ? ` ${hint}` : ""}`,
        cites,
        { driver: driver.driver },
      ),
    );
  }
  if (found)
    findings.push(
      fact("driver-product", `${driver.driver} is ${found.says}.`, [found.cite], {
        driver: driver.driver,
        product: found.says,
      }),
    );
  return findings;
}

/** The page-fault handler between two parts of the file-system path, and the driver met on both sides. */
function reentry(thread: KernelThread, view: KernelView, drivers: readonly DriverOnPath[]): Finding[] {
  const frames = inCallOrder(thread);
  const fault = frames.findIndex((frame) => /!(?:KiTrap0E|KiPageFault)/.test(frame.callSite));
  const read = frames.findIndex((frame, at) => at > fault && /!(?:IoPageRead\w*|IoPageReadEx)/.test(frame.callSite));
  const outside = frames
    .slice(0, Math.max(fault, 0))
    .some((frame) => /^(?:ntfs|refs|fltmgr)$/i.test(frame.module ?? ""));
  const trap = frames[fault];
  if (fault < 0 || read < 0 || !outside || !trap) return [];
  const both = drivers.find(
    ({ sightings }) =>
      sightings.some((s) => s.frames.some((f) => frames.indexOf(f) < fault)) &&
      sightings.some((s) => s.frames.some((f) => frames.indexOf(f) > read)),
  );
  const values = { driver: both?.driver ?? null, thread: thread.address };
  return [
    fact(
      "page-fault-reentry",
      `While the file system maps its own data a page is missing, and reading it enters the file system a second time${both ? `, through ${both.driver} again` : ""}.`,
      [cite(view.block, trap.line), ...(both ? sightingCites(view, both) : [])],
      values,
    ),
  ];
}

const FILE_SYSTEMS = /^(?:ntfs|refs|fastfat|exfat|udfs|cdfs|fltmgr|mup|rdbss|mrxsmb\w*|dfsc|csvfs)$/i;

/** True when the thread works on a file: a driver on any other way (sound, network) delays no file access. */
function onFilePath(thread: KernelThread): boolean {
  const entry = entryOf(thread);
  if (entry && /^Nt(?!DeviceIoControl)\w*?(?:File|Section)/.test(entry.name)) return true;
  return thread.frames.some((frame) => FILE_SYSTEMS.test(frame.module ?? "") || /!IoPageRead/.test(frame.callSite));
}

/** The drivers between the call and the disk, in order, and what is known of each. */
export const ioPath: Rule = {
  id: "io-path",
  finds: [
    "third-party-on-path",
    "only-microsoft-on-path",
    "driver-on-path",
    "driver-names-are-exports",
    "driver-product",
    "page-fault-reentry",
    "waits-in-driver",
  ],
  derive(evidence, found) {
    const view = subjectThread(evidence, found);
    if (!view || !onFilePath(view.thread)) return [];
    const { thread, block } = view;
    const drivers = byDriver(thirdPartySightings(thread));
    const findings: Finding[] = [];
    const suspects = drivers.filter(({ driver }) => {
      const facts = lookUpDriver(driver);
      return !facts.microsoft || facts.suspectThoughMicrosoft;
    });
    if (suspects.length > 0) {
      const names = suspects.map(({ driver }) => driver);
      findings.push(
        fact(
          "third-party-on-path",
          `Between the call and the file system ${names.length === 1 ? "stands" : "stand"} ${list(names)}. Every access goes through ${names.length === 1 ? "it" : "them"}; that makes ${names.length === 1 ? "it a suspect" : "them suspects"}, not yet guilty.`,
          suspects.flatMap((driver) => sightingCites(view, driver)),
          { drivers: names, thread: thread.address },
        ),
      );
    } else if (thread.frames.some((frame) => /^(?:ntfs|refs|fltmgr)$/i.test(frame.module ?? ""))) {
      const all = thread.frames.map((frame) => frame.line);
      findings.push(
        fact(
          "only-microsoft-on-path",
          "Every module on the path belongs to Windows. A minifilter that has handed the call on leaves no frame, so the list of filters has the last word.",
          [cite(block, Math.min(...all), Math.max(...all))],
          { thread: thread.address },
        ),
      );
    }
    findings.push(
      ...drivers.flatMap((driver) => driverFindings(view, driver, evidence)),
      ...reentry(thread, view, drivers),
    );
    const innermost = thread.frames.find(
      (frame) => frame.module !== null && !/^(?:nt|ntkrnl\w*|ntoskrnl|hal)$/i.test(frame.module),
    );
    const waiting = drivers.find(({ driver }) => driver.toLowerCase() === innermost?.module?.toLowerCase());
    if (waiting && innermost && thread.state !== "RUNNING") {
      findings.push(
        fact(
          "waits-in-driver",
          `The innermost wait is inside ${waiting.driver} itself: it has taken the call and keeps it.`,
          [cite(block, innermost.line)],
          { driver: waiting.driver, thread: thread.address },
        ),
      );
    }
    return findings;
  },
};
