import type { ShortNamesReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Server } from "../server";
import { makesShortNames } from "../short-names";
import type { Printer } from "./printer";

/** `old` has one setting for the machine. */
export type ShortNamesDialect = "query" | "behavior" | "old";

const MEANINGS = [
  "Enable 8dot3 name creation on all volumes",
  "Disable 8dot3 name creation on all volumes",
  "Per volume setting - the default",
  "Disable 8dot3 name creation on all volumes except the system volume",
];

/** `fsutil`: whether the volume makes short names. */
export function printShortNames({ shortNames }: Server, dialect: ShortNamesDialect): string[] {
  const { volume, volumeState, registryState } = shortNames;
  const word = (on: boolean): string => (on ? "enabled" : "disabled");
  const state = `8dot3 name creation is ${word(volumeState === 0)}`;
  const result = `8dot3 name creation is ${word(makesShortNames(shortNames))} on ${volume}`;
  if (dialect === "old") return [`disable8dot3 = ${oldState(registryState)}`];
  if (dialect === "behavior") {
    const meaning = registryState === 2 ? ", the default (Volume level setting)" : ` (${MEANINGS[registryState]})`;
    return [
      `The volume state for Disable8dot3 is ${volumeState} (${state}).`,
      `The registry state of NtfsDisable8dot3NameCreation is ${registryState}${meaning}.`,
      `Based on the above two settings, ${result}.`,
    ];
  }
  return [
    `The volume state is: ${volumeState} (${state}).`,
    `The registry state is: ${registryState} (${MEANINGS[registryState]}).`,
    "",
    `Based on the above two settings, ${result}`,
  ];
}

/** Old systems know only always and never. */
function oldState(registryState: number): 0 | 1 {
  return registryState === 1 ? 1 : 0;
}

function facts({ shortNames }: Server, dialect: ShortNamesDialect): Facts<ShortNamesReport> {
  const { volume, volumeState, registryState } = shortNames;
  const old = dialect === "old";
  return {
    kind: "short-names",
    volume: old ? null : volume,
    volumeState: old ? null : volumeState,
    registryState: old ? oldState(registryState) : registryState,
    enabled: old ? oldState(registryState) === 0 : makesShortNames(shortNames),
  };
}

function printer(
  dialect: ShortNamesDialect,
  command: (volume: string) => string,
  needs: Printer["needs"],
): Printer<ShortNamesReport> {
  return {
    parser: "fsutil-8dot3name",
    dialect,
    needs,
    prompt: "cmd",
    command: ({ shortNames }) => command(shortNames.volume),
    print: (server) => printShortNames(server, dialect),
    expected: (server) => facts(server, dialect),
  };
}

export const SHORT_NAMES: readonly Printer<ShortNamesReport>[] = [
  printer("query", (volume) => `fsutil 8dot3name query ${volume}`, { systems: ["2008-r2", "2019"] }),
  printer("behavior", (volume) => `fsutil behavior query disable8dot3 ${volume}`, { systems: ["2008-r2", "2019"] }),
  printer("old", () => "fsutil behavior query disable8dot3", { systems: ["2003"] }),
];
