import type { CriticalSection } from "../critical-sections";
import type { Thread } from "../threads";
import type { Stage } from "./stage";

/** Puts a held critical section on the server. */
export function section(
  stage: Stage,
  owner: Thread,
  waiting: readonly Thread[],
  more: Partial<CriticalSection> = {},
): CriticalSection {
  const { random, server } = stage;
  const made: CriticalSection = {
    name: `Contoso_Native!g_table+${(4 * random.int(0, 90)).toString(16)}`,
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
  for (const thread of waiting) stage.waitsOn(thread, "RtlEnterCriticalSection", made.address);
  return made;
}
