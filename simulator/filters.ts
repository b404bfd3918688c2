import type { Random } from "./random";
import type { System } from "./runtime";

export interface FilterInstance {
  /** Null for a volume without a name. */
  volume: string | null;
  name: string;
  frame: number;
  supportedFeatures: string;
  detached: boolean;
}

/** A file-system filter driver. A legacy one has no instances. */
export interface Filter {
  name: string;
  altitude: string;
  frame: number;
  legacy: boolean;
  instances: readonly FilterInstance[];
}

const KNOWN: readonly (readonly [name: string, altitude: string, instance: string])[] = [
  ["bindflt", "409800", "bindflt Instance"],
  ["UCPD", "385250.5", "UCPD - Top Instance"],
  ["WdFilter", "328010", "WdFilter Instance"],
  ["AcmeBkp", "281999.25", "AcmeBkp Volume Instance"],
  ["ContosoVeryLongFilterName", "268150", "ContosoVeryLongFilterName Default Instance"],
  ["luafv", "135000", "luafv"],
  ["npsvctrig", "46000", "npsvctrig"],
  ["RsFx0603", "41006.03", "RsFx0603 MiniFilter Instance"],
  ["Wof", "40700", "Wof Instance"],
  ["FileInfo", "40500", "FileInfo"],
];
const LEGACY: readonly (readonly [name: string, altitude: string])[] = [
  ["OldScan", "329998.99"],
  ["SomeFiltr", "389998.99"],
];
const VOLUMES: readonly (string | null)[] = [
  null,
  "C:",
  "D:",
  "\\Device\\Mup",
  "\\Device\\HarddiskVolumeShadowCopy3",
  "X:\\MSSQL15.SQL10\\MSSQL\\DATA",
];

/** The filters of a server, top of the stack first. */
export function makeFilters(system: System, random: Random): Filter[] {
  const minifilters = random.sample(KNOWN, random.int(2, KNOWN.length)).map(
    ([name, altitude, instance]): Filter => ({
      name,
      altitude,
      frame: random.chance(0.05) ? 1 : 0,
      legacy: false,
      instances: random.sample(VOLUMES, random.int(0, 4)).map((volume) => ({
        volume,
        name: instance,
        frame: 0,
        supportedFeatures: random.pick(["0000000f", "00000003", "00000008", "00000000"]),
        detached: random.chance(0.05),
      })),
    }),
  );
  const legacy = system === "2019" ? [] : random.sample(LEGACY, random.int(0, 2));
  return [
    ...minifilters,
    ...legacy.map(([name, altitude]): Filter => ({ name, altitude, frame: 0, legacy: true, instances: [] })),
  ].sort((a, b) => Number(b.altitude) - Number(a.altitude));
}
