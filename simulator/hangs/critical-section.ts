import type { Hang } from "./hang";
import { section, waitsForSection } from "./sections";
import type { Stage } from "./stage";

/** So many threads hold a section each, and each wants the next one's; others stand behind the first. */
function ring(stage: Stage, size: number, behind: number): void {
  const members = stage.threads(size, waitsForSection());
  const others = stage.threads(behind, waitsForSection());
  members.forEach((member, at) => {
    const before = members[(at + size - 1) % size];
    section(stage, member, [...(before ? [before] : []), ...(at === 0 ? others : [])]);
  });
}

/** A thread has ended inside a section. */
function orphan(stage: Stage, behind: number): void {
  const waiting = stage.threads(behind, waitsForSection());
  const gone = stage.thread(waitsForSection());
  stage.set({ threads: stage.server.threads.filter(({ number }) => number !== gone.number) });
  // No thread that comes later gets its id.
  section(stage, { ...gone, osThreadId: (Number.parseInt(gone.osThreadId, 16) + 0x4000).toString(16) }, waiting);
}

/** Threads of native code each hold the section that another one wants, or its holder is gone. */
export const criticalSection: Hang = {
  cause: "critical-section",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    const behind = random.int(6, 20);
    const size = random.pick([0, 2, 2, 3]);
    if (size === 0) orphan(stage, behind);
    else ring(stage, size, behind);
    stage.requests(behind + size, random.int(60_000, 900_000));
    stage.answers.set("duration", "never");
    if (random.chance(0.6)) stage.answers.set("trigger", random.pick(["any-time", "under-load"]));
  },
};
