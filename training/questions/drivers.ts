import { isCount, named } from "./figures";
import { type Family, linesIn, linesOf, onFinding, type Shown, type Temptation } from "./question";

/** Where Process Monitor stands among the filters. */
const PROCMON_ALTITUDE = 385_200;
/** Bytes into a function from which on the name is hardly the function's own. */
const FAR = 0x800;

function frameOf({ evidence }: Shown, driver: string) {
  return evidence
    .of("kernel-threads")
    .flatMap((read) => read.report.threads.flatMap(({ frames }) => frames.map((frame) => ({ frame, read }))))
    .find(
      ({ frame }) =>
        frame.module?.toLowerCase() === driver.toLowerCase() &&
        (frame.symbol === null || Number.parseInt(frame.offset ?? "0", 16) >= FAR),
    );
}

/** What a debugger without symbols prints of a driver's frame. */
const nearestExport: Family = {
  id: "nearest-export",
  draft(shown) {
    const driver = named(shown.found.first("driver-names-are-exports")?.values.driver);
    const hit = driver && frameOf(shown, driver);
    if (!hit) return null;
    const { callSite, symbol, offset, line } = hit.frame;
    return {
      subject: driver,
      text: `The stack shows ${named(callSite)}. What is the driver doing there?`,
      right: "It cannot be told: the debugger has no symbols for it.",
      why: symbol
        ? `Without symbols only exported names are known. The code lies 0x${offset} bytes behind this one, in some other function.`
        : "All that is printed is how far from the start of the module the code lies.",
      wrong: [
        symbol
          ? [
              `What the name says: ${symbol}.`,
              "It reads like an answer. So many bytes behind its start the function has long ended.",
            ]
          : [
              "It has only just been entered: it stands near its very start.",
              "The offset counts from the start of the module, and says nothing of what was called.",
            ],
        ["It has crashed in that place.", "A frame shows where a call goes on. Crashes look different."],
        [
          "It is being unloaded, which is why its names are gone already.",
          "Names come from symbols, and only its maker has those.",
        ],
      ],
      about: linesIn(hit.read, line),
    };
  },
};

const suspect = onFinding("on-the-path", "third-party-on-path", ({ values }) => {
  const drivers = Array.isArray(values.drivers) ? values.drivers.join(" and ") : "";
  if (!drivers) return null;
  return {
    text: `${drivers} stands between the call and the file system. What is proven by that?`,
    right: "Nothing yet: every access goes through it, quick ones too.",
    why: "Being on the path makes a suspect. The proof is the same work, timed with and without it.",
    wrong: [
      [
        `That ${drivers} is the cause: it is not Microsoft's.`,
        "Whoever is a stranger is soon blamed. Such drivers stand there on healthy servers as well.",
      ],
      [
        "That it is innocent: it only hands calls on.",
        "It may take its time before it does. The stack does not say how long.",
      ],
      ["That it is out of date.", "The stack tells no version; lmvm does."],
    ],
  };
});

const legacyRow: Family = {
  id: "legacy-row",
  draft({ evidence }) {
    for (const read of evidence.of("filters")) {
      const row = read.report.filters.find(({ legacy }) => legacy);
      if (!row) continue;
      return {
        subject: row.name,
        text: `fltmc lists ${named(row.name)} without instances, as <Legacy>. What is that?`,
        right: "A filter of the old kind, which works outside the manager.",
        why: "It attaches itself to the volumes. The manager knows its name and can neither count nor unload it.",
        wrong: [
          [
            "A filter that is switched off.",
            "No instances looks like nothing to do. It sees every access all the same.",
          ],
          [
            "A part of Windows, kept for old programs.",
            "The word sounds like it. It says how the driver attaches, not whose it is.",
          ],
          [
            "A filter that was left behind when its product was removed.",
            "Then the driver would not be loaded, and would not be listed.",
          ],
        ],
        about: linesIn(read, row.line),
      };
    }
    return null;
  },
};

/** What products of a load-order group do, and the altitudes that group has. */
const GROUPS: readonly (readonly [group: string, does: string, low: number, high: number])[] = [
  ["FSFilter Anti-Virus", "It scans files for malware.", 320_000, 329_999],
  ["FSFilter Continuous Backup", "It copies what changes, for a backup.", 280_000, 289_999],
  ["FSFilter Activity Monitor", "It watches what is done with files.", 360_000, 389_999],
  ["FSFilter Replication", "It sends changes to another server.", 300_000, 309_999],
  ["FSFilter Encryption", "It encrypts what is written.", 140_000, 149_999],
];

const altitude = onFinding("altitude-group", "third-party-filter", ({ values }) => {
  const { driver, altitude: at, group: own } = values;
  const known = GROUPS.find(([group]) => group === own);
  if (!known || !named(driver) || typeof at !== "string") return null;
  return {
    subject: String(driver),
    text: `${named(driver)} is loaded at altitude ${at}. What does such a filter do?`,
    right: known[1],
    why: `Altitudes are given out by kind: ${known[2]} to ${known[3]} is ${known[0]}.`,
    wrong: GROUPS.filter(([group]) => group !== own)
      .slice(0, 3)
      .map(
        ([, does, low, high]): Temptation => [does, `Such filters are common too; they stand at ${low} to ${high}.`],
      ),
  };
});

const SAME_DISK: Temptation = [
  "No: it shows what the disk takes and nothing else.",
  "The disk comes last. What Process Monitor times is the whole way below itself.",
];

const below: Family = {
  id: "procmon-place",
  draft(shown) {
    const read = shown.evidence.of("file-activity").find(({ report }) => report.hasDurations);
    const filter = shown.found
      .all("third-party-filter")
      .find(({ values }) => Number.isFinite(Number.parseFloat(String(values.altitude))));
    const about = filter && linesOf(filter);
    if (!read || !filter || !about) return null;
    const { driver, altitude: at } = filter.values;
    const isBelow = Number.parseFloat(String(at)) < PROCMON_ALTITUDE;
    const yes = `Yes: ${named(driver)} stands below Process Monitor.`;
    const no = `No: ${named(driver)} stands above Process Monitor.`;
    return {
      subject: String(driver),
      text: `Process Monitor records at altitude ${PROCMON_ALTITUDE}, and ${named(driver)} works at ${at}. Do the durations it shows hold the time of ${named(driver)}?`,
      right: isBelow ? yes : no,
      why: isBelow
        ? "A call goes from high altitudes to low ones. Whoever stands lower is timed as well."
        : "A call goes from high altitudes to low ones. What stands higher has had it before the clock starts.",
      wrong: [
        isBelow
          ? [no, "High numbers are near the application, low ones near the disk; they are easily turned round."]
          : [yes, "High numbers are near the application, low ones near the disk; they are easily turned round."],
        SAME_DISK,
        [
          "That depends on the order in which they were loaded.",
          "The order of loading does not matter; the altitude decides.",
        ],
      ],
      about,
    };
  },
};

const EACH_SLOW = "Each access is slow: something delays every single one.";
const TOO_MANY = "Each access is quick; there are far too many of them.";

const slowAccesses = onFinding("slow-or-many", "file-accesses-slow", ({ values }) => accesses(values, EACH_SLOW));
const manyAccesses = onFinding("slow-or-many", "file-accesses-many", ({ values }) => accesses(values, TOO_MANY));

function accesses({ operations, averageSeconds: average }: Readonly<Record<string, unknown>>, right: string) {
  if (!isCount(operations as number) || typeof average !== "number" || !(average >= 0)) return null;
  const slow = right === EACH_SLOW;
  const each = average < 0.001 ? "less than a millisecond" : `${Math.round(average * 1000).toLocaleString("en-US")} ms`;
  return {
    text: `The application made ${Number(operations).toLocaleString("en-US")} file accesses, of ${each} each on average. What takes the time?`,
    right,
    why: slow
      ? "From the cache an access takes less than a millisecond, from a disk some. More than that is waiting for somebody."
      : "An access of that length is as quick as it gets. Only fewer of them make the start shorter.",
    wrong: [
      slow
        ? ([TOO_MANY, "Long recordings look like many accesses. The average is what tells."] as const)
        : ([EACH_SLOW, "The start takes minutes, so each part of it seems slow. The average is not."] as const),
      ["Nothing of the two: file accesses never explain a hang.", "They do, when somebody holds a lock around them."],
      [
        "The recording itself: Process Monitor slows the server.",
        "It costs a little, but not that much, and on every access alike.",
      ],
    ] as const,
  };
}

const sharing = onFinding("sharing-violation", "sharing-violations", ({ values }) => ({
  text: `${values.count} accesses ended in SHARING VIOLATION. What does it mean?`,
  right: "Another program had the file open and let nobody else in.",
  why: "Whoever opens a file says who may use it beside. The next one is turned away, waits and tries again.",
  wrong: [
    ["The application may not read the file.", "That would be ACCESS DENIED."],
    [
      "The file lies on a share that does not answer.",
      "The word share misleads: it is about sharing one file, on any disk.",
    ],
    ["The file is damaged.", "A damaged file can be opened; reading it fails, with another result."],
  ],
}));

const other = onFinding("other-program", "foreign-process-on-files", ({ values }) => {
  const [program] = Array.isArray(values.processes) ? values.processes : [];
  if (typeof program !== "string") return null;
  return {
    text: `${named(program)} works in the folders of the application. What follows?`,
    right: "It is a suspect: time the start with the program stopped.",
    why: "Opening the same files proves nothing yet. With and without it is the test that does.",
    wrong: [
      [
        "It is the cause: nobody but the application has business there.",
        "Scanners, backups and agents go everywhere. Most do no harm.",
      ],
      [
        "Nothing: programs do not see each other's files.",
        "They share the disk, its cache, and whoever has a file open.",
      ],
      ["The application runs twice.", "The name of the program is another one."],
    ],
  };
});

const ticket = onFinding("before-the-ticket", "filter-not-tested", () => ({
  text: "A driver keeps the call. What has to come before a ticket to its maker?",
  right: "The same start, timed with the folder excluded.",
  why: "It is the proof that the maker will ask for, and it often ends the hang at once.",
  wrong: [
    [
      "Nothing: the stack on its own says all that is needed.",
      "It shows where the thread stands, not that it would be quicker without. The ticket comes back.",
    ],
    ["A second kernel dump.", "It would show the same frame again, and costs another restart."],
    ["The driver's symbols.", "Only its maker has them."],
  ],
}));

const switchedOff = onFinding("antivirus-off", "antivirus-still-loaded", ({ values, cites }) => {
  const [driver] = Array.isArray(values.drivers) ? values.drivers : [];
  if (typeof driver !== "string" || !cites.some((cite) => "file" in cite)) return null;
  return {
    text: `The antivirus software was switched off for a test, they say, but ${named(driver)} is listed. What is the test worth?`,
    right: "Nothing: the filter was on the path all the time.",
    why: "Switching protection off in its window leaves the driver loaded. Only an exclusion or an unload takes it away.",
    wrong: [
      [
        "It clears the product: without it nothing changed.",
        "That is what the customer concluded. It was never without it.",
      ],
      ["It proves the product guilty.", "It proves nothing in either way."],
      [
        "It stands: a filter that is listed does no work.",
        "A loaded filter sees each access, whatever its window says.",
      ],
    ],
  };
});

export const DRIVER_FAMILIES: readonly Family[] = [
  suspect,
  nearestExport,
  slowAccesses,
  manyAccesses,
  sharing,
  other,
  below,
  legacyRow,
  switchedOff,
  ticket,
  altitude,
];
