import type { Random } from "./random";

export interface CounterColumn {
  machine: string;
  object: string;
  instance: string | null;
  counter: string;
  german: { object: string; counter: string };
}

/** What a log of performance counters holds. */
export interface CounterLog {
  columns: readonly CounterColumn[];
  /** Milliseconds since 1970, local time; a value for each column, in millionths, null where none could be taken. */
  samples: readonly { at: number; values: readonly (number | null)[] }[];
}

type Known = readonly [object: string, instance: string | null, counter: string, germanObject: string, german: string];

const KNOWN: readonly Known[] = [
  ["Processor", "_Total", "% Processor Time", "Prozessor", "Prozessorzeit (%)"],
  ["Memory", null, "Available MBytes", "Arbeitsspeicher", "Verfügbare MB"],
  ["Process", "w3wp#1", "Private Bytes", "Prozess", "Private Bytes"],
  ["LogicalDisk", "C:", "Avg. Disk sec/Read", "Logischer Datenträger", "Mittlere Sek./Lesevorgänge"],
  [
    "LogicalDisk",
    "D:\\Mounts (old)\\Data",
    "Avg. Disk sec/Write",
    "Logischer Datenträger",
    "Mittlere Sek./Schreibvorgänge",
  ],
  ["ASP.NET", null, "Requests Queued", "ASP.NET", "Anforderungen in Warteschlange"],
  ["Network Interface", "Intel[R] 82574L, _2", "Bytes Total/sec", "Netzwerkschnittstelle", "Gesamtanzahl Bytes/s"],
  [".NET CLR Memory", "_Global_", "% Time in GC", ".NET CLR-Speicher", "GC-Zeitdauer in Prozent"],
];

/** A log of some counters, a few seconds apart. */
export function makeCounterLog(from: number, machine: string, random: Random): CounterLog {
  const columns = random.sample(KNOWN, random.int(1, 5)).map(
    ([object, instance, counter, german, germanCounter]): CounterColumn => ({
      machine,
      object,
      instance,
      counter,
      german: { object: german, counter: germanCounter },
    }),
  );
  let at = from;
  const samples = random.times(random.int(1, 6), () => {
    at += random.int(990, 1030);
    const values = columns.map(() =>
      random.chance(0.1) ? null : random.int(0, random.pick([9, 2_000_000, 9_999_999_999])),
    );
    return { at, values };
  });
  return { columns, samples };
}
