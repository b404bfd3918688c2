import { addHex, type Hex } from "@/evidence";
import { AddressSpace } from "./addresses";
import { Random } from "./random";
import type { Server } from "./server";

/** What a process was started with. */
export interface ProcessEnvironment {
  address: Hex;
  beingDebugged: boolean;
  imageBase: Hex;
  loader: Hex;
  /** Heads of the loader's lists. */
  lists: readonly (readonly [name: string, first: Hex, last: Hex])[];
  images: readonly { base: Hex; timestamp: number | null; path: string }[];
  heap: Hex;
  parameters: Hex;
  directory: string;
  imageFile: string;
  commandLine: string;
  applicationPool: string | null;
  block: Hex;
  variables: readonly (readonly [name: string, value: string])[];
}

const variablesOf = (computer: string): readonly (readonly [name: string, value: string])[] => [
  ["ALLUSERSPROFILE", "C:\\ProgramData"],
  ["APP_POOL_CONFIG", "C:\\inetpub\\temp\\apppools\\Shop\\Shop.config"],
  ["CommonProgramFiles(x86)", "C:\\Program Files (x86)\\Common Files"],
  ["COMPUTERNAME", computer],
  ["NUMBER_OF_PROCESSORS", "8"],
  [
    "Path",
    "C:\\Windows\\system32;C:\\Windows;C:\\Program Files\\Contoso Tools\\bin;C:\\Program Files (x86)\\Acme\\Backup Agent\\;D:\\jdk",
  ],
  ["PATHEXT", ".COM;.EXE;.BAT"],
  ["TEMP", "C:\\Windows\\TEMP"],
];

/** The environment of a server's process; the same one for the same server. */
export function environmentOf({ seed, runtime, process, modules, machine }: Server): ProcessEnvironment {
  const random = new Random(seed).fork("environment");
  const known = variablesOf(machine.name);
  const addresses = new AddressSpace(runtime.bits, random.fork("addresses"));
  const heap = addresses.take("native-heap");
  const pool =
    process.image === "w3wp.exe" ? random.pick(["DefaultAppPool", "Shop (live)", "contoso.com/api v2"]) : null;
  const imageFile = pool ? "c:\\windows\\system32\\inetsrv\\w3wp.exe" : `C:\\inetpub\\shop\\${process.image}`;
  const tail = random.pick(["", ' -v "v4.0" -l "webengine4.dll" -h "C:\\inetpub\\temp\\apppools\\Shop.config" -m 0']);
  return {
    address: addresses.take("teb"),
    beingDebugged: process.debugged,
    imageBase: modules[0]?.start ?? "400000",
    loader: addresses.take("native-heap"),
    lists: ["InInitializationOrderModuleList", "InLoadOrderModuleList", "InMemoryOrderModuleList"].map(
      (name) => [name, addresses.take("native-heap"), addresses.take("native-heap")] as const,
    ),
    images: modules.map(({ start, timestamp, imagePath }) => ({
      base: start,
      timestamp: random.chance(0.2) ? null : (timestamp ?? 0x443b1261),
      path: imagePath,
    })),
    heap,
    parameters: addHex(heap, 0x3f30),
    directory: "C:\\Windows\\system32\\inetsrv\\",
    imageFile,
    commandLine: pool ? `${imageFile} -ap "${pool}"${tail}` : `${imageFile} --urls http://*:5000`,
    applicationPool: pool,
    block: addHex(heap, 0x3200),
    variables: [...random.sample(known, random.int(2, known.length)), ["windir", "C:\\Windows"]],
  };
}
