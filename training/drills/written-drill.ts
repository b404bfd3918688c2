import type { CauseId } from "@/evidence";
import type { Debugger } from "@/machines/ask";
import type { Hang } from "@/simulator/hangs/hang";
import { type SimulatedHang, serverWith } from "@/simulator/hangs/simulate";
import type { Server } from "@/simulator/server";
import type { Level, Topic } from "../topics";

/** A training case that somebody wrote: what is wrong with the server stays, all its numbers go with the seed. */
export interface WrittenDrill extends Hang {
  /** Stable: it stands in codes, and names the text in content/drills. */
  id: string;
  title: string;
  /** Causes that hold besides the first one. */
  contributing: readonly CauseId[];
  topic: Topic;
  level: Level;
  /** What the customer says when the case comes in, of this server. */
  complaint(server: Server): string;
  /** The debugger at hand, where it is not the usual one of the server. */
  tool?: Debugger;
  /** Which of the cause's remedies ends it here, counted from 0, where that is not the first. */
  remedy?: number;
  /** Ids of parsers whose outputs cannot be had. */
  refuses?: readonly string[];
  /** False where the debugger has not loaded SOS when the dump is opened. */
  sosLoaded?: boolean;
}

/** The server of a drill with the numbers of a seed. */
export function hangOf(drill: WrittenDrill, seed: number): SimulatedHang {
  return serverWith(drill, seed, drill.id);
}
