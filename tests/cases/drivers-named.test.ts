import fc from "fast-check";
import { expect, test } from "vitest";
import { driversNamed } from "@/cases/drivers-named";
import { samplesOf } from "../support/docstring-samples";

const owners = (text: string) => driversNamed(text).drivers.map(({ name, owner }) => [name, owner]);

test("a typed name tells maker, group and kind, and where the facts are from", () => {
  const [driver] = driversNamed("csagent.sys").drivers;

  expect(driver).toMatchObject({
    name: "csagent.sys",
    owner: "other-maker",
    command: null,
    facts: { company: "CrowdStrike Ltd.", group: "FSFilter Anti-Virus", kind: "antivirus" },
  });
  expect(driver?.facts.source).toMatch(/2022/);
});

test("a name that nobody published is said to be unknown, and its altitude still tells the group", () => {
  const [driver] = driversNamed("AcmeBkp 281999").drivers;

  expect(driver).toMatchObject({
    owner: "unknown",
    altitude: "281999",
    facts: { group: "FSFilter Continuous Backup" },
  });
  expect(driver?.facts.note).toMatch(/neither for nor against/);
});

test("an altitude alone tells its group and whom it is allocated to", () => {
  const { drivers, altitudes } = driversNamed("328010\n99999");

  expect(drivers).toEqual([]);
  expect(altitudes).toEqual([
    {
      altitude: "328010",
      group: "FSFilter Anti-Virus",
      drivers: [{ driver: "wdfilter.sys", company: "Microsoft" }],
      line: 1,
    },
    { altitude: "99999", group: null, drivers: [], line: 2 },
  ]);
});

test("Microsoft's scanner is not passed over as part of Windows", () => {
  expect(owners("WdFilter\nluafv\nNtfs.sys")).toEqual([
    ["WdFilter", "scanner-of-microsoft"],
    ["luafv", "windows"],
    ["Ntfs.sys", "windows"],
  ]);
});

test.each(["fltmc", "fltmc-instances", "fltkd-filters", "sc-query", "kd-devstack", "windbg-modules"])(
  "every dialect of %s gives its drivers, with the line of each",
  (parser) => {
    for (const { dialect, text } of samplesOf(parser)) {
      const { drivers, commands, notDrivers } = driversNamed(text);
      expect([dialect, drivers.length + notDrivers > 0, commands.length]).toEqual([dialect, true, 1]);
      const lines = text.split("\n");
      for (const { name, line } of drivers) expect(lines[line - 1]?.toLowerCase()).toContain(name.toLowerCase());
    }
  },
);

test("a legacy filter is told from the others", () => {
  const table = [
    "Filter Name                     Num Instances    Altitude    Frame",
    "------------------------------  -------------  ------------  -----",
    "AcmeAudit                               5       385420         0",
    "OldScan                                         329998.99   <Legacy>",
  ].join("\n");

  expect(driversNamed(table).drivers.map(({ name, legacy }) => [name, legacy])).toEqual([
    ["AcmeAudit", false],
    ["OldScan", true],
  ]);
});

test("DLLs of a process are not taken for drivers", () => {
  const list = [
    "0:000> lm",
    "start             end                 module name",
    "00007ff7`10000000 00007ff7`10010000   w3wp       (deferred)",
    "00007ffc`1a000000 00007ffc`1a1f0000   ntdll      (pdb symbols)          c:\\symbols\\ntdll.pdb",
  ].join("\n");

  expect(driversNamed(list)).toMatchObject({ drivers: [], notDrivers: 2 });
});

test("prose names no driver", () => {
  expect(driversNamed("The site hangs every morning after the backup ran.")).toMatchObject({
    drivers: [],
    altitudes: [],
  });
});

test("any text is answered, and never with more than is shown", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constant("AcmeBkp.sys 281999"), fc.nat().map(String))), (rows) => {
      const { drivers, altitudes } = driversNamed(rows.join("\n"));
      expect(drivers.length).toBeLessThanOrEqual(600);
      expect(altitudes.length).toBeLessThanOrEqual(600);
    }),
    { numRuns: 60 },
  );
});
