import type { Bits } from "./addresses";
import type { Random } from "./random";

export type RuntimeVersion = "1.1" | "2.0" | "4.x" | "core";
export type System = "2003" | "2008-r2" | "2019" | "linux";

/** Which .NET a server runs, and on what. */
export interface Runtime {
  version: RuntimeVersion;
  bits: Bits;
  system: System;
  /** Module that holds the runtime, as stack frames name it. */
  module: "mscorsvr" | "mscorwks" | "clr" | "coreclr" | "libcoreclr";
  /** Assembly of the base class library, as generic arguments name it. */
  baseLibrary: "mscorlib" | "System.Private.CoreLib";
  /** Folder the runtime was loaded from. */
  folder: string;
}

export interface RuntimeOptions {
  versions?: readonly RuntimeVersion[];
  bits?: Bits;
  systems?: readonly System[];
}

/** Where each version runs, and in how wide a process. */
const HOMES: readonly (readonly [RuntimeVersion, Bits, System])[] = [
  ["1.1", 32, "2003"],
  ["2.0", 32, "2003"],
  ["2.0", 64, "2003"],
  ["2.0", 64, "2008-r2"],
  ["4.x", 32, "2008-r2"],
  ["4.x", 64, "2008-r2"],
  ["4.x", 32, "2019"],
  ["4.x", 64, "2019"],
  ["core", 32, "2019"],
  ["core", 64, "2019"],
  ["core", 64, "linux"],
];

function moduleOf(version: RuntimeVersion, system: System, random: Random): Runtime["module"] {
  if (version === "1.1") return random.chance(0.7) ? "mscorsvr" : "mscorwks";
  if (version === "2.0") return "mscorwks";
  if (version === "4.x") return "clr";
  return system === "linux" ? "libcoreclr" : "coreclr";
}

function folderOf(version: RuntimeVersion, bits: Bits, system: System, random: Random): string {
  const framework = `C:\\WINDOWS\\Microsoft.NET\\Framework${bits === 64 ? "64" : ""}`;
  if (version === "1.1") return `${framework}\\v1.1.4322`;
  if (version === "2.0") return `${framework}\\v2.0.50727`;
  if (version === "4.x") return `${framework}\\v4.0.30319`;
  const core = random.pick(["3.1.32", "6.0.36", "8.0.11", "9.0.2"]);
  if (system === "linux") return `/usr/share/dotnet/shared/Microsoft.NETCore.App/${core}`;
  return `C:\\Program Files${bits === 32 ? " (x86)" : ""}\\dotnet\\shared\\Microsoft.NETCore.App\\${core}`;
}

export function makeRuntime(random: Random, { versions, bits, systems }: RuntimeOptions): Runtime {
  const homes = HOMES.filter(
    ([version, width, system]) =>
      (versions?.includes(version) ?? true) &&
      (bits === undefined || bits === width) &&
      (systems?.includes(system) ?? system !== "linux"),
  );
  const [version, width, system] = random.pick(homes);
  return {
    version,
    bits: width,
    system,
    module: moduleOf(version, system, random),
    baseLibrary: version === "core" ? "System.Private.CoreLib" : "mscorlib",
    folder: folderOf(version, width, system, random),
  };
}
