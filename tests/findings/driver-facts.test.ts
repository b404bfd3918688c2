import { expect, test } from "vitest";
import filterDrivers from "@/content/data/filter-drivers.json" with { type: "json" };
import inboxDrivers from "@/content/data/legacy-and-inbox.json" with { type: "json" };
import loadOrderGroups from "@/content/data/load-order-groups.json" with { type: "json" };
import { exportPrefixHint, groupOfAltitude, isPlatformModule, lookUpDriver } from "@/findings/driver-facts";

test("a scanner is told with its company, group and purpose, and where that stands", () => {
  expect(lookUpDriver("CSAgent", "321410")).toEqual({
    name: "CSAgent",
    known: true,
    company: "CrowdStrike Ltd.",
    companies: ["CrowdStrike Ltd."],
    group: "FSFilter Anti-Virus",
    purpose: "scans for malware and cleans it during file I/O",
    kind: "antivirus",
    microsoft: false,
    inbox: false,
    suspectThoughMicrosoft: false,
    legacyList: false,
    note: null,
    source: "Microsoft, Allocated filter altitudes, 9 September 2022",
  });
});

test.each(["avgntflt", "AVGNTFLT.SYS", " avgntflt.sys ", "\\SystemRoot\\system32\\drivers\\avgntflt.sys"])(
  "%j is one and the same driver",
  (name) => {
    expect(lookUpDriver(name)).toMatchObject({ known: true, company: "Avira GmbH", kind: "antivirus" });
  },
);

test("a debugger writes an underscore for a dot", () => {
  expect(lookUpDriver("5nine_cbt", "266100").group).toBe("FSFilter Content Screener");
  expect(lookUpDriver("5nine.cbt.sys", "327520").group).toBe("FSFilter Anti-Virus");
});

test("the driver of the case study is in no list, which says nothing about it", () => {
  const facts = lookUpDriver("SomeFiltr");
  expect([facts.known, facts.company, facts.group, facts.kind, facts.microsoft]).toEqual([
    false,
    null,
    null,
    null,
    false,
  ]);
  expect(facts.note).toMatch(/neither for nor against/);
});

test("an unknown driver's altitude still tells its group", () => {
  expect(lookUpDriver("AcmeBkp", "281999")).toMatchObject({
    known: false,
    group: "FSFilter Continuous Backup",
    kind: "backup",
  });
  expect(lookUpDriver("OldScan", "329998.99")).toMatchObject({
    known: false,
    group: "FSFilter Anti-Virus",
    kind: "antivirus",
  });
});

test("altitudes between the groups have no group", () => {
  expect(groupOfAltitude("150000")).toBe(null);
  expect(groupOfAltitude("389999.5")).toBe("FSFilter Activity Monitor");
  expect(groupOfAltitude("0")).toBe("FSFilter Infrastructure");
  expect(groupOfAltitude("unknown")).toBe(null);
  for (const { group, low, high } of loadOrderGroups) {
    expect([groupOfAltitude(String(low)), groupOfAltitude(String(high))]).toEqual([group, group]);
  }
});

test("every published row is found by its name and altitude, in its group", () => {
  for (const row of filterDrivers) {
    const facts = lookUpDriver(row.driver, row.altitude);
    expect([row.driver, facts.known]).toEqual([row.driver, true]);
    if (row.company) expect(facts.companies.map((name) => name.toLowerCase())).toContain(row.company.toLowerCase());
    const own = inboxDrivers.find(({ driver }) => driver === row.driver);
    if (!own || own.role === "in-box filter")
      expect([row.driver, row.altitude, facts.group]).toEqual([row.driver, row.altitude, row.group]);
  }
});

test("a name of several companies names none of them until the altitude decides", () => {
  const bare = lookUpDriver("cbfilter20");
  expect([bare.company, bare.companies.length, bare.group, bare.kind]).toEqual([null, 9, null, null]);
  expect(bare.note).toMatch(/licensed toolkit/);
  expect(lookUpDriver("cbfilter20", "101010").company).toBe("Bentley Systems Inc");
  expect(lookUpDriver("aafs")).toMatchObject({
    company: null,
    companies: ["AppAssure Software", "ViGero"],
    kind: null,
  });
  expect(lookUpDriver("aafs", "284100")).toMatchObject({ company: "AppAssure Software", kind: "backup" });
});

test("two spellings of one company are one company", () => {
  expect(lookUpDriver("klif").companies).toHaveLength(1);
  expect(lookUpDriver("brdriver").companies).toHaveLength(1);
  expect(lookUpDriver("deepinsfs").companies).toHaveLength(1);
});

test("a driver off its own altitude keeps its company, takes the group it runs in, and the note says so", () => {
  expect(lookUpDriver("csagent", "145000")).toMatchObject({
    company: "CrowdStrike Ltd.",
    group: "FSFilter Encryption",
    note: "it runs at 145000, which is not an altitude allocated to this name",
  });
});

test("sysmon.sys is Symantec's, and the Sysinternals tool has another name", () => {
  expect(lookUpDriver("sysmon", "365250")).toMatchObject({ company: "Symantec", microsoft: false });
  expect(lookUpDriver("sysmon").note).toMatch(/not the Sysinternals tool/);
  expect(lookUpDriver("SysmonDrv")).toMatchObject({ company: "Microsoft", kind: "activity-monitor", inbox: false });
});

test("names with placeholders are found by the names on a server", () => {
  expect(lookUpDriver("pfmfs_064", "132600")).toMatchObject({
    company: "Pismo Technic Inc.",
    group: "FSFilter Virtualization",
  });
  expect(lookUpDriver("brcow_4_1_8_7")).toMatchObject({ company: "Bromium Inc", kind: "activity-monitor" });
  expect(lookUpDriver("PROCMON24", "385200")).toMatchObject({
    company: "Microsoft",
    note: expect.stringMatching(/Process Monitor/),
  });
  expect(lookUpDriver("RsFx0603", "41006.03")).toMatchObject({
    company: "Microsoft",
    note: expect.stringMatching(/FILESTREAM/),
  });
});

test("a row without a company is known all the same", () => {
  expect(lookUpDriver("zam")).toMatchObject({
    known: true,
    company: null,
    companies: [],
    group: "FSFilter Security Enhancer",
  });
});

test("Windows' own filters are Microsoft's and in the box, even those the list leaves out", () => {
  for (const name of [
    "Wof",
    "FileInfo",
    "luafv",
    "bindflt",
    "storqosflt",
    "CldFlt",
    "wcifs",
    "FileCrypt",
    "npsvctrig",
    "UCPD",
    "bfs",
    "UnionFS",
  ]) {
    const facts = lookUpDriver(name);
    expect([name, facts.microsoft, facts.inbox, facts.suspectThoughMicrosoft]).toEqual([name, true, true, false]);
  }
});

test("Microsoft's scanners, backup and shadow copies stay suspects, and so do the names of its samples", () => {
  for (const name of ["WdFilter", "MpFilter", "MsSecFlt", "DpmFilter", "volsnap", "avscan", "minispy", "PassThrough"]) {
    expect([name, lookUpDriver(name).microsoft, lookUpDriver(name).suspectThoughMicrosoft]).toEqual([name, true, true]);
  }
  expect(lookUpDriver("minispy").note).toMatch(/sample/);
});

test("the kernel and the file systems are no filters, whatever altitude a list gives them", () => {
  expect(lookUpDriver("nt")).toMatchObject({ known: true, microsoft: true, inbox: true, group: null, kind: null });
  expect(lookUpDriver("Ntfs")).toMatchObject({
    known: true,
    microsoft: true,
    legacyList: true,
    group: null,
    kind: null,
  });
});

test("a backup product's driver is told though its group does not", () => {
  expect(lookUpDriver("VeeamFCT", "201900")).toMatchObject({
    company: "Veeam Software",
    kind: "backup",
    group: "FSFilter Cluster File System",
  });
});

test("a name that only practitioners know says where it is known from", () => {
  expect(lookUpDriver("Parity", "328100")).toMatchObject({
    company: "Carbon Black",
    known: true,
    source: expect.stringMatching(/not in the published list/),
  });
});

test("modules of Windows never count as third-party on an I/O stack", () => {
  const platform = [
    "nt",
    "ntkrnlpa",
    "hal",
    "FLTMGR",
    "fltmgr.sys",
    "Ntfs",
    "ReFS",
    "fastfat",
    "Npfs",
    "Msfs",
    "rdbss",
    "mrxsmb",
    "mrxsmb20",
    "mup",
    "dfsc",
    "volmgr",
    "volsnap",
    "partmgr",
    "disk",
    "CLASSPNP",
    "storport",
    "stornvme",
    "storahci",
    "Wof",
    "FileInfo",
    "luafv",
    "bindflt",
    "wcifs",
    "CldFlt",
    "storqosflt",
    "FsDepends",
    "npsvctrig",
    "ntdll",
  ];
  expect(platform.filter((module) => !isPlatformModule(module))).toEqual([]);
  const others = [
    "SomeFiltr",
    "WdFilter",
    "MsSecFlt",
    "avscan",
    "DeviceLockDriver0",
    "iaStorA",
    "storagedrv",
    "rsfxdrv",
    "csagent",
    "procmon24",
  ];
  expect(others.filter((module) => isPlatformModule(module))).toEqual([]);
});

test("no third-party driver of the list passes for a part of Windows", () => {
  const passing = filterDrivers.filter(({ driver, company }) => company !== "Microsoft" && isPlatformModule(driver));
  expect(passing).toEqual([]);
});

test("export names beginning with Osr tell a toolkit, not a maker", () => {
  expect(exportPrefixHint("SomeFiltr!OsrFilterDeregister+0x85")).toMatch(/toolkit of OSR/);
  expect(exportPrefixHint("OsrFilterDeregister")).toBe(exportPrefixHint("SomeFiltr!OsrFilterDeregister"));
  expect([exportPrefixHint("nt!IofCallDriver+0x45"), exportPrefixHint("Osram"), exportPrefixHint("")]).toEqual([
    null,
    null,
    null,
  ]);
});
