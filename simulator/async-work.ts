import type { Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import type { Random } from "./random";
import type { Runtime } from "./runtime";
import type { Thread } from "./threads";

/** An async method that has not ended, or a task that waits for one. */
export interface AsyncStep {
  address: Hex;
  methodTable: Hex;
  /** The await it stands at; null for a task that is no async method. */
  state: number | null;
  type: string;
  sizeBytes: number;
  code: Hex;
}

/** What continues after what, the innermost first. */
export interface AsyncChain {
  steps: readonly AsyncStep[];
  /** Type of the awaiter that the innermost waits for. */
  awaiting: { address: Hex; methodTable: Hex; type: string } | null;
  /** The thread that waits for it without letting go. */
  blocked: Thread | null;
}

export interface AsyncWork {
  chains: readonly AsyncChain[];
}

const TYPES = [
  "Contoso.Orders.Catalog+<LoadAsync>d__4",
  "Contoso.Orders.Program+<RunAsync>d__1",
  "Contoso.Shop.Basket+<>c__DisplayClass4_0+<<Close>b__0>d",
  "Contoso.Stock.Ledger+<PostAsync>d__7",
];
const AWAITERS = [
  "System.Runtime.CompilerServices.TaskAwaiter",
  "System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter[[System.Int32, LIBRARY]]",
];

export function makeAsyncWork(
  threads: readonly Thread[],
  { baseLibrary }: Runtime,
  addresses: AddressSpace,
  random: Random,
): AsyncWork {
  const tables = new Map<string, Hex>();
  const tableOf = (type: string): Hex => {
    const known = tables.get(type) ?? addresses.take("method-table");
    tables.set(type, known);
    return known;
  };
  const code = new Map<string, Hex>();
  const codeOf = (type: string): Hex => {
    const known = code.get(type) ?? addresses.take("jitted");
    code.set(type, known);
    return known;
  };
  const managed = threads.filter((thread) => thread.managed !== null && thread.role === "computes");
  const step = (type: string, state: number | null): AsyncStep => ({
    address: addresses.take("object"),
    methodTable: tableOf(type),
    state,
    type,
    sizeBytes: 8 * random.int(8, 30),
    code: codeOf(type),
  });
  return {
    chains: random.times(random.int(1, 4), (): AsyncChain => {
      const methods = random.sample(TYPES, random.int(1, 3)).map((type) => step(type, random.int(0, 3)));
      const awaiter = random.pick(AWAITERS).replaceAll("LIBRARY", baseLibrary);
      return {
        steps: random.chance(0.4) ? [...methods, step("System.Threading.Tasks.Task", null)] : methods,
        awaiting: random.chance(0.5)
          ? { address: addresses.take("object"), methodTable: tableOf(awaiter), type: awaiter }
          : null,
        blocked: managed.length > 0 && random.chance(0.3) ? random.pick(managed) : null,
      };
    }),
  };
}
