import { addHex, type Hex } from "@/evidence";
import { AddressSpace } from "./addresses";
import type { Random } from "./random";
import type { Runtime } from "./runtime";
import type { ManagedCall } from "./stacks";
import type { Thread } from "./threads";

/** A place in code: a native symbol, a managed method, or nothing but an address. */
export type CodePlace =
  | { kind: "native"; symbol: string; offset: Hex | null }
  | { kind: "managed"; method: ManagedCall; methodDesc: Hex; offset: Hex }
  | { kind: "address"; address: Hex };

export interface ScrapedRow {
  place: Hex;
  returnAddress: Hex;
  caller: CodePlace;
  callee: CodePlace | null;
  /** An exception that was handled there. */
  exception: { code: Hex; context: Hex; record: Hex } | null;
}

export interface ScrapedThread {
  thread: Thread;
  current: CodePlace;
  rows: readonly ScrapedRow[];
}

const SYMBOLS = [
  "ntdll!RtlFreeHeap",
  "ntdll!RtlAllocateHeap",
  "KERNELBASE!WaitForSingleObjectEx",
  "RUNTIME!MethodDesc::DoPrestub",
  "RUNTIME!AwareLock::EnterEpilog",
  "RUNTIME!`anonymous namespace'::Holder<int,2>::~Holder",
  "mscorlib_ni",
  "AcmeHook",
];

/** What lies on the stacks and looks like calls. */
export function makeScrapedStacks(runtime: Runtime, threads: readonly Thread[], random: Random): ScrapedThread[] {
  const addresses = new AddressSpace(runtime.bits, random.fork("addresses"));
  const native = (offset: boolean): CodePlace => {
    const symbol = random.pick(SYMBOLS).replace("RUNTIME", runtime.module);
    const needed = offset || !symbol.includes("!");
    return { kind: "native", symbol, offset: needed ? random.int(0x10, 0x4ff0).toString(16) : null };
  };
  const managed = (thread: Thread): CodePlace => {
    const known = (thread.managed ?? []).filter(({ transition }) => transition === null);
    if (known.length === 0) return native(true);
    const offset = random.int(0, 0x400).toString(16);
    return { kind: "managed", method: random.pick(known), methodDesc: addresses.take("method-table"), offset };
  };
  const callee = (thread: Thread): CodePlace | null =>
    random.pick([
      () => null,
      () => native(false),
      () => managed(thread),
      (): CodePlace => ({ kind: "address", address: addresses.take("jitted") }),
    ])();
  return threads.map((thread) => {
    let place = addresses.take("stack");
    const rows = random.times(random.int(1, 8), (): ScrapedRow => {
      place = addHex(place, random.int(2, 30) * 8);
      const context = addresses.take("stack");
      return {
        place,
        returnAddress: addresses.take("jitted"),
        caller: random.chance(0.5) ? native(true) : managed(thread),
        callee: callee(thread),
        exception: random.chance(0.1) ? { code: "e0434352", context, record: addHex(context, 0x4d0) } : null,
      };
    });
    return { thread, current: native(true), rows };
  });
}
