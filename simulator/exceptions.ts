import type { Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import type { Random } from "./random";
import type { ManagedCall } from "./stacks";
import type { Thread } from "./threads";

/** An exception as the heap keeps it. */
export interface ThrownException {
  object: Hex;
  type: string;
  /** Lines of its message; none for one without. */
  message: readonly string[];
  inner: { type: string; object: Hex } | null;
  /** From the method that threw to the one that caught; none when it was never thrown. */
  frames: readonly ThrownFrame[];
  hResult: Hex;
}

export interface ThrownFrame {
  call: ManagedCall;
  /** Assembly without its ending: `Contoso.Shop`. */
  assembly: string;
  offset: number;
}

/** What the threads threw last. */
export interface ThreadExceptions {
  thread: Thread;
  last: ThrownException;
  /** Those that were being handled when it was thrown, the latest first. */
  nested: readonly ThrownException[];
}

interface Kind {
  type: string;
  hResult: Hex;
  messages: readonly (readonly string[])[];
}

const OUTER: Readonly<Record<string, Kind>> = {
  "System.IO.IOException": {
    type: "System.IO.IOException",
    hResult: "80131620",
    messages: [
      ["The process cannot access the file because it is being used by another process."],
      ["Not enough quota.", "Try again later (code 7)."],
    ],
  },
  "System.Threading.ThreadAbortException": {
    type: "System.Threading.ThreadAbortException",
    hResult: "80131530",
    messages: [["Thread was being aborted."], []],
  },
};
const OTHERS: readonly Kind[] = [
  { type: "System.TimeoutException", hResult: "80131505", messages: [["Time is up."], ["Waited 30,000 ms."]] },
  { type: "System.AggregateException", hResult: "80131500", messages: [["One or more errors occurred."]] },
  { type: "Contoso.Orders.StockException", hResult: "80131600", messages: [["Item 4711: no stock left."], []] },
];

export function assemblyOf(method: string, baseLibrary: string): string {
  if (method.startsWith("System.Web")) return "System.Web";
  if (method.startsWith("System.Data") || method.startsWith("SNI")) return "System.Data";
  return method.startsWith("System.") || method.startsWith("Microsoft.") ? baseLibrary : "Contoso.Shop";
}

class ExceptionMaker {
  constructor(
    private readonly addresses: AddressSpace,
    private readonly random: Random,
    private readonly baseLibrary: string,
  ) {}

  make(kind: Kind, object: Hex, { managed }: Thread): ThrownException {
    const { random, addresses } = this;
    const calls = (managed ?? []).filter(({ transition }) => transition === null);
    return {
      object,
      type: kind.type,
      message: random.pick(kind.messages),
      inner: random.chance(0.4) ? { type: random.pick(OTHERS).type, object: addresses.take("object") } : null,
      frames: calls.slice(0, random.int(0, 4)).map((call) => ({
        call,
        assembly: assemblyOf(call.name, this.baseLibrary),
        offset: random.int(1, 0x3ff),
      })),
      hResult: kind.hResult,
    };
  }
}

export function makeExceptions(
  threads: readonly Thread[],
  baseLibrary: string,
  addresses: AddressSpace,
  random: Random,
): ThreadExceptions[] {
  const maker = new ExceptionMaker(addresses, random, baseLibrary);
  return threads.flatMap((thread) => {
    const thrown = thread.runtime?.exception;
    const kind = thrown ? OUTER[thrown.type] : undefined;
    if (!thrown || !kind) return [];
    const nested = random.times(random.pick([0, 0, 1, 2]), () =>
      maker.make(random.pick(OTHERS), addresses.take("object"), thread),
    );
    return [{ thread, last: maker.make(kind, thrown.object, thread), nested }];
  });
}
