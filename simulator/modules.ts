import { addHex, type Hex } from "@/evidence";
import type { Bits } from "./addresses";
import type { Random } from "./random";
import type { Runtime } from "./runtime";

export interface Module {
  name: string;
  start: Hex;
  end: Hex;
  symbols: "pdb symbols" | "deferred" | "export symbols" | "private pdb symbols" | "no symbols";
  /** Where the symbols or the exports came from. */
  symbolFile: string | null;
  imagePath: string;
  imageName: string;
  companyName: string;
  productName: string;
  fileDescription: string;
  version: string;
  /** Seconds since 1970; null for a reproducible build, whose stamp is a hash. */
  timestamp: number | null;
  hash: Hex;
  checkSum: Hex;
}

export interface UnloadedModule {
  name: string;
  start: Hex;
  end: Hex;
}

const MICROSOFT = "Microsoft Corporation";
const USER = ["w3wp.exe", "ntdll.dll", "kernel32.dll", "w3tp.dll", "mswsock.dll", "Contoso.Native.dll"];
const DRIVERS = ["nt=ntoskrnl.exe", "hal.dll", "fltMgr.sys", "Ntfs.sys", "AcmeBkp.sys", "WdFilter.sys"];

function makeModule(file: string, start: Hex, kernel: boolean, { folder }: Runtime, random: Random): Module {
  const [, alias, imageName = file] = /^(?:(\w+)=)?(.+)$/.exec(file) ?? [];
  const name = alias ?? imageName.replace(/\.\w+$/, "").replaceAll(".", "_");
  const foreign = /contoso|acme/i.test(imageName);
  const size = 0x1000 * random.int(5, 0xa00);
  const symbols = random.pick([
    "pdb symbols",
    "deferred",
    "export symbols",
    "private pdb symbols",
    "no symbols",
  ] as const);
  const place = kernel
    ? "\\SystemRoot\\system32\\DRIVERS"
    : foreign
      ? "C:\\Program Files\\Contoso"
      : "C:\\WINDOWS\\System32";
  const imagePath = `${/^(?:mscor|clr|core)/.test(imageName) ? folder : place}\\${imageName}`;
  return {
    name,
    start,
    end: addHex(start, size),
    symbols,
    symbolFile:
      symbols === "deferred" || symbols === "no symbols"
        ? null
        : symbols === "export symbols"
          ? imageName
          : `c:\\symbols\\${name}.pdb\\${random.int(0x10000000, 0x7fffffff).toString(16).toUpperCase()}1\\${name}.pdb`,
    imagePath,
    imageName,
    companyName: foreign ? random.pick(["Contoso, Ltd.", "Acme (Backup) Inc."]) : MICROSOFT,
    productName: foreign ? "Acme Backup 7" : "Microsoft Windows Operating System",
    fileDescription: foreign ? "Acme volume filter" : "Host process, 64 bit",
    version: `${random.int(1, 10)}.${random.int(0, 9)}.${random.int(1, 50_727)}.${random.int(0, 5466)}`,
    timestamp: random.chance(0.75) ? random.int(1_000_000_000, 1_700_000_000) : null,
    hash: random.int(0x10000000, 0x7fffffff).toString(16),
    checkSum: random.int(0x1000, 0xfffff).toString(16),
  };
}

const BASES: Readonly<Record<Bits, Readonly<Record<"user" | "kernel", Hex>>>> = {
  32: { user: "5a360000", kernel: "f7200000" },
  64: { user: "7ffa1ab00000", kernel: "fffff8012a000000" },
};

/** What is loaded into the process, or into the kernel. */
export function makeModules(kind: "user" | "kernel", runtime: Runtime, random: Random): Module[] {
  const files = kind === "user" ? [...USER, `${runtime.module}.dll`] : DRIVERS;
  let start = BASES[runtime.bits][kind];
  return random.sample(files, random.int(2, files.length)).map((file) => {
    const module = makeModule(file, start, kind === "kernel", runtime, random);
    start = addHex(module.end, 0x1000 * random.int(1, 30));
    return module;
  });
}

export function makeUnloadedModules(after: Hex, random: Random): UnloadedModule[] {
  let start = addHex(after, 0x100000);
  return random.sample(["Beep.SYS", "dump_storport.sys", "crashdmp.sys"], random.int(0, 3)).map((name) => {
    const end = addHex(start, 0x8000);
    const module = { name, start, end };
    start = addHex(end, 0x4000);
    return module;
  });
}
