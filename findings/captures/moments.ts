import type { Block, SessionTimeReport } from "@/evidence";
import { type Clock, clockOf, compareClocks, millis } from "./clock";
import type { Group } from "./groups";

/** Outputs of one dump. */
export interface Moment {
  /** Ms since 1970; null while no output tells it. */
  takenAt: number | null;
  blocks: readonly Block[];
}

/** More dumps than this are a collection, which is looked at as a whole. */
const MOST_MOMENTS = 12;

interface Dated {
  clock: Clock;
  cpuSeconds: number | null;
  blocks: Block[];
}

function cpuOf({ userTimeSeconds: user, kernelTimeSeconds: kernel }: SessionTimeReport): number | null {
  return user === null || kernel === null ? null : user + kernel;
}

/** Two prints of one clock are a second apart at most. */
const SAME = 1000;

/** A process that a debugger holds still has a clock that goes on and processor time that does not. */
function sameMoment(dated: Dated, clock: Clock, cpuSeconds: number | null): boolean {
  if (compareClocks(dated.clock, clock, SAME) !== "different") return true;
  return cpuSeconds !== null && cpuSeconds > 0 && cpuSeconds === dated.cpuSeconds;
}

function inOrder(blocks: readonly Block[]): Block[] {
  return [...blocks].sort((a, b) => a.file - b.file || a.lines[0] - b.lines[0]);
}

/** Within a paste, what stands below a clock belongs to it, and what stands above the first one as well. */
function date(blocks: readonly Block[], moments: Dated[]): Block[] {
  let current: Dated | null = null;
  let waiting: Block[] = [];
  for (const block of inOrder(blocks)) {
    const clock = block.report?.kind === "session-time" ? clockOf(block.report) : null;
    if (clock !== null && block.report?.kind === "session-time") {
      const cpu = cpuOf(block.report);
      const known = moments.find((moment) => sameMoment(moment, clock, cpu));
      current = known ?? { clock, cpuSeconds: cpu, blocks: [] };
      if (!known) moments.push(current);
      current.blocks.push(...waiting);
      waiting = [];
    }
    if (current) current.blocks.push(block);
    else waiting.push(block);
  }
  return waiting;
}

/** The dumps of one process or kernel in the order they were taken, and outputs that do not tell which they are of. */
export function momentsOf(group: Group): { moments: readonly Moment[]; undated: readonly Block[] } {
  const dated: Dated[] = [];
  const undated: Block[] = [];
  for (const { blocks } of group.pieces) for (const block of date(blocks, dated)) undated.push(block);
  const all = group.pieces.flatMap(({ blocks }) => blocks);
  const moments = dated
    .map(({ clock, blocks }) => ({ takenAt: millis(clock), blocks }))
    .sort((a, b) => a.takenAt - b.takenAt);
  if (moments.length < 2 || moments.length > MOST_MOMENTS)
    return { moments: [{ takenAt: moments[0]?.takenAt ?? null, blocks: all }], undated: [] };
  return { moments, undated };
}
