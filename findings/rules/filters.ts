import type { Block, Cite, Finding } from "@/evidence";
import { type DriverFacts, lookUpDriver } from "../driver-facts";
import type { EvidenceSet } from "../evidence-set";
import { cite, type Found, fact, type Rule } from "../rule";
import { list } from "../say";
import { describe } from "./io-path";

interface LoadedFilter {
  name: string;
  altitude: string | null;
  legacy: boolean;
  attached: boolean;
  facts: DriverFacts;
  cite: Cite;
}

function loaded(evidence: EvidenceSet): { filters: LoadedFilter[]; blocks: Block[]; complete: boolean } {
  const filters = new Map<string, LoadedFilter>();
  const blocks: Block[] = [];
  const add = (name: string, altitude: string | null, legacy: boolean, attached: boolean, at: Cite): void => {
    const key = name.toLowerCase();
    if (!filters.has(key))
      filters.set(key, { name, altitude, legacy, attached, facts: lookUpDriver(name, altitude), cite: at });
  };
  for (const { report, block } of evidence.of("filters")) {
    blocks.push(block);
    for (const row of report.filters)
      add(row.name, row.altitude, row.legacy, row.legacy || row.instances !== 0, cite(block, row.line));
  }
  for (const { report, block } of evidence.of("filter-instances")) {
    blocks.push(block);
    for (const row of report.instances) add(row.filter, row.altitude, false, true, cite(block, row.line));
  }
  const complete = [...evidence.of("filters"), ...evidence.of("filter-instances")].some(
    ({ report }) => report.complete,
  );
  return { filters: [...filters.values()], blocks, complete };
}

function isSuspect({ facts, attached }: LoadedFilter): boolean {
  return attached && (facts.suspectThoughMicrosoft || !facts.microsoft);
}

function seenOnPath(found: Found, filters: readonly LoadedFilter[], blocks: readonly Block[]): Finding[] {
  const cites = blocks.map((block) => ({ file: block.file, lines: block.lines }));
  return found.all("driver-on-path").flatMap((onPath) => {
    const driver = String(onPath.values.driver);
    const match = filters.find(({ name }) => name.toLowerCase() === driver.toLowerCase());
    if (match)
      return [
        fact(
          "driver-still-loaded",
          `${match.name}, seen on the kernel stack, is loaded now as well.`,
          [match.cite, ...onPath.cites.slice(0, 1)],
          { driver },
        ),
      ];
    return [
      fact(
        "driver-not-listed",
        `${driver}, seen on the kernel stack, is not in this list of filters: a legacy filter of an old system may be missing from it, or it has been removed since.`,
        [...onPath.cites.slice(0, 1), ...cites],
        { driver },
      ),
    ];
  });
}

/** Which filters are loaded, and whose they are. */
export const filters: Rule = {
  id: "filters",
  finds: [
    "filters-listed",
    "third-party-filter",
    "only-microsoft-filters",
    "legacy-filter-loaded",
    "driver-still-loaded",
    "driver-not-listed",
  ],
  derive(evidence, found) {
    const { filters: all, blocks, complete } = loaded(evidence);
    if (blocks.length === 0 || all.length === 0) return [];
    const cites = blocks.map((block) => ({ file: block.file, lines: block.lines }));
    const suspects = all.filter(isSuspect);
    const findings = [
      fact("filters-listed", `${all.length} filter drivers are loaded.`, cites, {
        count: all.length,
        suspects: suspects.length,
      }),
    ];
    for (const suspect of suspects) {
      const { facts, name, altitude } = suspect;
      findings.push(
        fact(
          "third-party-filter",
          `${name}${altitude ? ` at altitude ${altitude}` : ""}: ${describe(facts)}.`,
          [suspect.cite],
          {
            driver: name,
            altitude,
            company: facts.company,
            group: facts.group,
            kind: facts.kind,
            known: facts.known,
          },
        ),
      );
    }
    if (suspects.length === 0 && complete && !found.has("third-party-on-path"))
      findings.push(
        fact(
          "only-microsoft-filters",
          "Every filter that is attached is part of Windows; none of them scans, copies or indexes files.",
          cites,
        ),
      );
    const legacy = all.filter((filter) => filter.legacy);
    if (legacy.length > 0) {
      findings.push(
        fact(
          "legacy-filter-loaded",
          `${list(legacy.map(({ name }) => name))} ${legacy.length === 1 ? "is a legacy filter" : "are legacy filters"}, outside the filter manager's control.`,
          legacy.map((filter) => filter.cite),
          { drivers: legacy.map(({ name }) => name) },
        ),
      );
    }
    return [...findings, ...seenOnPath(found, all, blocks)];
  },
};
