import type { Hex } from "@/evidence";
import type { Random } from "./random";
import type { Thread } from "./threads";

/** What a handle of each type says of its object. */
export type HandleDetail =
  | { type: "Mutant"; owner: { processId: Hex; osThreadId: Hex } | null; abandoned: boolean }
  | { type: "Event"; reset: "Manual Reset" | "Auto Reset"; set: boolean }
  | { type: "Semaphore"; count: number; limit: number }
  | { type: "Thread"; processId: Hex; osThreadId: Hex }
  | { type: "Process"; processId: Hex }
  | { type: "File" | "Key" | "Section" | "IoCompletion" };

export interface Handle {
  handle: Hex;
  name: string | null;
  handleCount: number;
  pointerCount: number;
  detail: HandleDetail;
}

const NAMES = [
  "\\BaseNamedObjects\\ASP.NET_Compile_1a2b",
  "\\Sessions\\1\\BaseNamedObjects\\Contoso shop",
  "\\REGISTRY\\MACHINE\\SOFTWARE",
];

function makeDetail(processId: Hex, threads: readonly Thread[], random: Random): HandleDetail {
  const { osThreadId } = random.pick(threads);
  switch (random.int(0, 5)) {
    case 0:
    case 1:
      return {
        type: "Mutant",
        owner: random.chance(0.7) ? { processId: random.chance(0.7) ? processId : "2b4c", osThreadId } : null,
        abandoned: random.chance(0.1),
      };
    case 2:
      return { type: "Event", reset: random.pick(["Manual Reset", "Auto Reset"]), set: random.chance(0.5) };
    case 3: {
      const limit = random.int(1, 99);
      return { type: "Semaphore", count: random.int(0, limit), limit };
    }
    case 4:
      return random.chance(0.5) ? { type: "Thread", processId, osThreadId } : { type: "Process", processId };
    default:
      return { type: random.pick(["File", "Key", "Section", "IoCompletion"]) };
  }
}

export function makeHandles(processId: Hex, threads: readonly Thread[], random: Random): Handle[] {
  let handle = 4 * random.int(1, 60);
  return random.times(random.int(3, 8), () => {
    handle += 4 * random.int(1, 90);
    return {
      handle: handle.toString(16),
      name: random.chance(0.5) ? random.pick(NAMES) : null,
      handleCount: random.int(1, 9),
      pointerCount: random.pick([random.int(2, 40), 65_537, 32_767]),
      detail: makeDetail(processId, threads, random),
    };
  });
}
