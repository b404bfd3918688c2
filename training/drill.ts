import type { CauseId } from "@/evidence";
import type { Debugger } from "@/machines/ask";
import type { ConsoleKind } from "@/simulator/console/command";
import type { SimulatedHang } from "@/simulator/hangs/simulate";
import type { Level, Topic } from "./topics";

/** A training case: made from nothing but its code, the same on every machine. */
export interface Drill {
  /** Short text that makes the drill again: `case-study-7K3QD`, `locks-2-0M4TR`. */
  code: string;
  /** Id of a written drill and of its text in content/drills; null for a generated one. */
  written: string | null;
  level: Level;
  topic: Topic;
  hang: SimulatedHang;
  /** Causes that hold besides the first one: naming one of them is no wrong accusation, but not the answer either. */
  contributing: readonly CauseId[];
  /** What the customer says when the case comes in. A written drill's text tells more. */
  complaint: string;
  /** Which of the cause's remedies ends it here, counted from 0; the first where it is left out. */
  remedy?: number;
  /** The debugger at hand. */
  tool: Debugger;
  /** Ids of parsers whose outputs cannot be had. */
  refuses: readonly string[];
  /** Whether the debugger has SOS loaded when the dump is opened. */
  sosLoaded: boolean;
}

/** A place to type at: a dump in its debugger, or a shell of the server. A second dump is taken later than the first. */
export type Target = ConsoleKind | "user-second" | "dotnet-dump-second";
