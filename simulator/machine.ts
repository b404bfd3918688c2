import { addHex, type Hex } from "@/evidence";
import type { Bits } from "./addresses";
import type { Module } from "./modules";
import type { Random } from "./random";
import type { Runtime, System } from "./runtime";

/** The machine that a process or a dump comes from. */
export interface Machine {
  name: string;
  /** What debuggers call its Windows. */
  system: string;
  build: number;
  servicePack: number | null;
  suites: readonly string[];
  /** Of the kernel, and of kernel32.dll where a process is debugged. */
  buildLab: string;
  libraryVersion: string;
  processors: number;
  kernelBase: Hex;
  loadedModuleList: Hex;
  /** File of the dump that is open. */
  dumpFile: string;
}

/** As many as the processors that kernel threads name. */
const PROCESSORS = 16;
const NAMES = ["WEB01", "SHOP-WEB2", "CONTOSO-IIS7"];

interface Edition {
  system: string;
  build: number;
  servicePack: number | null;
  lab: (architecture: string) => string;
  library: string;
}

const EDITIONS: Readonly<Record<System, Edition>> = {
  "2003": {
    system: "Windows Server 2003",
    build: 3790,
    servicePack: 2,
    lab: () => "3790.srv03_sp2_gdr.090321-1244",
    library: "5.2.3790.4480 (srv03_sp2_gdr.090321-1244)",
  },
  "2008-r2": {
    system: "Windows 7",
    build: 7601,
    servicePack: 1,
    lab: (architecture) => `7601.17514.${architecture}.win7sp1_rtm.101119-1850`,
    library: "6.1.7601.17651 (win7sp1_gdr.110715-1504)",
  },
  "2019": {
    system: "Windows 10",
    build: 17_763,
    servicePack: null,
    lab: (architecture) => `17763.1.${architecture}.rs5_release.180914-1434`,
    library: "10.0.17763.1 (WinBuild.160101.0800)",
  },
  linux: { system: "Linux", build: 0, servicePack: null, lab: () => "", library: "" },
};

function kernelBase(drivers: readonly Module[], bits: Bits): Hex {
  return drivers.find(({ name }) => name === "nt")?.start ?? (bits === 32 ? "80800000" : "fffff80129e00000");
}

export function makeMachine(runtime: Runtime, drivers: readonly Module[], image: string, random: Random): Machine {
  const { system, build, servicePack, lab, library } = EDITIONS[runtime.system];
  const base = kernelBase(drivers, runtime.bits);
  return {
    name: random.pick(NAMES),
    system,
    build,
    servicePack,
    suites: random.pick([["TerminalServer", "SingleUserTS"], ["Enterprise", "TerminalServer", "SingleUserTS"], []]),
    buildLab: lab(runtime.bits === 32 ? "x86fre" : "amd64fre"),
    libraryVersion: library,
    processors: PROCESSORS,
    kernelBase: base,
    loadedModuleList: addHex(base, 0x8a8c8 + 0x1000 * random.int(1, 40)),
    dumpFile: `D:\\dumps\\${image.replace(/\.exe$/, "")}_${random.int(1, 9)}.dmp`,
  };
}
