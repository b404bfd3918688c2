import type { CriticalSection } from "../critical-sections";
import { call } from "../methods";
import type { Thread } from "../threads";
import type { Stage, Story } from "./stage";
import { inRequestAt } from "./stories";

const NAMES = ["Contoso_Native!g_table", "AcmePrices!g_csFeed", "libtiff_x!_Lock", "oraclient!kpuhhLatch"];

/** Waits to enter a section in native code that managed code has called. */
export function waitsForSection(): Story {
  return inRequestAt(
    ["NtWaitForSingleObject", "SECTION", "ntdll!RtlEnterCriticalSection", "Contoso_Native!PriceTable::Find"],
    [call("Contoso.Native.PriceTable.Find", { transition: "inlined-call", isStatic: true })],
  );
}

/** Puts a held critical section on the server. */
export function section(
  stage: Stage,
  owner: Thread,
  waiting: readonly Thread[],
  more: Partial<CriticalSection> = {},
): CriticalSection {
  const { random, server } = stage;
  const named = `${random.pick(NAMES)}+${(4 * random.int(0, 90)).toString(16)}`;
  const made: CriticalSection = {
    name: random.chance(0.6) ? named : null,
    address: stage.address("native-heap"),
    debugInfo: stage.address("native-heap"),
    waiting,
    waiterWoken: false,
    recursion: 1,
    owner,
    semaphore: (4 * random.int(20, 0x900)).toString(16),
    spinCount: "fa0",
    entryCount: 0,
    contentionCount: waiting.length + random.int(0, 99),
    ...more,
  };
  stage.set({ criticalSections: [made, ...server.criticalSections] });
  // 64-bit code passes the section in a register, and what stands in its place on the stack says nothing.
  const shown = stage.runtime.bits === 32;
  if (shown) for (const thread of waiting) stage.waitsOn(thread, "RtlEnterCriticalSection", made.address);
  return made;
}
