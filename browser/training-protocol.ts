import type { CauseId, Problem } from "@/evidence";
import type { Completion } from "@/training/completion";
import type { Level } from "@/training/topics";
import type { DrillView } from "@/training/view";
import type { TimedAct } from "./attempt-record";

/** What the page asks its worker. The worker holds one attempt at a time. */
export type TrainingRequest =
  | { request: number; ask: "open"; code: string; acts: readonly TimedAct[] }
  | { request: number; ask: "act"; act: TimedAct }
  | { request: number; ask: "complete"; line: string }
  | { request: number; ask: "code"; cause: CauseId; level: Level; seed: number };

/** What the worker answers. */
export type TrainingReply =
  | { type: "ready" }
  | {
      type: "view";
      request: number;
      /** Its terminal begins behind the entries that went over before. */
      view: DrillView;
      known: number;
    }
  | { type: "completion"; request: number; completion: Completion }
  | { type: "code"; request: number; code: string }
  | { type: "failed"; request: number; problem: Problem };
