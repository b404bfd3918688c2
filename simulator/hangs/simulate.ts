import type { CauseId } from "@/evidence";
import { Random } from "../random";
import type { Server } from "../server";
import type { Hang } from "./hang";
import { putHerrings } from "./herrings";
import { HANGS } from "./list";
import { Stage } from "./stage";

/** A made-up server that hangs, and the truth about it. */
export interface SimulatedHang {
  seed: number;
  cause: CauseId;
  server: Server;
  /** The same server when a second dump is taken. */
  later: Server;
  /** What the customer answers, by question; what is not there, nobody knows. */
  answers: ReadonlyMap<string, string>;
}

/** Milliseconds between two dumps. */
const BETWEEN: readonly [number, number] = [10_000, 60_000];

function laterOf(server: Server, change: Partial<Server>, random: Random): Server {
  const passed = 1000 * random.int(BETWEEN[0] / 1000, BETWEEN[1] / 1000);
  const { clock } = server;
  return {
    ...server,
    clock: {
      ...clock,
      session: clock.session + passed,
      systemUptime: clock.systemUptime + passed,
      processUptime: clock.processUptime + passed,
    },
    ...change,
  };
}

/** A server of a seed with this hang on it; `name` tells the hangs of one seed apart. */
export function serverWith(hang: Hang, seed: number, name: string): SimulatedHang {
  const random = new Random(seed).fork(name);
  const stage = new Stage(seed, hang.needs, random.fork("stage"));
  hang.put(stage);
  putHerrings(stage, hang.without);
  const server = stage.finished();
  return { seed, cause: hang.cause, server, later: laterOf(server, stage.later, random), answers: stage.answers };
}

/** The hang of a seed; of this cause, or of one that goes round with the seed. */
export function simulateHang(seed: number, cause?: CauseId): SimulatedHang {
  const hang = HANGS.find((known) => known.cause === cause) ?? HANGS[seed % HANGS.length];
  if (!hang || (cause && hang.cause !== cause)) throw new RangeError(`No server can be made to hang for ${cause}.`);
  return serverWith(hang, seed, hang.cause);
}
