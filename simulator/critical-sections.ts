import type { Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import type { MonitorTable } from "./locks";
import type { Random } from "./random";
import type { Thread } from "./threads";

/** One critical section of the process. */
export interface CriticalSection {
  name: string | null;
  address: Hex;
  debugInfo: Hex;
  waiting: readonly Thread[];
  waiterWoken: boolean;
  recursion: number;
  /** Null for one that nobody holds. */
  owner: Thread | null;
  semaphore: Hex;
  spinCount: Hex;
  entryCount: number;
  contentionCount: number;
}

const NAMES = ["ntdll!LdrpLoaderLock+0", "w3tp!g_cs+0", "SMTPSVC+66a30", "ntdll!FastPebLock+0"];

/** A thread that waits for a monitor of one of `waiting`: with it as owner of what they wait for, nobody gets on. */
export function closingOwner(waiting: readonly Thread[], { monitors }: MonitorTable): Thread | null {
  const blocked = monitors.filter(({ owner }) => owner.kind === "thread" && waiting.includes(owner.thread));
  return blocked.flatMap(({ waiters }) => waiters)[0] ?? null;
}

/** The sections that matter, held ones first; the last one is nobody's. */
export function makeCriticalSections(
  threads: readonly Thread[],
  monitors: MonitorTable,
  addresses: AddressSpace,
  random: Random,
): CriticalSection[] {
  const waiting = threads.filter(({ role }) => role === "waits-for-section");
  const held = random.int(waiting.length > 0 ? 1 : 0, 4);
  const names = random.sample(NAMES, held);
  return random.times(held + 1, (at): CriticalSection => {
    const mine = at === 0 ? waiting : [];
    const free = at === held;
    const others = threads.filter((thread) => !mine.includes(thread));
    const closing = random.chance(0.5) ? closingOwner(mine, monitors) : null;
    return {
      name: free || random.chance(0.2) ? null : (names[at] ?? null),
      address: addresses.take("native-heap"),
      debugInfo: addresses.take("native-heap"),
      waiting: mine,
      waiterWoken: mine.length > 0 && random.chance(0.2),
      recursion: free ? 0 : random.int(1, 2),
      owner: free ? null : (closing ?? random.pick(others)),
      semaphore: mine.length > 0 ? (4 * random.int(20, 0x900)).toString(16) : "0",
      spinCount: random.pick(["0", "20007d0", "4000000", "fa0"]),
      entryCount: random.int(0, 9),
      contentionCount: mine.length + random.int(0, 999),
    };
  });
}
